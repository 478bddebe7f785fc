"""What the desk's pages of this room show, put into words."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from kith import clock
from kith.intake import reading as intake
from kith.measures import shelf
from kith.people.conflicts import shown, two_texts
from kith.web import book

from . import plans, reading, said, sending
from .forms import PlanForm, PrepareForm

LONG_BEFORE = timedelta(days=366)


def schedule(course, user, measure=None) -> dict:
    """Context of the page of check-ins. `measure`: whose picture is drawn."""
    present, case = reading.present(course, user), reading.case_scores(course, user)
    ribbon = reading.picture(course, case, measure)
    return {
        "course": course,
        "present": present,
        "checkins": reading.checkins(course, user),
        "answers": reading.answers(course, user),
        "verdicts": reading.verdicts(course, user, case),
        "ribbon": ribbon,
        "pictures": _pictures(course, case, ribbon),
        "shown_to_client": reading.expected_shown(course, user),
        "next_at": reading.next_on(course),
        "prepare": PrepareForm(initial={"on": _day(course, present, user)}),
        "from_protocol": not reading.plans(course, user),
        "planned": [said.wording(id).short for id in _planned(course, user)],
        "zone": user.zone,
    }


def _pictures(course, case, ribbon):
    """The way to the picture of each measure that was answered."""
    here = reverse("checkins:schedule", args=[course.pk])
    return [
        {
            "label": said.wording(id).short,
            "url": f"{here}?measure={id}",
            "current": id == ribbon.name,
        }
        for id in reading.drawn(case)
    ]


def planning(course, user) -> dict:
    """What the form of the questionnaires starts from."""
    present, usual = reading.plans(course, user), plans.usual(course)
    told = [id for id in intake.also_asked(course, user) if id in shelf.here().ids()]
    wanted = [*told, *plans.recommended(course), *usual, *(plan.measure for plan in present)]
    ids = list(dict.fromkeys(wanted))
    return {"ids": ids, "told": told, "initial": PlanForm.start(present, usual, ids)}


def _planned(course, user):
    there = reading.plans(course, user)
    return [p.measure for p in there if not p.declined] if there else list(plans.usual(course))


def _day(course, present, user):
    turn = sending.next_turn(course)
    if present and present.state in ("held", "waiting"):
        return present.for_on
    return turn.on if turn else clock.today(user.zone)


def told(checkin) -> str:
    """What happened when a check-in was to go out."""
    if checkin.state == "held":
        return _("Held back: %(reason)s.") % {"reason": checkin.held_words}
    if checkin.unsent_because:
        return _("Made, but not sent: %(reason)s.") % {"reason": checkin.held_words}
    return _("The check-in goes out.") if checkin.state == "sent" else _("It was sent before.")


def which(course, user) -> dict:
    """Start values of the choice: today's, or the present check-in's day if that is past."""
    present, today = reading.present(course, user), clock.today(user.zone)
    planned = _planned(course, user)
    day = present.for_on if present and present.for_on <= today else today
    return {"on": day, "measure": planned[0] if planned else None}


def wrong_day(course, user, on) -> str:
    """Why answers can not belong to this day; empty if they can. A slip in the year is caught."""
    if on > clock.today(user.zone):
        return _("This day is still to come: answers belong to a day that was.")
    if on < course.opened_at.date() - LONG_BEFORE:
        return _("This day lies long before the course. Look at the year.")
    return ""


def measure(definition) -> dict:
    """What a page says about a questionnaire before it is typed in."""
    words, state = said.wording(definition.id), shelf.here().state(definition.id)
    return {
        "title": words.title,
        "instructions": words.instructions,
        "licence": words.licence,
        "text_included": state.text,
    }


def entered(response) -> str:
    """What was typed in, with its total and the way it points."""
    words, definition = said.wording(response.measure), shelf.here().load(response.measure)
    if response.total is None:
        kept = _("%(measure)s is kept; too much was left open for a total.") % {
            "measure": words.short
        }
    else:
        direction = (
            _("higher is worse") if definition.higher_is == "worse" else _("higher is better")
        )
        kept = _("%(measure)s is kept: %(total)s (%(direction)s).") % {
            "measure": words.short,
            "total": said.number(response.total),
            "direction": direction,
        }
    return f"{kept} {book.text('safety.ask_in_session')}" if response.risk_unanswered else kept


def both_answers(form, saved) -> dict:
    """What components/conflict.html takes: the answers that differ, as saved and as typed."""
    typed = form.answers()
    differ = [i for i in form.measure.items if saved.answers.get(i.linkId) != typed.get(i.linkId)]
    theirs, yours = (
        "\n".join(
            f"{form.fields[i.linkId].label}: {shown(form.fields[i.linkId], said.get(i.linkId))}"
            for i in differ
        )
        for said in (saved.answers, typed)
    )
    return two_texts(_("Answers"), saved, theirs, yours)
