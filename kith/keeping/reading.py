"""What is kept until when, what is due, and what stands in the way of erasing."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Max, Min

from kith import clock
from kith.audit.models import AuditEvent
from kith.care.models import Course, YoungPerson
from kith.checkins.models import Response
from kith.notes.models import Addendum
from kith.people import access
from kith.people.models import Client
from kith.schedule.models import Appointment
from kith.vault import store
from kith.vault.seal import SealBroken

from . import periods
from .models import UNDERWAY, Erasing, Hold, Schedule

OVER = ("closed", "completed")
COPY_TAKEN = "keeping.copy_taken"


@dataclass(frozen=True)
class Standing:
    """How long one record is kept, and whether it may go.

    last_on      day of the last contact; None while a course goes on
    kept_until   the last day on which it must be there; None while a course goes on or where the
                 practice has chosen no schedule
    refusal      why it may not be erased now, as a set word: "no_schedule", "in_care", "hold",
                 "law"; "" when it may
    early        whether it may go before its end, with a reason
    child        what came of the rule for children: "" where the practice's rule has none or they
                 were of age, "counts", or "no_birthday" where none is written down
    """

    client_id: object
    last_on: date | None
    kept_until: date | None
    refusal: str
    early: bool = False
    child: str = ""

    @property
    def until_in_writing(self) -> date | None:
        """The end as it may stay written down when all else is gone: it tells no birthday."""
        if self.kept_until and self.child == "counts":
            return periods.end_of_year(self.kept_until)
        return self.kept_until

    @property
    def due(self) -> bool:
        """Whether its time is over and nothing holds it."""
        return not self.refusal and not self.early


def schedule(practice_id) -> Schedule | None:
    """The schedule that counts now."""
    return Schedule.objects.filter(practice=practice_id, ended_at=None).first()


def rule_of(schedule) -> periods.Rule | None:
    """The line of the table that a schedule names."""
    return periods.rules().get(schedule.place) if schedule else None


def standing(client) -> Standing:
    """How one record stands today."""
    return standings(client.practice, [client.pk])[0]


def standings(practice, client_ids=None) -> list[Standing]:
    """How the records of a practice stand today, those first that are kept the shortest."""
    chosen, today = schedule(practice.pk), clock.today(practice.time_zone)
    days, going = _days_of_contact(practice, client_ids), _in_care(practice, client_ids)
    births = _births(practice, client_ids, rule_of(chosen))
    held = {
        hold.client_id
        for hold in Hold.objects.filter(practice=practice, lifted_at=None)
        if hold.holds(today)
    }
    found = [
        _one(
            id,
            _Days(first, None if id in going else last, births.get(id)),
            chosen,
            id in held,
            today,
        )
        for id, (first, last) in days.items()
    ]
    return sorted(found, key=lambda one: (one.kept_until or date.max, str(one.client_id)))


@dataclass(frozen=True)
class _Days:
    """The days that a record's time is reckoned from; None where there is none."""

    first_on: date
    last_on: date | None
    born_on: date | None


def _one(client_id, days, chosen, held, today):
    rule, last_on = rule_of(chosen), days.last_on
    child = _child(rule, days)
    if last_on is None:
        return Standing(client_id, None, None, "in_care", child=child)
    if rule is None:
        return Standing(client_id, last_on, None, "no_schedule")
    until = periods.kept_until(
        rule, last_on, more_years=chosen.more_years, first_on=days.first_on, born_on=days.born_on
    )
    if held:
        return Standing(client_id, last_on, until, "hold", child=child)
    if today > until:
        return Standing(client_id, last_on, until, "", child=child)
    refusal = "law" if rule.binds else ""
    return Standing(client_id, last_on, until, refusal, early=True, child=child)


def _child(rule, days):
    if rule is None or rule.child_until_age is None:
        return ""
    if days.born_on is None:
        return "no_birthday"
    return "counts" if periods.was_child(days.first_on, days.born_on) else ""


def _births(practice, client_ids, rule) -> dict:
    """By client id, the latest birthday written down in any course; none where no rule asks."""
    if rule is None or rule.child_until_age is None:
        return {}
    rows = YoungPerson.objects.filter(practice=practice)
    rows = rows if client_ids is None else rows.filter(client__in=client_ids)
    found = {}
    for row in rows:
        born = _born_on(row)
        if born:
            found[row.client_id] = max(born, found.get(row.client_id, born))
    return found


def _born_on(row) -> date | None:
    """SealBroken where it does not open, unless its key was destroyed."""
    try:
        return row.birthday
    except SealBroken:
        if store.destroyed("client", str(row.client_id)):
            return None
        raise


def _in_care(practice, client_ids):
    """Clients with a course that goes on."""
    found = Course.objects.filter(practice=practice).exclude(status__in=OVER)
    if client_ids is not None:
        found = found.filter(client__in=client_ids)
    return set(found.order_by().values_list("client", flat=True))


def _days_of_contact(practice, client_ids) -> dict:
    """By client id, the days of the first and the last contact, in the practice's zone."""
    zone = ZoneInfo(practice.time_zone)
    clients = Client.objects.filter(practice=practice)
    if client_ids is not None:
        clients = clients.filter(pk__in=client_ids)
    rows = clients.values_list("pk", "created_at")
    days = {pk: (_day(at, zone), _day(at, zone)) for pk, at in rows}
    for model, name, which in CONTACTS:
        found = model.objects.filter(practice=practice, **which)
        found = found if client_ids is None else found.filter(client__in=client_ids)
        ends = found.order_by().values_list("client").annotate(first=Min(name), last=Max(name))
        for pk, first, last in ends:
            if last:
                there = (*days[pk], _day(first, zone), _day(last, zone))
                days[pk] = (min(there), max(there))
    return days


def _day(moment, zone) -> date:
    return moment.astimezone(zone).date() if hasattr(moment, "astimezone") else moment


CONTACTS = (
    (Course, "opened_at", {}),
    (Course, "closed_at", {"closed_at__isnull": False}),
    (Appointment, "on", {"state": "held"}),
    (Response, "saved_at", {}),
    (Addendum, "at", {}),
)


def client_for(user, client_id, thing: str, letter: str) -> Client | None:
    """A client whom `user` may see by name and for whom the matrix gives `letter` on `thing`."""
    found = Client.objects.for_user(user).filter(access.reach(user, thing, letter, client=""))
    return found.filter(pk=client_id).select_related("practice", "user").first()


def underway(client) -> Erasing | None:
    """The erasing of a client that has been asked for and is not over."""
    return Erasing.objects.filter(client=client, state__in=UNDERWAY).first()


def holds(client, user) -> list[Hold]:
    """The holds on a record that count, as `user` may see them."""
    today = clock.today(client.practice.time_zone)
    rows = Hold.objects.for_user(user).filter(client=client, lifted_at=None)
    return [hold for hold in rows.select_related("placed_by__practice") if hold.holds(today)]


def all_holds(user) -> list[Hold]:
    """Every hold of the practice that was not lifted; an administrator sees no words of it."""
    return list(Hold.objects.for_user(user).filter(lifted_at=None).order_by("placed_at"))


def erasings(user, *states) -> list[Erasing]:
    """The erasings that `user` may see, in some states."""
    found = Erasing.objects.for_user(user, "U").filter(state__in=states)
    return list(found.select_related("confirmed_by__practice", "carried_by__practice"))


def copy_taken(client):
    """When the client last took a copy of their own; None if never. From the audit."""
    found = AuditEvent.objects.filter(
        practice_id=client.practice_id, client_id=client.pk, action=COPY_TAKEN
    )
    if client.user_id is None:
        return None
    return found.filter(actor_id=client.user_id).aggregate(last=Max("at"))["last"]
