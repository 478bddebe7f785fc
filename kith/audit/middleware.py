from kith.vault.seal import SealBroken
from kith.web import trouble

from .actions import record


class BrokenSeals:
    """A sealed value that does not open is an event, and never wrong text (SEC-23)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, SealBroken):
            return None
        user = getattr(request, "user", None)
        by = user if getattr(user, "is_authenticated", False) else None
        record("vault.seal_broken", by=by, reason=f"{exception.label} {exception.row}")
        return trouble.went_wrong(request)
