"""How the fictional practice shows itself: name, logo, words of its own, who stands there."""

import tomllib
from pathlib import Path

from kith.people import changes
from kith.people.models import Practice
from kith.welcome import actions as welcome

CAST = Path(__file__).parent / "cast"


def face_it(house) -> None:
    """The pages are open; three people stand there, and their papers were seen."""
    said = tomllib.loads((CAST / "face.toml").read_text(encoding="utf-8"))
    owner = house.staff["owner"]
    changes.change_practice(
        practice=house.practice,
        version=Practice.objects.get(pk=house.practice.pk).version,
        by=owner,
        pages_open=True,
        **said["practice"],
    )
    logo = (CAST / "logo.png").read_bytes()
    welcome.put_logo(practice=house.practice, sent=logo, by=owner)
    for page, words in said["words"].items():
        words = words.strip()
        welcome.save_words(practice=house.practice, page=page, version=0, words=words, by=owner)
    for person in said["people"]:
        _introduce(house.staff[person.pop("key")], owner, person)
    house.practice.refresh_from_db()


def _introduce(user, owner, said):
    profile = welcome.save_profile(version=0, by=user, shown=True, **said)
    welcome.check(profile=profile, version=profile.version, by=owner)
