"""What stands beside a note, a worksheet, or the evidence for each area, when it is written."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ipt import conditions
from ipt.explaining import explained
from kith import clock
from kith.checkins import reading as checkins
from kith.checkins import said
from kith.intake import reading as intake
from kith.intake import rows
from kith.intake.forms import PresentingForm
from kith.intake.models import Presenting
from kith.leaflets import reading as leaflets
from kith.measures import shelf
from kith.schedule import reading as schedule
from kith.web import book
from kith.worksheets import reading as worksheets


def for_session(course, user):
    """Context of notes/extra.html: the picture of the course, and what is new since last time."""
    return {
        "ribbon": checkins.ribbon(course, user, audience="desk"),
        "words": " ".join(checkins.since_last(course, user)),
    }


def for_sheet(course, user, form):
    """What is laid beside a worksheet: what was said before, and words that may be taken over."""
    beside = BESIDE[form](course, user) if form in BESIDE else {}
    return {"said": [], "suggest": {}, **beside}


def _symptoms(course, user):
    answered = _answers(course, user)
    return {"said": _courses(course, user) + answered, "suggest": _items(answered)}


def _courses(course, user):
    """Each questionnaire's first, worst and latest total, with its day."""
    case = checkins.case_scores(course, user)
    found = []
    for measure in case.measures():
        scores = case.first_worst_now(measure)
        if scores and scores[0] != scores[-1]:
            title = said.wording(measure).short
            names = (_("First"), _("At its worst"), _("Now"))
            found.append((title, [(n, _scored(s)) for n, s in zip(names, scores, strict=True)]))
    return found


def _scored(score):
    return f"{said.number(score.total)} · {_day(score.for_on)}"


def _day(day):
    return date_format(day, "j F Y")


def _answers(course, user):
    """The newest answers of each questionnaire."""
    newest = {}
    for one in checkins.answers(course, user):
        newest.setdefault(one["response"].measure, one)
    return [
        (
            _("Answered: %(title)s") % {"title": one["title"]},
            [(item["question"], item["answer"]) for item in one["items"]],
        )
        for one in newest.values()
    ]


ASKED_BEFORE = ("onset", "course_so_far", "tried", "treatments", "medicines", "medication")
ASKED_BEFORE += ("health", "substances")


def _first_conversation(course, user):
    """What the history asks again, as it was told in the first conversation."""
    told = intake.part(Presenting, course, user)
    lines = [(_label(name), words) for name in ASKED_BEFORE if (words := _words(told, name))]
    return {"said": [(_("Told in the first conversation"), lines)] if lines else []}


def _label(name):
    form = PresentingForm
    return form.titles[name] if name in form.kinds else form.base_fields[name].label


def _words(told, name):
    kept = getattr(told, name, None)
    if name in PresentingForm.kinds:
        return "\n".join(rows.said(name, kept))
    if name == "course_so_far":
        return dict(PresentingForm.base_fields[name].choices).get(kept, "")
    return kept


def _items(answered):
    """The questions that were answered, else those of the practice whose words may be shown."""
    if answered:
        return {"symptoms.item": [question for _title, lines in answered for question, _a in lines]}
    here = shelf.here()
    shown = [here.words(id) for id in here.ids() if here.state(id).text]
    return {"symptoms.item": [text for words in shown for text in words.items.values()]}


def _conditions(course, user):
    stored = [each for each in conditions.conditions() if each.diagnosis]
    return {"suggest": {"name": [book.text(f"condition.{each.id}.title") for each in stored]}}


def _explaining(course, user):
    """What was explained and when, what was handed out to read, and what could be."""
    lines = [(_topic(each.topic), _day(each.on)) for each in _explained(course, user)]
    read = [
        (one.leaflet.title, _day(clock.day_of(one.at, course.client.zone)))
        for one in reversed(leaflets.given(course, user))
    ]
    titled = [(_("Explained so far"), lines), (_("Handed out to read"), read)]
    return {
        "said": [(title, found) for title, found in titled if found],
        "suggest": {"handout": [one.title for one in leaflets.shelf(user)]},
    }


def _explained(course, user):
    zone = course.client.zone
    return explained(
        [(clock.day_of(at, zone), answers) for at, answers in versions]
        for versions in worksheets.versions(course, user, EXPLAINING)
    )


def _topic(topic):
    return book.form_words(EXPLAINING).choice("topics", topic)


EXPLAINING = "psychoeducation"
BESIDE = {
    "symptom_review": _symptoms,
    "history": _first_conversation,
    "diagnosis": _conditions,
    EXPLAINING: _explaining,
}


def for_focus(course, user):
    """The scores in words, and the number of the last session held, for the evidence and stages."""
    return {
        "words": [verdict for verdict in checkins.since_last(course, user)],
        "session": schedule.held_count(course) or None,
    }
