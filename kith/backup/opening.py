"""Do the keys that are here open what was brought back? Some rows of every table are tried."""

from dataclasses import dataclass, field

from kith.people.models import Client
from kith.vault import seal, store
from kith.vault.fields import SealedField
from kith.web import tenancy

from . import rows

SOME = 3  # rows of a table, from each end


@dataclass
class Opened:
    """How many sealed values of each scope opened, how many have no key any more, what is amiss."""

    opened: dict = field(default_factory=lambda: dict.fromkeys(seal.SCOPES, 0))
    closed: int = 0
    broken: list = field(default_factory=list)


@dataclass
class Clients:
    """How many clients have a key here, had one that was destroyed, or lack one."""

    held: int = 0
    erased: int = 0
    lacking: int = 0


def clients() -> Clients:
    """Look for the key of every client of the default database."""
    found = Clients()
    for section in rows.sections()[1:-1]:
        with tenancy.within(section):
            ids = Client.objects.filter(practice_id=section).values_list("pk", flat=True)
            for owner in map(str, ids.iterator()):
                if store.holds("client", owner):
                    found.held += 1
                elif store.destroyed("client", owner):
                    found.erased += 1
                else:
                    found.lacking += 1
    return found


def try_some() -> Opened:
    """Open some sealed values of every table that has any, in every practice."""
    found = Opened()
    for section in rows.sections():
        with tenancy.within(section):
            for model in rows.models():
                _try_model(model, section, found)
    return found


def _try_model(model, section, found):
    fields = [f for f in model._meta.concrete_fields if isinstance(f, SealedField)]
    mine = rows.of(model, section) if fields else None
    if mine is None:
        return
    for row in [*mine[:SOME], *mine.reverse()[:SOME]]:
        for each in fields:
            if row.__dict__.get(each.attname) is not None:
                _try_value(row, each, found)


def _try_value(row, each, found):
    try:
        getattr(row, each.attname)
        found.opened[each.scope] += 1
    except Exception:
        if store.destroyed(each.scope, each.owner(row)):
            found.closed += 1
        else:
            found.broken.append(f"{each.label} of row {row.pk}")
