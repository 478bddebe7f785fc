"""The lines of `kith retention`, `kith erasings` and `kith incident report`."""

from kith.audit.lists import LISTS

from . import periods, reading
from .models import Erasing

MOMENT = "%Y-%m-%d %H:%M UTC"


def due(practice) -> list[str]:
    """What is due in a practice: ids and days, no names."""
    chosen = reading.schedule(practice.pk)
    rule = reading.rule_of(chosen)
    if rule is None:
        return [f"{practice.slug}: no rule is chosen yet. An administrator does it under Keeping."]
    years = rule.years + chosen.more_years
    found = [one for one in reading.standings(practice) if one.due]
    head = f"{practice.slug}: {rule.id}, {years} years ({rule.source})"
    return [head, *(map(_due, found) if found else ["  nothing is due"])]


def _due(one):
    line = f"  record {one.client_id}  last contact {one.last_on}  kept until {one.kept_until}"
    lacks = one.child == "no_birthday"
    return line + "  no birthday: the rule for children was not applied" * lacks


def table() -> list[str]:
    """Every rule that is shipped."""
    return [
        f"{rule.id}: {rule.years} years, {rule.strength}. {rule.source}"
        for rule in periods.rules().values()
    ]


def erasings(practice) -> list[str]:
    """What was erased, and what waits to be."""
    rows = Erasing.objects.filter(practice=practice).exclude(state="withdrawn")
    lines = [f"  {row.erased_id}  {row.state}  {row.why}  {_when(row)}" for row in rows]
    return [f"{practice.slug}:", *(lines or ["  none"])]


def _when(row):
    return (row.erased_at or row.asked_at).strftime(MOMENT)


def incident(practice, found, names=None) -> list[str]:
    """A report of `incidents` as text. `names`: by id, if they are to be shown."""
    say = _namer(names or {}, found.gone)
    opened, seen = found.opened, found.only_seen()
    lines = [
        f"Practice {practice.slug}, from {_at(found.since)} up to {_at(found.until)}",
        f"{found.events} events, {len(found.accounts)} accounts, "
        f"{len(opened) + len(seen)} clients touched",
        f"  record opened: {len(opened)}; seen in a list alone: {len(seen)}",
        f"The trace itself: {found.fault or 'whole'}",
    ]
    lines += _part("Accounts", found.accounts, lambda one: _account(one, found, say))
    lines += _part(
        "Record opened: clients whose records were opened or changed",
        opened,
        lambda one: _client(one, say, found.seen.get(one.id)),
    )
    lines += _part(
        "Seen in a list: name and phase, clients whose records were not opened",
        seen,
        lambda one: _listed(one, "client", say),
    )
    lines += _enquiries(found, say)
    return [*lines, *_about_lists(found)]


def _part(title, rows, line):
    """A heading with its number, and the lines of each row."""
    yield from ("", f"{title} ({len(rows)})")
    for row in rows:
        yield from line(row)
    if not rows:
        yield "  none"


def _account(one, found, say):
    roles = ", ".join(sorted(one.roles)) or "no role noted"
    seen = sum(one.id in each.others and each.id not in one.others for each in found.seen.values())
    yield f"  account {say(one.id)} ({roles}), {_at(one.first)} to {_at(one.last)}"
    yield (
        f"    records of {len(one.others)} clients; {seen} more people in lists; "
        f"{len(one.records)} objects; "
        f"{len(one.copies)} copies taken; {one.glass} opened in an emergency; "
        f"{sum(one.refused.values())} tries refused; {one.signed_in} sign-ins, {one.failed} failed"
    )
    yield from _counted("did", one.kinds)
    yield from _counted("refused", one.refused)
    for at, client, action in one.copies:
        yield f"    copy: {_at(at)}, {action}, client {say(client)}"


def _client(one, say, seen=None, kind="client"):
    by = ", ".join(sorted(say(id) for id in one.others))
    yield f"  {kind} {say(one.id)}, {_at(one.first)} to {_at(one.last)}, by {by}"
    yield from _counted("did", one.kinds)
    if seen:
        yield from _counted("also in lists", seen.kinds)


def _listed(one, kind, say):
    by = ", ".join(sorted(say(id) for id in one.others))
    yield f"  {kind} {say(one.id)}, {_at(one.first)} to {_at(one.last)}, by {by}"
    yield from _counted("in lists", one.kinds)


def _enquiries(found, say):
    """People who asked for help and are no clients: nothing where there are none."""
    opened, seen = found.enquiries, found.only_seen(asked=True)
    if opened:
        yield from _part(
            "Enquiry opened: people who are no clients",
            opened,
            lambda one: _client(one, say, found.seen.get(one.id), "enquiry"),
        )
    if seen:
        yield from _part(
            "Enquiry seen in a list: people who are no clients",
            seen,
            lambda one: _listed(one, "enquiry", say),
        )


def _about_lists(found):
    """What the lists show, and how it was found whom they could name."""
    pages = sorted({action for one in found.seen.values() for action in one.kinds})
    if not pages:
        return
    yield from ("", "What the lists show beside a name")
    yield from (f"  {action}: {LISTS[action].shows}" for action in pages)
    yield from ("", *HOW_LISTED)
    if any(id in found.gone and id not in found.asked for id in found.seen):
        yield from ERASED_LISTED


HOW_LISTED = (
    "A list stands in the trace as one reading, without ids. Whom it could name is worked out:",
    "those in that person's care at that moment, for a coordinator the whole practice. It may have",
    "shown fewer: a search only names that fit, a day only those who come.",
)
ERASED_LISTED = (
    "Of a client erased since it is not kept who cared for them: they are listed for everybody who",
    "opened a list of those in their care between the first assignment and the erasing.",
)


def _counted(what, counter):
    if counter:
        yield f"    {what}: " + ", ".join(f"{kind} {n}" for kind, n in sorted(counter.items()))


def _namer(names, gone):
    def say(id):
        return " ".join(filter(None, (str(id), names.get(id), "(erased)" if id in gone else "")))

    return say


def _at(moment):
    return moment.strftime(MOMENT)
