"""How often one address may write to us: enough for a family, too little for a flood."""

from kith.people import limits

TIMES = limits.RATES["enquiry"].amount


def too_often(request) -> bool:
    """Count a sending from this address; whether it was one too many within the hour."""
    return not limits.take("enquiry", limits.visitor(request))
