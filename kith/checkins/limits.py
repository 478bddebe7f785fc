"""A brake on addresses that open without signing in.

Pages of one link are counted in memory, so that no page of a check-in waits for a write; tries at
links that do not exist are counted in the database, for all processes together.
"""

from django.conf import settings
from django.core.cache import cache

from kith import clock
from kith.people import limits
from kith.people.links import fingerprint

A_LINK = 150  # requests a minute for one link: far more than a person taps


def too_often(token: str) -> bool:
    """Count one page of a link; whether there were too many in this minute."""
    minute = int(clock.now().timestamp()) // 60
    key = f"tries:link:{fingerprint(token)}:{minute}"
    cache.add(key, 0, timeout=90)
    try:
        return cache.incr(key) > A_LINK * settings.KITH_RATE_FACTOR
    except ValueError:
        return False


def guesses(request) -> bool:
    """Count one link that does not exist; whether this visitor tried too many."""
    return not limits.take("unknown_links", limits.visitor(request))
