"""The ending: how it was named, what was gained, the plan, the time after."""

from django.utils.translation import gettext as _

from kith.ending import reading as known
from kith.ending.forms import FollowUpNoteForm, PlanForm, ReviewForm
from kith.ending.models import Announcement, Closing, EndingReview, Gain
from kith.web import book

from .sheets import day, labelled, sheet


def ending(client, courses, user):
    for course in courses:
        yield from _looked_back(course, user)
        yield from _plan(known.plans(course, user))
        for row in known.follow_ups(course, user):
            yield _follow_up(row)
        for row in _rows(Closing, course, user, "by"):
            why = (_("Why"), book.text(f"close_reason.{row.reason}"))
            yield sheet(_("The course was closed"), why, ("", row.words), at=row.at, who=row.by)


def _rows(model, course, user, *people):
    return model.objects.for_user(user).filter(course=course).select_related(*people)


def _looked_back(course, user):
    for row in _rows(Announcement, course, user, "by"):
        yield sheet(
            _("The ending was named"),
            (_("Said on"), day(row.said_on)),
            (_("The last day, as it was said"), day(row.last_on)),
            (_("First reaction"), row.reaction),
            at=row.at,
            who=row.by,
        )
    for row in _rows(EndingReview, course, user, "made_by"):
        yield _review(row)
    for row in _rows(Gain, course, user, "by").filter(dropped_at=None):
        facts = [(_("How the client did it"), row.how), (_("With whom it shows"), row.with_whom)]
        yield sheet(_("What was gained"), ("", row.what), *facts, at=row.at, who=row.by)


def _review(row):
    feelings = [book.text(f"ending_feeling.{feeling}") for feeling in row.feelings or []]
    names = ("hard", "feelings_words", "proud_of", "other_offer", "because")
    return sheet(
        _("Looking back together"),
        *labelled(ReviewForm, row, *names),
        (_("How it feels to end"), ", ".join(feelings)),
        (_("What comes after"), row.get_decision_display()),
        at=row.made_at,
        who=row.made_by,
    )


def _plan(versions):
    newest = max(versions, key=lambda row: row.saved_at, default=None)
    if newest is None:
        return
    order = ("signs", "if_sign", "keep_doing", "supports", "professionals", "ahead", "threshold")
    facts = [(PlanForm.base_fields[name].label, _text(newest.parts.get(name))) for name in order]
    yield sheet(_("Keeping-well plan"), *facts, at=newest.saved_at, who=newest.saved_by)


def _text(value):
    return " · ".join(value) if isinstance(value, list) else value


def _follow_up(row):
    return sheet(
        f"{book.text(f'followup.{row.name}')}, {day(row.on)}",
        (_("State"), row.get_state_display()),
        *labelled(FollowUpNoteForm, row, "events", "used_elsewhere"),
        at=row.noted_at,
    )
