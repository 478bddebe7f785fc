"""The mark of a request, to find its lines in log and audit again."""

import uuid
from contextvars import ContextVar

_request: ContextVar[str] = ContextVar("request", default="")


def request_id() -> str:
    """The id of the request being answered; empty outside one."""
    return _request.get()


def begin() -> str:
    """Give the present request an id."""
    fresh = str(uuid.uuid4())
    _request.set(fresh)
    return fresh
