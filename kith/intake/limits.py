"""How often one address may write to us: enough for a family, too little for a flood."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache

AN_HOUR = 3600  # s
TIMES = 10


def too_often(request) -> bool:
    """Count a sending from this address; whether it was one too many within the hour."""
    key = f"enquiry:{get_adapter().get_client_ip(request)}"
    times = cache.get_or_set(key, 0, AN_HOUR) + 1
    cache.set(key, times, AN_HOUR)
    return times > TIMES * settings.KITH_RATE_FACTOR
