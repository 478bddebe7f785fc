"""The ending, spoken about: announced, looked back at, planned beyond, closed, followed up."""

from ipt import ending as book
from kith.care import actions as care
from kith.checkins import actions as checkins
from kith.ending import actions as ending
from kith.ending import due
from kith.ending.models import FollowUp

from .told import Told, just_after


def announce(t: Told, day: int, last_day: int, reaction: str):
    """The ending is named, with its last day."""
    ending.announce(
        course=t.again(),
        by=t.therapist,
        said_on=t.on(day),
        last_on=t.on(last_day),
        reaction=reaction,
    )
    t.again()


def look_back(t: Told, **said):
    """The review: what was hard, how it feels to end, what comes after."""
    ending.save_review(course=t.again(), by=t.therapist, version=0, scores_seen=True, **said)


def gains(t: Told, named: list):
    """What was gained and how; a bare text, or (what, how, person of the inventory)."""
    for number, gain in enumerate(named):
        what, how, whom = gain if isinstance(gain, tuple) else (gain, "", "")
        person = t.people.get(whom)
        with just_after(number):
            ending.add_gain(
                course=t.course,
                by=t.therapist,
                id=t.id(f"gain {number}"),
                what=what,
                how=how,
                person=person.pk if person else None,
                with_whom=person.display_name if person else "",
            )


def keep_well(t: Told, told: dict, *, follows=0, by=None, **more):
    """A version of the keeping-well plan."""
    parts = {
        "signs": list(told["signs"]),
        "ahead": [row["text"] for row in told["ahead"]],
        "if_sign": told["if_sign"],
        "keep_doing": "\n".join(told["keep_doing"]),
        "threshold": told["threshold"],
        "supports": "",
        "professionals": "",
        **more,
    }
    ending.save_plan(course=t.again(), by=by or t.therapist, parts=parts, read_number=follows)


def follow_ups(t: Told, days: dict[str, int]):
    """On which days a check-in goes out by itself: follow-up of the book to day of the story."""
    known = {each.id for each in book.followups()}
    ending.set_follow_ups(
        course=t.again(),
        by=t.therapist,
        days={name: t.on(day) for name, day in days.items() if name in known},
    )


def close(t: Told, reason="completed", words=""):
    ending.close(course=t.again(), by=t.therapist, reason=reason, words=words)
    t.again()


def follow_up_day(t: Told):
    """The minute's tick on a follow-up day: the check-in goes out by itself."""
    due.run(t.house.practice)


def note_follow_up(t: Told, name: str, **said):
    """What was told at a follow-up."""
    row = FollowUp.objects.get(course=t.course, name=name)
    ending.note_follow_up(follow_up=row, by=t.therapist, version=row.version, **said)


def maintain(t: Told, **terms):
    """Maintenance, under an agreement of its own; GAD-7 is no longer asked."""
    made = ending.propose_maintenance(
        course=t.again(), by=t.therapist, id=t.id("maintenance"), terms=terms
    )
    care.agree_to_contract(contract=made, by=t.therapist, how="said")
    ending.begin_maintenance(course=t.again(), by=t.therapist)
    checkins.set_plan(course=t.again(), measure="gad-7", every=0, declined=False, by=t.therapist)
