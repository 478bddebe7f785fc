from dataclasses import dataclass, field

from django.utils.module_loading import import_string

from kith import clock
from kith.audit import chain, heads
from kith.audit.actions import record
from kith.people.models import Client, Link, Practice, RoleGrant
from kith.post.models import Letter
from kith.vault import store
from kith.web import tenancy

from . import loading, opening, reading, rows
from .key_copy import brought

ERASE_AGAIN = "kith.keeping.due.run"


@dataclass
class Told:
    """What a restore has to say when it is done."""

    archive: reading.Whole
    practices: list[str] = field(default_factory=list)
    late: int = 0
    links: int = 0
    gone: int = 0
    lacking: int = 0
    faults: list = field(default_factory=list)

    def words(self) -> str:
        """Some lines in plain words."""
        at = self.archive.at
        lines = [
            f"Restored {self.archive.rows} rows, as they were on {at:%Y-%m-%d} at {at:%H:%M} UTC.",
            *self.practices,
            "Counts and hashes are those of the manifest.",
            "Everybody signs in again; links sent before are dead"
            + (f" ({self.links} of them were open)." if self.links else "."),
        ]
        if self.late:
            lines.append(f"{self.late} letters and reminders whose time is past were not sent.")
        if self.gone:
            lines.append(f"{self.gone} records were erased since: they were erased again.")
        if self.lacking:
            lines.append(
                f"{self.lacking} records have no key in {store.place()}: look for a newer copy "
                "of the keys, before anybody writes."
            )
        lines += [f"Look at the audit: {fault}" for fault in self.faults]
        if not self.faults:
            lines.append("The audit chains are whole.")
        lines.append(f"What was entered after {at:%H:%M} UTC is not in it: enter it again.")
        return "\n".join(lines)


def restore(path, force: bool = False, keys=None, master=None) -> str:
    """Bring back what a backup holds, into a place that is empty; say what was brought back.

    The archive is read to its end first. Refused, with its reason, leaves everything as it was.
    force   SQLite only: data that is there is moved aside instead of refused (stop Kith first)
    keys    a folder with copied keys, to be put into the empty key folder of this machine
    master  the file of the master key, if it is not in `keys` and not in place yet
    """
    with brought(keys, master):
        archive = reading.whole(path)
        reading.keys_are_here(archive.path)
        with loading.target(force):
            loading.load(archive)
            told = Told(archive)
            _close_what_was_open(told)
            clients = opening.clients()
            told.gone, told.lacking = clients.erased, clients.lacking
            _erase_again()
            told.faults = _check_chains()
            told.practices = _practices()
    return told.words()


def _close_what_was_open(told):
    """Links sent before are dead; letters that should have gone by now are withheld."""
    now = clock.now()
    told.links = Link.objects.filter(used_at=None, revoked_at=None).update(revoked_at=now)
    for section in rows.sections()[1:]:
        with tenancy.within(section):
            late = Letter.objects.filter(state__in=["waiting", "sending"], not_before__lte=now)
            told.late += late.update(state="withheld", reason="restored", leased_until=None)


def _erase_again():
    """Whose key was destroyed since the backup was written does not come back."""
    for practice in Practice.objects.all():
        with tenancy.within(practice.pk):
            import_string(ERASE_AGAIN)(practice)


def _check_chains() -> list[str]:
    faults = []
    for name, practice in chain.practices():
        with tenancy.within(practice):
            heads.write(practice, restored=True)
            verdict = chain.verify(practice)
            if verdict.fault:
                heads.write(practice, verdict.fault)
                faults.append(f"{name}: {verdict.fault}")
    record("backup.restored", practice=tenancy.HOUSE, role="")
    return faults


def _practices() -> list[str]:
    """Name of each practice, with its clients and staff."""
    found = []
    for practice in Practice.objects.order_by("name"):
        with tenancy.within(practice.pk):
            staff = RoleGrant.objects.filter(practice=practice, ended_at=None)
            counted = staff.values("user").distinct().count()
            clients = Client.objects.filter(practice=practice).count()
        found.append(f"  {practice.name}: {clients} clients, {counted} staff")
    return found
