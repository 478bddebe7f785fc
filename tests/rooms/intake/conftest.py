"""People who ask for help, and the words they use."""

import pytest

from kith.web.once import fresh_key

ASKS = {
    "name": "Marisol Quintero-Hale",
    "reach": "marisol@example.org",
    "preferred": "mail",
    "words": "We live like flatmates and I cry in the car.",
    "language": "English",
    "check_conflict": "yes",
    "check_loss": "no",
}


@pytest.fixture
def ready(practice, ines):
    """A practice whose page is open: numbers are there, somebody reads."""
    return practice


@pytest.fixture
def enquiry(ready):
    """Somebody wrote through the page."""
    from kith.intake import actions
    from kith.web.once import row_id

    return actions.receive(
        practice=ready,
        id=row_id(fresh_key(), ready),
        name=ASKS["name"],
        reach=ASKS["reach"],
        words=ASKS["words"],
    )


def ask(browser, **more):
    return browser.post("/ask/lindenhof/", {"form_key": fresh_key(), **ASKS, **more})
