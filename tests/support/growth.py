"""What a page asks the database, before and after its record has grown."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def asked_of(browser, address) -> list[str]:
    """The statements of a page, shown a second time."""
    assert browser.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return [each["sql"] for each in asked]


def asks_no_more(browser, address, grow) -> str:
    """The page after `grow()`; an AssertionError where it then takes more statements."""
    few = asked_of(browser, address)
    grow()
    many = asked_of(browser, address)
    assert len(many) <= len(few), f"{len(few)} statements became {len(many)}"
    return browser.get(address).content.decode()
