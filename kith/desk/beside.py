"""What stands beside a note, a worksheet, or the evidence for each area, when it is written."""

from ipt import conditions
from kith.checkins import reading as checkins
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
    """What is laid beside a worksheet: the latest answers, and words that may be taken over."""
    return {
        "said": _latest(course, user, form),
        "suggest": SUGGEST[form](user) if form in SUGGEST else {},
    }


def _latest(course, user, form):
    """The newest answers of each questionnaire, beside the review of symptoms."""
    if form != "symptom_review":
        return []
    newest = {}
    for one in checkins.answers(course, user):
        newest.setdefault(one["response"].measure, one)
    return [
        (one["title"], [(item["question"], item["answer"]) for item in one["items"]])
        for one in newest.values()
    ]


def _items(user):
    """The questions of the practice's questionnaires whose words may be shown."""
    here = shelf.here()
    shown = [here.words(id) for id in here.ids() if here.state(id).text]
    return {"symptoms.item": [text for words in shown for text in words.items.values()]}


def _conditions(user):
    stored = [each for each in conditions.conditions() if each.diagnosis]
    return {"name": [book.text(f"condition.{each.id}.title") for each in stored]}


def _leaflets(user):
    return {"handout": [one.title for one in leaflets.shelf(user)]}


SUGGEST = {"symptom_review": _items, "diagnosis": _conditions, "psychoeducation": _leaflets}


def for_focus(course, user):
    """The scores in words, and the number of the last session held, for the evidence and stages."""
    return {
        "words": [verdict for verdict in checkins.since_last(course, user)],
        "session": schedule.held_count(course) or None,
    }
