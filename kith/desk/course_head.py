from django.utils.translation import gettext_lazy as _

from kith.care import reading as care
from kith.care.actions import stopped
from kith.people import access

TABS = [
    ("prepare", _("Prepare"), "desk:course"),
    ("consultation", _("First conversation"), "intake:consultation"),
    ("people", _("People"), "inventory:people"),
    ("timeline", _("Timeline"), "desk:timeline"),
    ("focus", _("Focus"), "focus:choose"),
    ("goals", _("Goals"), "focus:goals"),
    ("worksheets", _("Worksheets"), "worksheets:list"),
    ("sessions", _("Sessions"), "notes:sessions"),
    ("meetings", _("Appointments"), "schedule:series"),
    ("checkins", _("Check-ins"), "checkins:schedule"),
    ("safety", _("Safety"), "safety:screen"),
    ("contract", _("Agreement"), "care:contract"),
    ("consents", _("Consents"), "care:consents"),
    ("ending", _("Ending"), "ending:prepare"),
]


def may(user, name):
    """Whether a tab leads anywhere for this person."""
    row = access.route(name)
    return bool(row) and access.may_enter(user, row, "GET")


def facts(course, user):
    """What the head says about a course, in few queries."""
    from kith.focus import reading as focus
    from kith.schedule import reading as schedule

    frame = care.frame(course)
    return {
        "client": course.client,
        "held": schedule.held_count(course),
        "planned": frame.planned,
        "contract": frame.contract,
        "areas": focus.held_areas(course, user),
        "stop": stopped(course),
    }
