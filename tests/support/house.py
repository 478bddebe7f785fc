"""Infrastructure of the tests: keys, the database's name, the guard on unscoped reading."""

import gc
import os

import pytest
from django.conf import settings


def pytest_collection_finish():
    """What was imported stays: to look through it for rubbish again and again costs a tenth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session")
def django_db_modify_db_settings():
    name = os.environ.get("KITH_TEST_NAME")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if name or worker:
        suffix = f"{name or 'test_kith'}{'_' + worker if worker else ''}"
        settings.DATABASES["default"].setdefault("TEST", {})
        if settings.ON_POSTGRES:
            settings.DATABASES["default"]["TEST"]["NAME"] = suffix


@pytest.fixture(autouse=True, scope="session")
def master_key():
    """A master key for the whole run, in a folder of its own."""
    from kith.vault import keys

    return keys.ensure()


@pytest.fixture(autouse=True)
def reading_is_scoped():
    """A view that evaluates clinical rows without for_user() is an error (SEC-05)."""
    from kith.people.records import ScopedQuerySet

    ScopedQuerySet.watch = True
    yield
    ScopedQuerySet.watch = False


@pytest.fixture(autouse=True)
def quiet_settings(settings):
    """Fast password hashing, mail in memory, jobs that wait for the tick, plain static files."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.KITH_LEAST_AT_DOOR = 0
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    settings.KITH_METRICS_FROM = ["127.0.0.1"]


@pytest.fixture(autouse=True)
def nobody_counts_tries():
    """Rate limits start afresh in each test."""
    from django.core.cache import cache

    cache.clear()
    yield


@pytest.fixture(autouse=True, scope="session")
def nobody_is_idle():
    """Tests move the clock by weeks with one browser; `limits_hold` is for those about sessions."""
    from kith.people import sessions

    house = {name: getattr(sessions, name) for name in ("STAFF", "CLIENT", "SHARED", "FRESH")}
    with pytest.MonkeyPatch.context() as patch:
        for name in house:
            patch.setattr(sessions, name, 10**10 if name == "FRESH" else (10**10, 10**10))
        yield house


@pytest.fixture
def limits_hold(nobody_is_idle, monkeypatch):
    """Idle and absolute limits of sessions, and of a fresh proof, are those of the house."""
    from kith.people import sessions

    for name, limits in nobody_is_idle.items():
        monkeypatch.setattr(sessions, name, limits)
