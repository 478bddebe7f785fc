"""The ground of each test process: folders, keys, database and address of its own.

Loaded as a plugin before Django reads its settings (pyproject.toml, addopts). The engine is
SQLite in a file, or the PostgreSQL that KITH_DATABASE_URL names; nothing is shared between
processes, so that several runs may use one machine.
"""

import os
import shutil
import socket
import tempfile
from pathlib import Path


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


HOME = Path(tempfile.mkdtemp(prefix="kith-test-"))
PORT = free_port()
for name in [n for n in os.environ if n.startswith("KITH_") and n != "KITH_DATABASE_URL"]:
    del os.environ[name]
os.environ |= {
    "KITH_DATA": str(HOME / "data"),
    "KITH_KEYS": str(HOME / "keys"),
    "KITH_TEST_NAME": f"kith_test_{os.getpid()}",
    "KITH_TEST_SQLITE": str(HOME / "data" / "test.sqlite3"),
    "KITH_PSEUDO_LOCALE": "1",
    "PORT": str(PORT),
    "DJANGO_LIVE_TEST_SERVER_ADDRESS": f"localhost:{PORT}",
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
}
(HOME / "data").mkdir(mode=0o700)


def pytest_configure(config):
    from django.conf import settings
    from hypothesis import settings as laws

    # A law has no stop-watch, and where nobody can look into it, it tries the same cases each time.
    laws.register_profile("kith", deadline=None, derandomize=bool(os.environ.get("CI")))
    laws.load_profile("kith")

    settings.WHITENOISE_USE_FINDERS = True
    settings.WHITENOISE_AUTOREFRESH = True


def pytest_unconfigure(config):
    shutil.rmtree(HOME, ignore_errors=True)
