"""Whom to call, the safety plan, concerns, risk screens; and the questionnaires."""

from django.utils.translation import gettext as _

from kith.checkins import reading as checkins
from kith.safety import pages
from kith.safety import reading as known

from .sheets import day, sheet


def safety(client, courses, user):
    contact = known.contact(client, user)
    if contact:
        yield _contact(contact, known.said_no_to_calling(client))
    yield from _plan(known.plans(client, user))
    for course in courses:
        for concern in known.concerns(user, course):
            yield _concern(pages.concern_row(concern, user))
        for screen in known.screens(course, user):
            yield _screen(pages.screen_row(screen))


def _contact(contact, said_no):
    no = _("The client said no to calling somebody: only when a life is in danger.")
    return sheet(
        _("Whom to call"),
        (_("Consent"), no if said_no else ""),
        (_("Name"), contact.name),
        (_("Relation"), contact.relation),
        (_("May we call"), contact.get_safe_to_call_display()),
        (_("Telephone"), contact.phone),
        (_("What must not be said"), contact.not_to_say),
        at=contact.asked_at,
        who=contact.asked_by,
        alarm=said_no or contact.safe_to_call != "yes",
    )


def _plan(versions):
    if not versions:
        return
    newest = versions[0]
    facts = [
        (part["title"], _line(line))
        for part in pages.plan_parts(newest.parts)
        for line in part["lines"]
    ]
    yield sheet(_("Safety plan"), *facts, at=newest.saved_at, who=newest.saved_by)


def _line(line):
    rest = [f"{label}: {value}" for label, value in line["rest"]]
    return " · ".join(word for word in (line["words"], line["phone"], *rest) if word)


def _concern(row):
    concern = row["concern"]
    story = [(each["kind"], _entry(each)) for each in row["entries"]]
    return sheet(
        _("Concern, open") if concern.open else _("Concern, closed"),
        (row["question"], row["said"] or row["level"]),
        *story,
        (_("What was done"), concern.done),
        at=concern.opened_at,
        who=concern.owner,
        alarm=concern.open,
    )


def _entry(row):
    entry = row["entry"]
    names = list(dict.fromkeys(person.name for person in (entry.by, entry.to) if person))
    return " · ".join(word for word in (row["answer"], entry.words, *names) if word)


def _screen(row):
    screen = row["screen"]
    return sheet(
        _("Risk screen"),
        (_("Level"), row["level"]),
        *row["asked"],
        (_("Asked alone"), row["private"]),
        *row["private_asked"],
        (_("Why this level"), screen.rationale),
        (_("What was done"), screen.action),
        (_("Who was told"), screen.told_whom),
        (_("With whose consent"), screen.consent),
        (_("For the safety of the client"), screen.safety_note),
        (_("Ask again on"), day(screen.next_check_on)),
        at=screen.at,
        who=screen.author,
        alarm=row["alarm"] or row["lower"],
    )


def answers(client, courses, user):
    for course in courses:
        for row in checkins.answers(course, user):
            yield _answers(row)


def _answers(row):
    response = row["response"]
    total = " · ".join(word for word in (row["total"], row["band"]) if word)
    return sheet(
        f"{row['title']}, {day(response.for_on)}",
        (_("Total"), total),
        *[(item["question"], item["answer"]) for item in row["items"]],
        at=response.completed_at,
        alarm=bool(response.risk_level),
    )
