"""The ending at a glance: its steps, what the scores say, what is proposed."""

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from kith.care import terms
from kith.checkins import reading as checkins
from kith.checkins import said
from kith.focus import reading as focus
from kith.inventory import reading as inventory
from kith.notes import reading as notes
from kith.safety import reading as safety
from kith.web import book

from . import reading


def comes_after(course) -> tuple:
    """What may be decided for the time after, by the last decision point of the protocol."""
    plan = terms.plan_of(course, reading.kind_of(course))
    points = {point.task: point.choices for point in plan.decision_points}
    return points.get("ipc.triage") or points.get("final.need_for_more") or USUAL


USUAL = ("follow_up", "maintenance", "continuation", "other_treatment")


def steps(course, user):
    """The tasks of the ending, done or not, each leading to its page."""
    named = reading.announcement(course, user)
    review = reading.review(course, user)
    rows = [
        (_("Name the ending"), bool(named), "prepare", _("The day is said, four sessions ahead.")),
        (_("Gains"), bool(reading.gains(course, user)), "review", _("What, and how they did it.")),
        (
            _("Feelings about ending"),
            bool(review and review.feelings),
            "review",
            book.text("ending_note.sadness"),
        ),
        (
            _("Scores looked at together"),
            bool(review and review.scores_seen),
            "review",
            _("First, middle and last."),
        ),
        (_("What comes after"), bool(review and review.decision), "review", _("With reasons.")),
        (
            _("Keeping-well plan"),
            reading.plan(course, user) is not None,
            "keeping_well",
            _("Signs, steps, people, hard dates."),
        ),
        (
            _("Follow-ups"),
            bool(reading.follow_ups(course, user)),
            "follow_up",
            _("A check-in goes out by itself."),
        ),
        (_("Close the course"), not course.open, "close", _("With its reason.")),
    ]
    return [
        {
            "title": title,
            "done": done,
            "text": text,
            "url": reverse(f"ending:{page}", args=[course.pk]),
            "label": _("Open"),
        }
        for title, done, page, text in rows
    ]


def scores(course, user):
    """First and last score of each measure that has two, and what the change comes to, in words."""
    found = checkins.course_points(course, user)
    return [_score(measure, facts) for measure, facts in found.items() if facts["change"]]


def _score(measure, facts):
    verdict, withheld = facts["change"].verdict, facts["withheld"]
    words = book.text(f"verdict.{verdict}") if verdict else ""
    if verdict == "improved" and withheld:
        verdict, words = "withheld", book.say(withheld)
    return {
        "title": said.wording(measure).short,
        "first": said.number(facts["first"]),
        "last": said.number(facts["latest"]),
        "words": words,
        "improved": verdict == "improved",
        "withheld": verdict == "withheld",
    }


def not_enough(rows):
    """Whether there are scores and none of them shows that it helped enough. One of which nothing
    may be told yet says neither."""
    return bool(rows) and not any(row["improved"] or row["withheld"] for row in rows)


def goals(course, user):
    """The goals with where they started and where they are."""
    return focus.goals(course, user)


def people(course, user):
    """Who can be named."""
    return inventory.present(course, user)


def lines(proposals):
    """Proposals as lines of text, a date before those that have one."""
    return [_line(proposal) for proposal in proposals]


def _line(proposal):
    words = book.say(proposal.message)
    if proposal.on is None:
        return words
    return f"{formats.date_format(proposal.on, 'j F Y')}: {words}"


def still_open(course, user):
    """What closing reminds of. Nothing of it blocks."""
    review = reading.review(course, user)
    owed = [m for m in notes.owed(user) if m.course_id == course.pk]
    reminders = [
        (safety.open_concerns(user, course), _("A concern is open. Read it before you close.")),
        (owed, _("Notes of this course are not signed yet.")),
        (not reading.announcement(course, user), _("The ending was not named.")),
        (not (review and review.feelings), _("How it feels to end was not noted.")),
        (reading.plan(course, user) is None, _("There is no keeping-well plan.")),
    ]
    return [words for there, words in reminders if there]
