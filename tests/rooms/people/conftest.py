"""People at the door: real sign-in, codes of an app, links out of letters."""

import re

import pytest
from django.core import mail
from django.test import Client as Browser

from kith import clock

PASSWORD = "a long and quiet password"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def jobs_run_at_once(settings):
    """Codes and letters go out as soon as they are asked for."""
    run_jobs_by(settings, "immediate.ImmediateBackend")
    yield


@pytest.fixture
def queue(settings):
    """queue() gives the jobs that wait; none of them is done."""
    from django_tasks import default_task_backend

    run_jobs_by(settings, "dummy.DummyBackend")
    return lambda: default_task_backend.results


def run_jobs_by(settings, backend):
    """Take another way to do what is asked for in the background."""
    from django_tasks import task_backends

    settings.TASKS = {"default": {"BACKEND": f"django_tasks.backends.{backend}"}}
    task_backends.__dict__.pop("settings", None)
    if hasattr(task_backends._connections, "default"):
        del task_backends._connections.default


VARIES = re.compile(r'(csrfmiddlewaretoken" value|nonce|datetime|data-seconds)="[^"]*"')


def bare(answer, *typed):
    """A page without what differs each time, and without what was typed."""
    text = VARIES.sub("", answer.content.decode())
    for words in typed:
        text = text.replace(words, "")
    return text


def app_code(secret=SECRET, steps=0):
    """What an authenticator app shows now, or some steps of 30 s away."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, int(clock.now().timestamp()) // 30 + steps))


@pytest.fixture
def with_app():
    """with_app(user) gives them an authenticator app with the known secret."""
    from kith.people import factors

    def give(user):
        factors.Authenticator.objects.filter(user=user).delete()
        factors.add_totp(user, SECRET, 0)
        return user

    return give


@pytest.fixture
def freshly_in(as_user):
    """A browser of somebody who has just given their password."""
    return as_user


@pytest.fixture
def long_in(as_user, limits_hold):
    """long_in(user): a browser of somebody who gave their password ten minutes ago."""
    from kith.people import sessions

    def enter(user):
        browser = as_user(user)
        session = browser.session
        mark = session[sessions.MARK]
        session[sessions.MARK] = {**mark, "proved": mark["proved"] - sessions.FRESH}
        session.save()
        return browser

    return enter


@pytest.fixture
def visitor():
    return Browser()


@pytest.fixture
def newcomer(practice):
    """Somebody on the staff who has no second factor yet."""
    from kith.people.actions import make_user

    return make_user(
        practice=practice,
        name="Nora New",
        address="nora@lindenhof.example",
        password=PASSWORD,
        roles=["therapist"],
    )


def link_in(letter):
    """The path of the address in a letter."""
    return re.search(r"http://[^/]+(/\S+)", letter.body).group(1)


def last_letter():
    return mail.outbox[-1]


def send_letters():
    from kith.post import tick

    tick.run()
