"""How gunicorn serves the house. One process on SQLite: its writers queue in one place."""

import os
from pathlib import Path

from django.conf import settings

from kith.serving import patience


def processes() -> int:
    """One on SQLite; on PostgreSQL KITH_WORKERS, else one per core up to four."""
    if not settings.ON_POSTGRES:
        return 1
    return int(os.environ.get("KITH_WORKERS") or min(4, os.cpu_count() or 1))


def announce(_server):
    """Said once somebody listens."""
    print(f"Kith is at {settings.KITH_URL}. Stop it with Ctrl+C.", flush=True)


def options(listening: int) -> dict:
    """Settings of gunicorn; `listening` is the file descriptor of the bound socket."""
    return {
        "bind": f"fd://{listening}",
        "worker_class": "gthread",
        "workers": processes(),
        "threads": 8,
        "timeout": 60,
        "graceful_timeout": 20,
        "keepalive": 5,
        "preload_app": True,
        "accesslog": None,
        "loglevel": "warning",
        "control_socket_disable": True,
        "forwarded_allow_ips": settings.KITH_TRUSTED_PROXY or "127.0.0.1,::1",
        "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,
        "proc_name": "kith",
        "when_ready": announce,
        "pre_request": patience.begin,
        "post_request": patience.end,
    }
