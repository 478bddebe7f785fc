"""A body has so many seconds to arrive: whoever sends it drop by drop keeps a thread no longer.

gunicorn waits for each piece as long as it takes. Its hooks put a socket in between that does not.
"""

from time import monotonic

SECONDS = 20.0


class Hurried:
    """A socket to be read from until a moment has come; TimeoutError after it."""

    def __init__(self, sock, seconds: float):
        self.sock, self.until = sock, monotonic() + seconds

    def recv(self, size: int) -> bytes:
        left = self.until - monotonic()
        if left <= 0:
            raise TimeoutError("the body did not arrive in time")
        self.sock.settimeout(left)
        try:
            return self.sock.recv(size)
        finally:
            self.sock.settimeout(None)


def begin(_worker, request):
    """The head of a request is read: its body has to follow soon."""
    request.unreader.sock = Hurried(request.unreader.sock, SECONDS)


def end(_worker, request, _environ, _answer):
    """The request is answered: the next one on this connection starts anew."""
    if isinstance(request.unreader.sock, Hurried):
        request.unreader.sock = request.unreader.sock.sock
