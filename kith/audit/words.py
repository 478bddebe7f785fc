"""What happened, in plain words: for the client whose record it is, and for the list of staff.

Only deeds named here have words of their own; all else is told in general terms, so that a new
deed can never tell more than it should.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PLAIN = {
    "opened.contract": gettext_lazy("opened your agreement"),
    "opened.consents": gettext_lazy("opened what you agreed to"),
    "opened.protocol": gettext_lazy("opened what belongs to your kind of treatment"),
    "opened.client": gettext_lazy("opened your contact details"),
    "opened.contact": gettext_lazy("opened your contact details"),
    "opened.people": gettext_lazy("opened the people in your life"),
    "opened.person": gettext_lazy("opened the people in your life"),
    "opened.focus": gettext_lazy("opened what you work on"),
    "opened.goals": gettext_lazy("opened what you work on"),
    "opened.checkin": gettext_lazy("opened your check-ins"),
    "opened.checkins": gettext_lazy("opened your check-ins"),
    "opened.plan": gettext_lazy("opened your safety plan"),
    "opened.safety_plan": gettext_lazy("opened your safety plan"),
    "opened.appointment": gettext_lazy("opened your appointments"),
    "opened.series": gettext_lazy("opened your appointments"),
    "opened.sessions": gettext_lazy("opened the notes about your meetings"),
    "opened.note": gettext_lazy("opened the notes about your meetings"),
    "opened.ending": gettext_lazy("opened your plan for afterwards"),
    "opened.keeping_well": gettext_lazy("opened your plan for afterwards"),
    "keeping.record_exported": gettext_lazy("took a copy of your record"),
    "glass.opened": gettext_lazy("opened your record in an emergency, for one hour at most"),
    "glass.ended": gettext_lazy("closed your record again"),
    "glass.reviewed": gettext_lazy("looked into why your record was opened in an emergency"),
    "opened.glass_safety": gettext_lazy("read your safety plan and whom to call, in an emergency"),
    "opened.glass_answers": gettext_lazy("read your check-ins, in an emergency"),
    "opened.glass_course": gettext_lazy("read what you work on, in an emergency"),
    "opened.glass_sheets": gettext_lazy(
        "read the sheets you filled in and those about your care, in an emergency"
    ),
    "opened.glass_timeline": gettext_lazy("read your timeline, in an emergency"),
    "opened.glass_notes": gettext_lazy("read the notes about your meetings, in an emergency"),
    "opened.glass_ending": gettext_lazy("read your plan for afterwards, in an emergency"),
}
BY_ROOM = {
    "opened": gettext_lazy("opened your record"),
    "people": gettext_lazy("changed who cares for you, or your contact details"),
    "care": gettext_lazy("changed something in your agreement or your course"),
    "intake": gettext_lazy("wrote about your first conversation"),
    "inventory": gettext_lazy("wrote about the people in your life"),
    "focus": gettext_lazy("wrote what you work on"),
    "schedule": gettext_lazy("changed your appointments"),
    "notes": gettext_lazy("wrote about a meeting with you"),
    "checkins": gettext_lazy("did something with your check-ins"),
    "ending": gettext_lazy("wrote in your plan for afterwards"),
    "keeping": gettext_lazy("did something about how long your record is kept"),
    "refused": gettext_lazy("tried to open something and was not let in"),
}
ROLES = {
    "client": gettext_lazy("you"),
    "therapist": gettext_lazy("therapist"),
    "supervisor": gettext_lazy("supervisor"),
    "coordinator": gettext_lazy("office"),
    "outcomes_lead": gettext_lazy("outcomes"),
    "administrator": gettext_lazy("administration"),
}


def sentence(action: str) -> str:
    """The end of a sentence that begins with a person: "opened your check-ins"."""
    room = action.partition(".")[0]
    return str(PLAIN.get(action) or BY_ROOM.get(room) or _("did something in your record"))


def told(action: str) -> str:
    """The name of a deed as its client may have it: of a deed without words only its room."""
    return action if action in PLAIN else action.partition(".")[0]


def role(words: str) -> str:
    """The roles that somebody acted in ("coordinator,therapist"), in words."""
    if not words:
        return _("Kith itself")
    return ", ".join(str(ROLES.get(word, word)) for word in words.split(","))
