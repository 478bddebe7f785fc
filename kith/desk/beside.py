"""What stands beside a note, a worksheet, or the evidence for each area, when it is written."""

from django.utils.translation import gettext as _

from ipt import conditions
from kith.checkins import reading as checkins
from kith.intake import reading as intake
from kith.intake import rows
from kith.intake.forms import PresentingForm
from kith.intake.models import Presenting
from kith.leaflets import reading as leaflets
from kith.measures import shelf
from kith.schedule import reading as schedule
from kith.web import book


def for_session(course, user):
    """Context of notes/extra.html: the picture of the course, and what is new since last time."""
    return {
        "ribbon": checkins.ribbon(course, user, audience="desk"),
        "words": " ".join(checkins.since_last(course, user)),
    }


def for_sheet(course, user, form):
    """What is laid beside a worksheet: what was said before, and words that may be taken over."""
    said = SAID[form](course, user) if form in SAID else []
    return {"said": said, "suggest": SUGGEST[form](user, said) if form in SUGGEST else {}}


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
    return [(_("Told in the first conversation"), lines)] if lines else []


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


SAID = {"symptom_review": _answers, "history": _first_conversation}


def _items(user, said):
    """The questions that were answered, else those of the practice whose words may be shown."""
    if said:
        return {"symptoms.item": [question for _title, lines in said for question, _a in lines]}
    here = shelf.here()
    shown = [here.words(id) for id in here.ids() if here.state(id).text]
    return {"symptoms.item": [text for words in shown for text in words.items.values()]}


def _conditions(user, said):
    stored = [each for each in conditions.conditions() if each.diagnosis]
    return {"name": [book.text(f"condition.{each.id}.title") for each in stored]}


def _leaflets(user, said):
    return {"handout": [one.title for one in leaflets.shelf(user)]}


SUGGEST = {"symptom_review": _items, "diagnosis": _conditions, "psychoeducation": _leaflets}


def for_focus(course, user):
    """The scores in words, and the number of the last session held, for the evidence and stages."""
    return {
        "words": [verdict for verdict in checkins.since_last(course, user)],
        "session": schedule.held_count(course) or None,
    }
