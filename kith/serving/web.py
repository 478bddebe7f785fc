"""The web process: gunicorn around the application that the supervisor has already loaded."""

import os
import socket
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from gunicorn.app.base import BaseApplication

from kith.serving import gunicorn_conf


def address() -> tuple[str, int]:
    """Host and port to listen on, from KITH_BIND ("host" or "host:port") and PORT."""
    bind = os.environ.get("KITH_BIND", "127.0.0.1")
    host, colon, port = bind.rpartition(":")
    if not colon or bind.endswith("]"):
        host, port = bind, str(settings.PORT)
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise ImproperlyConfigured(f"KITH_BIND is {bind}: give it as address or address:port.")
    return host.strip("[]"), int(port)


def claim() -> socket.socket:
    """The socket, bound but not yet listening: visitors are refused until Kith is ready."""
    host, port = address()
    held = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        held.bind((host, port))
    except OSError as trouble:
        raise ImproperlyConfigured(
            f"Kith cannot listen on {host}, port {port}: {trouble.strerror}. "
            "Stop what is there, or choose another: PORT=8010."
        ) from None
    return held


class House(BaseApplication):
    """gunicorn, configured by code: it reads neither arguments nor files."""

    def __init__(self, application, listening):
        self.application, self.listening = application, listening
        super().__init__()

    def load_config(self):
        for key, value in gunicorn_conf.options(self.listening).items():
            self.cfg.set(key, value)

    def load(self):
        return self.application


def serve(application, held) -> int:
    """Serve until told to stop."""
    sys.argv = ["kith"]
    House(application, os.dup(held.fileno())).run()
    return 0
