"""The lines of `kith retention`, `kith erasings` and `kith incident report`."""

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
    say = _namer(names or {})
    people = sum(len(one.others) > 0 for one in found.clients)
    lines = [
        f"Practice {practice.slug}, from {_at(found.since)} up to {_at(found.until)}",
        f"{found.events} events, {len(found.accounts)} accounts, {people} clients touched",
        f"The trace itself: {found.fault or 'whole'}",
        "",
        "Accounts",
    ]
    for one in found.accounts:
        lines += _account(one, say)
    lines += [] if found.accounts else ["  none"]
    lines += ["", "Clients whose records were touched"]
    touched = [one for one in found.clients if one.others]
    for one in touched:
        lines += _client(one, say)
    lines += [] if touched else ["  none"]
    return lines


def _account(one, say):
    roles = ", ".join(sorted(one.roles)) or "no role noted"
    yield f"  account {say(one.id)} ({roles}), {_at(one.first)} to {_at(one.last)}"
    yield (
        f"    records of {len(one.others)} clients; {len(one.records)} objects; "
        f"{len(one.copies)} copies taken; {one.glass} opened in an emergency; "
        f"{sum(one.refused.values())} tries refused; {one.signed_in} sign-ins, {one.failed} failed"
    )
    yield from _counted("did", one.kinds)
    yield from _counted("refused", one.refused)
    for at, client, action in one.copies:
        yield f"    copy: {_at(at)}, {action}, client {say(client)}"


def _client(one, say):
    by = ", ".join(sorted(say(id) for id in one.others))
    yield f"  client {say(one.id)}, {_at(one.first)} to {_at(one.last)}, by {by}"
    yield from _counted("did", one.kinds)


def _counted(what, counter):
    if counter:
        yield f"    {what}: " + ", ".join(f"{kind} {n}" for kind, n in sorted(counter.items()))


def _namer(names):
    return lambda id: f"{id} {names[id]}" if id in names else str(id)


def _at(moment):
    return moment.strftime(MOMENT)
