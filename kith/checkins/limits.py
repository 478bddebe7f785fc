"""A light brake on addresses that open without signing in: tries a minute, kept in memory."""

from django.conf import settings
from django.core.cache import cache

from kith import clock
from kith.people.links import fingerprint

A_LINK = 150  # requests a minute for one link: far more than a person taps
AN_ADDRESS = 40  # links that do not exist, a minute from one address


def too_often(kind: str, who: str, most: int) -> bool:
    """Count one try; whether there were too many in this minute."""
    minute = int(clock.now().timestamp()) // 60
    key = f"tries:{kind}:{fingerprint(who)}:{minute}"
    cache.add(key, 0, timeout=90)
    try:
        return cache.incr(key) > most * settings.KITH_RATE_FACTOR
    except ValueError:
        return False
