"""The day of a member of staff: cards by what their roles may see."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ipt.protocol.due import CALL
from kith import clock
from kith.care import reading as care
from kith.checkins import reading as checkins
from kith.ending import afterwards
from kith.glass import reading as glass
from kith.intake import reading as intake
from kith.notes import reading as notes
from kith.people import access
from kith.safety import reading as safety
from kith.schedule import reading as schedule

from . import caseload

NEWS = timedelta(days=7)
SHOWN_AT_MOST = 40  # lines of a list; a large practice has the rest a page further on
CHECK = "risk_check"
COMING = ("ending_due", "decision_due")


def cards(user):
    """Context of the first page of staff."""
    treats = "therapist" in user.roles
    context = {
        "title": date_format(clock.today(user.zone), "l j F"),
        "zone": user.zone,
        "find_url": reverse("desk:find")
        if access.may_enter(user, access.route("desk:find"), "GET")
        else "",
        "calendar_url": reverse("schedule:calendar"),
        "lacks": _lacks(user.practice),
        "may_settle": "administrator" in user.roles,
        "backup_warning": _backup_warning(user),
        "role_cards": _role_cards(user),
        "opened_in_need": glass.unseen(user),
        "shows_day": treats,
        "owed": None,
        "enquiries": None,
    }
    if treats:
        context |= _therapist(user)
    if "coordinator" in user.roles:
        context |= _coordinator(user)
    return context


def _backup_warning(user):
    if "administrator" not in user.roles:
        return ""
    return import_string("kith.backup.state.warning")(ZoneInfo(user.zone))


def _lacks(practice):
    words = {
        "emergency_number": _("the emergency number"),
        "crisis_line": _("the crisis line"),
        "out_of_hours": _("the text for outside your hours"),
        "duty_clinician": _("the clinician on duty"),
    }
    return [words[name] for name in practice.lacks()]


def _therapist(user):
    rows = caseload.build(user)
    calls = _calls(rows)
    to_call = {row["course"].pk for row in calls}
    entries = [_entry(meeting, to_call) for meeting in schedule.today(user)]
    owed = notes.owed(user)
    concerns = safety.open_concerns(user)
    return {
        "entries": entries,
        "owed": [_owed(meeting) for meeting in owed],
        "new": _some(intake.new_in_care(user), _new_line),
        "concerns": [concern_line(concern) for concern in concerns],
        "paused": _some(care.paused_courses(user), _paused_line),
        "held_back": _some(checkins.held(user), _held_line),
        "taken_back": _some(schedule.taken_back(user, NEWS), _meeting_line),
        "checks": _checks(rows),
        "checks_of_those_away": [_away_words(*line) for line in safety.checks_of_those_away(user)],
        "calls": [_call_line(row) for row in calls],
        "coming": _coming(rows),
        "after": afterwards.to_look_at(user),
        "summary": _summary(entries, owed, concerns),
    }


def _new_line(pair):
    course, enquiry = pair
    return {
        "name": course.client.name,
        "url": reverse("intake:consultation", args=[course.pk]),
        "urgent": bool(enquiry and enquiry.urgent),
        "at": enquiry.received_at if enquiry else course.opened_at,
        "referrer": enquiry.referrer if enquiry else "",
    }


def _summary(entries, owed, concerns):
    parts = [
        ngettext("%d meeting today", "%d meetings today", len(entries)) % len(entries),
        ngettext("%d note owed", "%d notes owed", len(owed)) % len(owed),
    ]
    if concerns:
        count = len(concerns)
        parts.append(
            ngettext("%d answer waits to be read", "%d answers wait to be read", count) % count
        )
    return " · ".join(parts)


def _entry(meeting, calls=()):
    course = meeting.course
    write = reverse("notes:write", args=[course.pk, meeting.pk])
    entry = {
        "at": meeting.starts_at,
        "title": meeting.client.name,
        "text": f"{meeting.title} · {meeting.get_state_display()}",
        "done": meeting.state != "planned",
    }
    if meeting.state == "held" and not meeting.noted_at:
        return entry | {"url": write, "label": _("Write the note")}
    if meeting.state == "held":
        return entry | {"tag": _("note signed")}
    if meeting.state == "planned":
        prepare = reverse("desk:course", args=[course.pk])
        return entry | {"url": prepare, "label": _("Prepare"), "primary": not meeting.over}
    if meeting.state == schedule.MISSED and meeting.course_id in calls:
        contact = reverse("people:client", args=[meeting.client_id])
        text = _("did not come, and a question about harm was answered in the last two weeks")
        return entry | {"text": text, "url": contact, "label": _("Call today"), "done": False}
    return entry | {"tag": meeting.get_state_display()}


def _owed(meeting):
    return {
        "name": meeting.client.name,
        "at": meeting.starts_at,
        "url": reverse("notes:write", args=[meeting.course_id, meeting.pk]),
        "state": _("not signed yet"),
    }


def concern_line(concern):
    """An open concern in one sentence: what was answered, who reads it by when."""
    return {
        "name": concern.client.name,
        "sentence": _concern_words(concern),
        "url": reverse("safety:concern", args=[concern.pk]),
    }


def _concern_words(concern):
    said = {"owner": concern.owner.name if concern.owner else ""}
    if concern.owner is None or concern.due_at is None:
        return _("answered a question about harm. Nobody is named to read it.")
    said["due"] = date_format(timezone.localtime(concern.due_at), "l H:i")
    if concern.due_at < clock.now():
        return _("answered a question about harm. %(owner)s was to read it by %(due)s.") % said
    return (
        _(
            "answered a question about harm. Nobody has noted reading it; "
            "%(owner)s is named to, by %(due)s."
        )
        % said
    )


def _some(found, line):
    """The first of a list or QuerySet as lines, and in words how many more there are, if any."""
    rows = list(found[: SHOWN_AT_MOST + 1])
    more = 0
    if len(rows) > SHOWN_AT_MOST:
        more = (len(found) if isinstance(found, list) else found.count()) - SHOWN_AT_MOST
    said = ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}
    return {"lines": [line(row) for row in rows[:SHOWN_AT_MOST]], "more": said if more else ""}


def _paused_line(course):
    return {
        "name": course.client.name,
        "url": reverse("care:consents", args=[course.pk]),
    }


def _held_line(checkin):
    reason = checkin.get_unsent_because_display()
    return {
        "name": checkin.client.name,
        "sentence": _("a check-in is held back: %(reason)s") % {"reason": reason},
        "url": reverse("checkins:schedule", args=[checkin.course_id]),
    }


def _checks(rows):
    """Who is to be asked about danger again from today on, as the last risk screen says."""
    return [
        {
            "name": row["name"],
            "sentence": reason["words"],
            "url": reverse("safety:screen", args=[row["course"].pk]),
        }
        for row in rows
        for reason in row["reasons"]
        if reason["id"] == CHECK
    ]


def _away_words(name, number):
    return ngettext(
        "%(name)s is away. The day of the next safety check has come for %(number)d of their "
        "clients. Ask the practice to give you their care.",
        "%(name)s is away. The day of the next safety check has come for %(number)d of their "
        "clients. Ask the practice to give you their care.",
        number,
    ) % {"name": name, "number": number}


def _calls(rows):
    """Of these rows of a caseload, those to be called: a meeting was missed with a question about
    harm open or answered lately, and neither a call nor a meeting was noted since."""
    missed = {id: day for row in rows for id, day in row["missed"].items()}
    asked = safety.to_call_today(missed)
    called = care.marked_on(asked, CALL) if asked else {}
    return [
        row
        for row in rows
        if (id := row["course"].pk) in asked and (id not in called or called[id] < missed[id])
    ]


def _call_line(row):
    course = row["course"]
    day = date_format(row["missed"][course.pk], "l j F")
    return {
        "name": row["name"],
        "sentence": _(
            "did not come on %(day)s, and a question about harm is open or was answered in the "
            "two weeks before."
        )
        % {"day": day},
        "url": reverse("people:client", args=[course.client_id]),
        "note_url": reverse("care:task", args=[course.pk]),
    }


def _coming(cases):
    rows = []
    for row in cases:
        rows += [
            {"name": row["name"], "url": row["url"], "reason": reason["words"]}
            for reason in row["reasons"]
            if reason["id"] in COMING
        ]
    return rows[:8]


def _coordinator(user):
    """Who waits, who meets whom today, who took a meeting back, what is held back, who reads."""
    return {
        "enquiries": _some(intake.waiting(user), _enquiry_line),
        "held_back": _some(checkins.held(user), _held_line),
        "all_meetings": _some(_meetings_ahead(user), _meeting_line),
        "taken_back": _some(schedule.taken_back(user, NEWS), _meeting_line),
        "being_read": [
            {"owner": c.owner.name if c.owner else _("nobody yet"), "at": c.opened_at}
            for c in safety.open_concerns(user, minimal=True)
        ],
    }


def _meetings_ahead(user):
    """Everybody's meetings of the day; where they are many, from the last hour on."""
    first, last = schedule.day_bounds(clock.today(user.zone), user.zone)
    found = schedule.between(user, first, last)
    ahead = found.filter(starts_at__gte=clock.now() - timedelta(hours=1))
    return ahead if found.count() > SHOWN_AT_MOST and ahead.exists() else found


def _meeting_line(meeting):
    return {
        "at": meeting.starts_at,
        "name": meeting.client.name,
        "therapist": meeting.therapist.name,
        "state": meeting.get_state_display(),
        "url": reverse("schedule:appointment", args=[meeting.pk]),
    }


def _enquiry_line(enquiry):
    since = {"day": date_format(enquiry.received_at, "j F")}
    return {
        "name": enquiry.name,
        "urgent": enquiry.urgent,
        "url": reverse("intake:enquiry_open", args=[enquiry.pk]),
        "since": _("waits since %(day)s") % since,
    }


def _role_cards(user):
    cards = []
    if "supervisor" in user.roles:
        cards.append(
            {
                "title": _("Supervision"),
                "empty": _("No case has been put to you"),
                "text": _(
                    "When a therapist puts a case to supervision, it stands here while that lasts."
                ),
            }
        )
    if "outcomes_lead" in user.roles:
        cards.append(
            {
                "title": _("Outcomes"),
                "empty": _("Figures need more finished courses"),
                "text": _(
                    "Only groups are shown, never one person, and no group smaller than five."
                ),
            }
        )
    if "administrator" in user.roles:
        cards.append(
            {
                "title": _("The practice"),
                "text": _(
                    "Staff and their roles, the practice's numbers and texts, and who did what."
                ),
                "url": reverse("people:settings"),
                "label": _("Settings"),
            }
        )
    return cards
