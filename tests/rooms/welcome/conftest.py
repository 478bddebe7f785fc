import pytest

from kith.people import changes
from kith.welcome import actions

PAGES = {
    "start": "",
    "ipt": "how-it-works/",
    "helps": "for-whom/",
    "evidence": "what-is-known/",
    "people": "who-we-are/",
    "asking": "first-step/",
    "access": "your-way-in/",
}
CREDENTIALS = [
    {"what": "Licence as psychologist", "body": "Board of Health", "year": 2011},
    {"what": "IPT therapist", "body": "Institute", "year": 2016},
]


def set_face(practice, by, **said):
    practice.refresh_from_db()
    changes.change_practice(practice=practice, version=practice.version, by=by, **said)
    practice.refresh_from_db()


@pytest.fixture
def open_house(practice, owner):
    """The practice with its public pages open."""
    set_face(practice, owner, pages_open=True)
    return practice


@pytest.fixture
def profile(practice, ines):
    """What Ines says of herself, and wants shown; nobody has seen her papers yet."""
    return actions.save_profile(
        version=0,
        by=ines,
        title="Clinical psychologist",
        credentials=CREDENTIALS,
        languages="English, Norwegian",
        areas=["depression", "grief"],
        words="I like to know what happened.",
        shown=True,
    )


@pytest.fixture
def checked(profile, owner):
    """Her papers were seen."""
    actions.check(profile=profile, version=profile.version, by=owner)
    return profile
