"""How often something may be tried, counted in the database for all processes together (SEC-15).

A row is a keyed hash of what is tried and by whom, and a few numbers: no address, no name. There
are never more than MOST rows, however many names are invented; what was tried least goes first.

Tries at one account are counted for all visitors together. Wrong passwords make the next try wait,
longer each time, a quarter of an hour at most: nobody is locked out for good. So that somebody
else's guessing keeps nobody waiting, two are counted apart (`admit`):

- a browser that the person has used before (`devices`);
- a network address from which this account was not tried lately. It has a few tries of its own
  ("password_here"), out of a store that all such addresses share ("password_spare"): however many
  addresses guess, an account bears no more than that, and no mailbox is flooded.

Whoever guesses from many addresses empties that store, and whoever sits at the guesser's own
address has none of it. Then a new browser waits with the others; a known one and a passkey do not.
"""

import ipaddress
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction

from kith import clock
from kith.vault import keys

from .models import Tries

MINUTE, HOUR = 60, 3600
FIRST_WAIT, LONGEST_WAIT = 1 * MINUTE, 15 * MINUTE
MOST = 5_000  # rows


@dataclass(frozen=True)
class Rate:
    """`amount` tries in `seconds`; one that grows lets later ones through singly, ever slower."""

    amount: int
    seconds: int
    grows: bool = False

    @property
    def most(self):
        return self.amount * settings.KITH_RATE_FACTOR


RATES = {
    "password": Rate(5, 5 * MINUTE, grows=True),
    "password_here": Rate(3, HOUR),
    "password_spare": Rate(20, HOUR),
    "code": Rate(3, 10 * MINUTE),
    "code_here": Rate(1, HOUR),
    "code_spare": Rate(10, HOUR),
    "reset": Rate(3, HOUR),
    "reset_here": Rate(1, HOUR),
    "reset_spare": Rate(10, HOUR),
    "second_step": Rate(5, 15 * MINUTE),
    "second_step_here": Rate(2, HOUR),
    "second_step_spare": Rate(5, HOUR),
    "door": Rate(30, MINUTE),  # everything at the door, by network address
    "records": Rate(120, HOUR),  # different records opened by one person
    "record": Rate(1, HOUR),  # one of them
    "told": Rate(1, HOUR),
    "unknown_links": Rate(40, MINUTE),
    "enquiry": Rate(10, HOUR),
    "glass": Rate(60, HOUR),  # tries at break-glass, however many come at once
    "refused": Rate(20, HOUR),  # tries at a route that a person may not enter, kept in the audit
}


def visitor(request) -> str:
    """The network address that counts as one visitor: of IPv6 the first 64 bits."""
    seen = request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(seen)
    except ValueError:
        return seen
    if address.version == 6 and not address.ipv4_mapped:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)


def take(kind: str, who) -> bool:
    """Count one try of `who`; whether it may be made."""
    for _again in range(2):
        try:
            with transaction.atomic():
                return _take(kind, _key(kind, who))
        except IntegrityError:  # two began at once: the second meets the row of the first
            continue
    return False


def admit(kind: str, who, request) -> tuple:
    """Count one try at the account `who`, by whoever asks from where they ask.

    Gives what to `forget` when it goes well, as ((kind, who), …); () when it must wait. The work is
    the same whether there is such an account or not (SEC-14).
    """
    pair = f"{kind}_here", f"{who}|{visitor(request)}"
    untried = take(*pair)
    if take(kind, who):
        return (kind, who), pair
    return (pair,) if untried and take(f"{kind}_spare", who) else ()


def forget(admitted: tuple) -> None:
    """What `admit` let in went well: it counts no longer. The tries of others go on counting."""
    for kind, who in admitted:
        clear(kind, who)


def once(kind: str, who) -> bool:
    """Whether this is the first of its kind within the time; nothing is written when it is not."""
    row = Tries.objects.filter(pk=_key(kind, who)).first()
    fresh = row is None or not 0 <= _now() - row.since < RATES[kind].seconds
    return fresh and (clear(kind, who) or take(kind, who))


def clear(kind: str, who) -> None:
    """It went well: earlier tries are forgotten."""
    Tries.objects.filter(pk=_key(kind, who)).delete()


def _key(kind, who):
    return keys.keyed_hash("tries", f"{kind}|{who}")


def _now():
    return int(clock.now().timestamp())


def _take(kind, key):
    rate, now = RATES[kind], _now()
    row = Tries.objects.select_for_update().filter(pk=key).first()
    fresh = row is None
    if fresh:
        row = Tries(key=key, since=now)
        _make_room(now)
    after = _next(row, rate, now)
    if after is None:
        return False
    row.count, row.since, row.until = after
    row.forget_at = max(row.until, row.since + (HOUR if rate.grows else rate.seconds))
    row.save(force_insert=fresh)
    return True


def _next(row, rate, now):
    """(count, since, until) after one more try, or None when it must wait."""
    if 0 < row.until - now <= LONGEST_WAIT:  # further off: the clock was set back
        return None
    count, since = row.count, row.since
    quiet = HOUR if rate.grows and count >= rate.most else rate.seconds
    if not 0 <= now - since < quiet:
        count, since = 0, now
    if not rate.grows:
        return (count + 1, since, 0) if count < rate.most else None
    return count + 1, now, now + _wait(count + 1 - rate.most)


def _wait(over):
    """Seconds until the next try, after `over` tries more than are free, the last of them 0."""
    return 0 if over < 0 else min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(over, 10))


def _make_room(now):
    if Tries.objects.count() < MOST:
        return
    if Tries.objects.filter(forget_at__lte=now).delete()[0]:
        return
    least = Tries.objects.order_by("count", "since").values_list("pk", flat=True)[: MOST // 10]
    Tries.objects.filter(pk__in=list(least)).delete()
