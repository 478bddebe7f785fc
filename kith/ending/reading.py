"""What other rooms and pages want to know about the ending."""

from ipt import ending as book
from ipt import protocol
from kith.care import reading as care
from kith.focus import reading as focus
from kith.notes import reading as notes
from kith.schedule import reading as schedule

from .actions import kind_of
from .models import Announcement, EndingReview, FollowUp, Gain, KeepingWellPlan

HARD_FALL = 3


def _of(model, course, user):
    found = model.objects.for_user(user) if user else model.objects.all()
    return found.filter(course=course)


def plan(course, user=None):
    """The keeping-well plan in force; None before the first."""
    return plans(course, user).first()


def plans(course, user=None):
    """Every version of the keeping-well plan, newest first."""
    return _of(KeepingWellPlan, course, user).select_related("saved_by").order_by("-number")


def announcement(course, user=None):
    """When and how the present ending was named; None if it was not."""
    return _of(Announcement, course, user).filter(kind=kind_of(course)).first()


def announced(course_ids):
    """Ids of those courses whose ending has been named. One query."""
    found = Announcement.objects.filter(course__in=list(course_ids))
    return set(found.values_list("course_id", flat=True))


def decided(course_ids):
    """By course id, the day on which the review said what comes after. One query."""
    found = EndingReview.objects.filter(course__in=list(course_ids)).exclude(decision="")
    return {course_id: at.date() for course_id, at in found.values_list("course_id", "made_at")}


def review(course, user=None):
    """The review of the present ending; None before it was begun."""
    return _of(EndingReview, course, user).filter(kind=kind_of(course)).first()


def gains(course, user=None):
    """What was gained, as named so far."""
    return list(_of(Gain, course, user).filter(dropped_at=None))


def follow_ups(course, user=None):
    """The follow-ups of a course, in order of their days; those left out are not among them."""
    return list(_of(FollowUp, course, user).exclude(state="dropped"))


def announcement_due(course):
    """ "due" from the fifth session before the end, "late" one later, "" before or once named."""
    frame = care.frame(course)
    if course.status != "active" or frame.contract is None or announcement(course):
        return ""
    coming = schedule.held_count(course) + 1
    plan = care.plan_of(course)
    if coming >= protocol.ending_reminded_from(plan, frame.planned):
        return "late"
    return "due" if coming >= frame.announce_from else ""


def proposed_gains(course, user):
    """Gains that the goals suggest, those reached first."""
    facts = [
        book.GoalFact(goal.id, goal.text, goal.baseline, goal.latest, goal.target)
        for goal in focus.goals(course, user)
    ]
    return book.propose_gains(facts)


def proposed_signs(course, user):
    """Where to look for warning signs: the lowest weeks, and what they went with."""
    return book.propose_signs(notes.weeks(course, user))


def proposed_dates(course, user):
    """Days of the year ahead on which something hard comes round again."""
    last_on = schedule.last_held_on(course)
    if last_on is None:
        return ()
    hard = [
        book.EventFact(link.appointment_id, _event(link), link.on, book.HARD_VALENCE)
        for link in notes.links(course, user)
        if link.event and _was_hard(link)
    ]
    return book.propose_dates(hard, last_on)


def _event(link):
    return notes.words.Truncator(link.event).words(16)


def _was_hard(link):
    if link.before is not None and link.after is not None:
        return link.before - link.after >= HARD_FALL
    return link.change == "worse"


def usual_follow_ups(course):
    """The follow-up days that the book proposes, counted from the last day."""
    named = announcement(course)
    last = schedule.last_held_on(course)
    if named and (last is None or named.last_on > last):
        last = named.last_on
    return dict(book.followup_dates(last)) if last else {}
