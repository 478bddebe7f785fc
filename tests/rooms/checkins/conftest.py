"""A course in its first weeks: agreed, with consent to messages, and the link in the mail."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from kith import clock
from kith.care import actions as care
from kith.post import tick

LONDON = ZoneInfo("Europe/London")
FIRST_SESSION = date(2026, 3, 4)
TUESDAY = datetime(2026, 3, 3, 9, 0, tzinfo=LONDON)
PHQ = [f"phq9-{n}" for n in range(1, 10)]
GAD = [f"gad7-{n}" for n in range(1, 8)]

TERMS = {
    "sessions_planned": 14,
    "every_days": 7,
    "minutes": 50,
    "starts_on": FIRST_SESSION,
    "mode": "in_person",
    "missed": "moved",
    "cancel_hours": 24,
}


def begin(course, by, *, messaging=True):
    """Bring a course into its weekly rhythm."""
    from uuid import uuid4

    with clock.frozen(datetime(2026, 2, 25, 10, 0, tzinfo=LONDON)):
        contract = care.propose_contract(course=course, by=by, id=uuid4(), terms=TERMS)
        care.agree_to_contract(contract=contract, by=by, how="said")
        care.answer_consent(
            course=course, kind="messaging", given=messaging, how="said", by=by, text_version="1"
        )
        return care.move(course=course, by=by, status="active", phase="initial")


@pytest.fixture
def weekly(course, ines):
    return begin(course, ines)


@pytest.fixture
def tuesday(weekly):
    """The clock stands at the hour at which the first check-in goes out."""
    with clock.frozen(TUESDAY):
        yield TUESDAY


def token_of(message):
    return re.search(r"/c/([^/\s]+)/", message.body).group(1)


@pytest.fixture
def link(tuesday, weekly, client):
    """The path of the mailed link, the letter being sent by the tick."""
    mail.outbox.clear()
    tick.run()
    letters = [m for m in mail.outbox if "/c/" in m.body]
    assert len(letters) == 1
    return f"/c/{token_of(letters[0])}/"


def tap(browser, link, place, value, **more):
    """Answer the question at a place, as a tap does."""
    data = {"skip": "1"} if value is None else {"answer": value}
    return browser.post(f"{link}{place}/", data | more)


def answer_all(browser, link, phq=(0,) * 9, gad=(0,) * 7):
    """Tap through the whole check-in by following where each answer leads; gives the last reply."""
    values = dict(zip([*PHQ, *GAD], [*phq, *gad], strict=True))
    reply, seen = browser.get(link), []
    for _step in range(40):
        address = reply["Location"] if reply.status_code in (302, 303) else None
        if address is None:
            found = re.search(rf'href="({link}\d+/)"', reply.content.decode())
            address = found.group(1)
        if address.endswith("/done/"):
            return browser.get(address)
        if "/support/" in address:
            page = browser.get(address).content.decode()
            address = re.search(rf'href="({link}(?:\d+|done)/)"[^>]*>\s*Go on', page).group(1)
            if address.endswith("/done/"):
                return browser.get(address)
        place = int(address.rstrip("/").rsplit("/", 1)[1])
        seen.append(place)
        item = [*PHQ, "phq9-10", *GAD][place - 1]
        reply = tap(browser, link, place, values.get(item, 0))
    raise AssertionError(f"no end: {seen}")
