"""Plain words for the parts and fields of a copy, and for codes that stand in them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ipt import focus as book_focus
from ipt.timeline.dates import read
from kith.focus.reading import client_label
from kith.measures import shelf
from kith.timeline import when
from kith.web import book

PARTS = {
    "people.Client": gettext_lazy("You, and how you are reached"),
    "people.User": gettext_lazy("Your account"),
    "mfa.Authenticator": gettext_lazy("Your second step"),
    "people.Assignment": gettext_lazy("Who cares for you"),
    "intake.Enquiry": gettext_lazy("Your first message"),
    "care.Course": gettext_lazy("Your course"),
    "care.Passage": gettext_lazy("Steps of the course"),
    "care.Contract": gettext_lazy("Agreements"),
    "care.Consent": gettext_lazy("Your yes and no"),
    "care.Release": gettext_lazy("Passing on to somebody named"),
    "care.DisclosureMark": gettext_lazy("Law that holds for passing on"),
    "care.NamedPerson": gettext_lazy("People your treatment needs by name"),
    "care.MedicalCheck": gettext_lazy("What the doctor said"),
    "care.YoungPerson": gettext_lazy("Your birthday"),
    "care.ProtocolChange": gettext_lazy("Changes of the kind of treatment"),
    "care.FullStop": gettext_lazy("Stops"),
    "intake.Presenting": gettext_lazy("What brought you"),
    "intake.Patterns": gettext_lazy("People and patterns, as told at first"),
    "intake.Hopes": gettext_lazy("What you hoped for"),
    "intake.Explained": gettext_lazy("What was explained"),
    "intake.Fit": gettext_lazy("Whether we work together"),
    "intake.WaitingContact": gettext_lazy("Calls while you waited"),
    "intake.ReferralLetter": gettext_lazy("Letters about you"),
    "inventory.Person": gettext_lazy("The people in your life"),
    "inventory.Sitting": gettext_lazy("Your pictures of how close people are"),
    "inventory.Placement": gettext_lazy("How close they were"),
    "timeline.Event": gettext_lazy("What happened"),
    "timeline.MoodPoint": gettext_lazy("How your mood was"),
    "timeline.SymptomMarker": gettext_lazy("What came and went"),
    "timeline.Onset": gettext_lazy("When it began"),
    "timeline.LookedAt": gettext_lazy("When you went through the timeline together"),
    "focus.AreaRating": gettext_lazy("Areas that were looked at"),
    "focus.FocusChoice": gettext_lazy("What you work on"),
    "focus.StageMove": gettext_lazy("Where a disagreement stood"),
    "focus.Formulation": gettext_lazy("How it hangs together"),
    "focus.FormulationAnswer": gettext_lazy("What you said to it"),
    "focus.Goal": gettext_lazy("Your goals"),
    "focus.GoalRating": gettext_lazy("How far the goals were"),
    "leaflets.Given": gettext_lazy("Given to you to read"),
    "worksheets.Worksheet": gettext_lazy("What you filled in together"),
    "worksheets.TherapistSheet": gettext_lazy("Worksheets of the therapist"),
    "schedule.Series": gettext_lazy("Series of meetings"),
    "schedule.Appointment": gettext_lazy("Meetings"),
    "notes.Homework": gettext_lazy("Practice"),
    "checkins.MeasurePlan": gettext_lazy("Which questions are asked"),
    "checkins.ExpectedShown": gettext_lazy("The usual course, shown to you"),
    "checkins.Checkin": gettext_lazy("Check-ins"),
    "checkins.Response": gettext_lazy("Your answers"),
    "safety.SafetyPlan": gettext_lazy("Safety plan"),
    "safety.RiskScreen": gettext_lazy("Assessments of danger"),
    "safety.Concern": gettext_lazy("Concerns"),
    "safety.ConcernEntry": gettext_lazy("What happened to the concerns"),
    "safety.EmergencyContact": gettext_lazy("Whom to call"),
    "care.Decision": gettext_lazy("Decisions"),
    "care.ToldParents": gettext_lazy("What parents were told"),
    "care.TaskMark": gettext_lazy("Tasks noted as done"),
    "notes.SessionRecord": gettext_lazy("Notes of meetings"),
    "notes.Addendum": gettext_lazy("Additions to notes"),
    "ending.Announcement": gettext_lazy("The ending, as it was named"),
    "ending.EndingReview": gettext_lazy("Looking back"),
    "ending.Gain": gettext_lazy("What was gained"),
    "ending.KeepingWellPlan": gettext_lazy("Plan for afterwards"),
    "ending.FollowUp": gettext_lazy("Contact afterwards"),
    "ending.Closing": gettext_lazy("How the course was closed"),
    "keeping.Hold": gettext_lazy("Why the record stays for now"),
    "keeping.Erasing": gettext_lazy("Erasing your record"),
    "people.Revision": gettext_lazy("Former words, before they were changed"),
    "people.Draft": gettext_lazy("Typed by you and not saved"),
    "post.Letter": gettext_lazy("Letters to you"),
    "people.Link": gettext_lazy("Links sent to you"),
    "glass.Opening": gettext_lazy("Opened in an emergency"),
    "people.Notice": gettext_lazy("What we told you about your account"),
    "audit.AuditEvent": gettext_lazy("Who opened or changed your record"),
}
EVIDENCE = {row for area in book_focus.area_ids() for row in book_focus.evidence_rows(area)}
FIELDS = {
    "call_me": gettext_lazy("What you are called"),
    "may_write": gettext_lazy("Letters may be sent"),
    "write_from": gettext_lazy("Letters not before"),
    "write_until": gettext_lazy("Letters not after"),
    "on_paper": gettext_lazy("Works without a screen"),
    "user": gettext_lazy("Account"),
    "address": gettext_lazy("E-mail address"),
    "is_active": gettext_lazy("In use"),
    "reach": gettext_lazy("How to reach you"),
    "preferred": gettext_lazy("How you like to be reached"),
    "at": gettext_lazy("When"),
    "by": gettext_lazy("Who"),
    "on": gettext_lazy("Day"),
    "for_on": gettext_lazy("For the meeting on"),
    "display_name": gettext_lazy("Name"),
    "relation_words": gettext_lazy("Relation, in your words"),
    "person_ids": gettext_lazy("People"),
    "event_ids": gettext_lazy("Events"),
    "rows": gettext_lazy("Row by row"),
    "parts": gettext_lazy("What it is made of"),
    "diagnosis_named": gettext_lazy("What it is called"),
    "every_days": gettext_lazy("Every so many days"),
    "fit": gettext_lazy("Fits, 0 to 3"),
    "because": gettext_lazy("Why"),
    "text": gettext_lazy("Goal"),
    "unit": gettext_lazy("Counted in"),
    "most": gettext_lazy("At most, 10 without a unit"),
    "baseline": gettext_lazy("At the start"),
    "target": gettext_lazy("Aim"),
    "value": gettext_lazy("Value"),
    "why_more": gettext_lazy("Why more than three"),
    "sign": gettext_lazy("How you will notice"),
    "total": gettext_lazy("Score"),
    "band": gettext_lazy("Range"),
    "answered": gettext_lazy("Questions answered"),
    "expected": gettext_lazy("Questions asked"),
    "prorated": gettext_lazy("Score worked out from part of the answers"),
    "shorter": gettext_lazy("A question did not apply"),
    "valence": gettext_lazy("How it was, −3 very hard to +3 very good"),
    "mood": gettext_lazy("Mood, 0 worst to 10 best"),
    "turn": gettext_lazy("What happened with it"),
    "hide_from_joint_sessions": gettext_lazy("Not shown when others are in the room"),
    "actor_id": gettext_lazy("Who"),
    "actor_role": gettext_lazy("As"),
    "action": gettext_lazy("What"),
    "label": gettext_lazy("Part"),
    "said": gettext_lazy("What was said"),
    "title": gettext_lazy("Name"),
    "moment": gettext_lazy("Which time it shows"),
    "sitting": gettext_lazy("In the picture"),
    "follows": gettext_lazy("Begun from"),
    "carried": gettext_lazy("As in the picture before"),
    "few_people_at": gettext_lazy("Said that there are few people"),
    "few_people_by": gettext_lazy("Said by"),
    "hidden_at": gettext_lazy("Name kept to yourself since"),
    "stand_in": gettext_lazy("What others read instead"),
    "typed": gettext_lazy("Words"),
    "to": gettext_lazy("To whom"),
    "nth": gettext_lazy("Number"),
}


def part(label: str) -> str:
    """The title of a part of the copy."""
    return str(PARTS[label])


def field(name: str) -> str:
    """The words for a field: its own, those of a row of evidence, else its name read as words."""
    if name in EVIDENCE:
        return book.text(f"evidence.{name}")
    return str(FIELDS[name]) if name in FIELDS else name.replace("_", " ").capitalize()


def yes_no(value: bool) -> str:
    """A tick in words."""
    return _("yes") if value else _("no")


def _measure(id):
    return shelf.here().words(id).title


def _of_a_person(name):
    """The words of an answer to a question about somebody in the circle."""
    return lambda id: book.form_words("inventory_person").choice(name, id)


OF_A_PERSON = (
    "contact_freq",
    "contact_modes",
    "expectations_match",
    "conflict_often",
    "conflict_end",
    "knows",
    "support_kinds",
    "can_ask",
)
CODES = {
    **{name: _of_a_person(name) for name in OF_A_PERSON},
    "feel_with_them": lambda id: book.text(f"emotion.{id}"),
    "measure": _measure,
    "measures": _measure,
    "area": client_label,
    "relation": lambda id: book.text(f"relation.{id}"),
    "status": lambda id: book.text(f"person_status.{id}"),
    "focus.StageMove.before": lambda id: book.text(f"dispute_stage.{id}.client"),
    "focus.StageMove.after": lambda id: book.text(f"dispute_stage.{id}.client"),
    "loss_type": lambda id: book.text(f"loss_type.{id}"),
    "feelings": lambda id: book.text(f"ending_feeling.{id}"),
    "close_reason": lambda id: book.text(f"close_reason.{id}"),
    "care.Consent.kind": lambda id: book.text(f"consent.{id}.title"),
    "ending.Closing.reason": lambda id: book.text(f"close_reason.{id}"),
    "ending.FollowUp.name": lambda id: book.text(f"followup.{id}"),
    "intake.Fit.condition": lambda id: book.text(f"condition.{id}.title"),
    "intake.ReferralLetter.to_whom": lambda id: book.text(f"intake.letter.{id}"),
    "intake.Fit.outcome": lambda id: book.text(f"intake.outcome.{id}"),
    "timeline.Event.kind": lambda id: book.text(f"list.event_kind.{id}"),
    **{
        f"timeline.{model}.when": lambda code: when.words(read(code))
        for model in ("Event", "MoodPoint", "SymptomMarker", "Onset")
    },
    "care.Release.purpose": lambda id: book.text(f"purpose.{id}"),
    "care.NamedPerson.role": lambda id: book.text(f"protocol_person.{id}.title"),
    "protocol": lambda id: book.text(f"protocol.{id}.title"),
    "from_protocol": lambda id: book.text(f"protocol.{id}.title"),
    "to_protocol": lambda id: book.text(f"protocol.{id}.title"),
    "care.Decision.choice": lambda id: book.text(f"decision.choice.{id}"),
}


def code(label: str, name: str, value: str) -> str:
    """A code in words, where the house or the book has them; else as it is."""
    if name in EVIDENCE:
        return book.text(f"evidence_rating.{value}")
    say = CODES.get(f"{label}.{name}") or CODES.get(name)
    try:
        return say(value) if say and value else value
    except (KeyError, LookupError, ValueError):
        return value
