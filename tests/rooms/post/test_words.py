"""PRIV-05: whoever reads over a shoulder learns nothing from a letter."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from kith.people.models import Client, Practice
from kith.post import actions
from kith.post.models import Letter

ROOT = Path(__file__).resolve().parents[3]
LISTS = tomllib.loads((ROOT / "kith/post/forbidden_words.toml").read_text(encoding="utf-8"))
KINDS = sorted({f.stem.removesuffix("_subject") for f in ROOT.glob("kith/*/templates/post/*.txt")})
CODES = sorted(ROOT.glob("kith/*/templates/account/email/*.txt"))
WITHOUT_CODE = {"address_moved_message"}  # it only tells
LANGUAGES = [code for code, _ in settings.LANGUAGES if code != "en-xa"]
TOKEN = re.compile(r"[A-Za-z0-9_-]{20,}")
DISCREET = "Tom & Ann's House"


def forbidden(text: str) -> list[str]:
    """The words of any language's list that are in `text` (random tokens aside)."""
    plain = TOKEN.sub("", text).casefold()
    words = set(re.findall(r"\w+", plain))
    found = [w for terms in LISTS.values() for w in terms["anywhere"] if w.casefold() in plain]
    return found + [w for terms in LISTS.values() for w in terms["whole"] if w in words]


@pytest.fixture
def canary(practice, marisol):
    """A practice whose own name says it all, and a client with many names."""
    Practice.objects.filter(pk=practice.pk).update(
        name="Canary Centre for Depression", discreet_name=DISCREET
    )
    practice.refresh_from_db()
    marisol.name, marisol.call_me = "Canaria Secretperson", "Canarilein"
    marisol.save()
    return Client.objects.get(pk=marisol.pk)


def letters_of(client, kind, language):
    Client.objects.filter(pk=client.pk).update(language=language)
    for to in ({"client": Client.objects.get(pk=client.pk)}, {"user": client.user}):
        letter = Letter(practice=client.practice, kind=kind, route="web:front", **to)
        yield actions.message(letter)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [*KINDS, "a_kind_without_its_own_words"])
def test_PRIV_05_no_letter_says_what_it_is_about(canary, kind, language):
    for letter in letters_of(canary, kind, language):
        said = "\n".join([letter.subject, letter.body, letter.from_email])
        assert not forbidden(said)
        assert "canar" not in said.casefold() and "secretperson" not in said.casefold()
        assert "&#" not in said and "&amp;" not in said
        assert letter.subject.strip() and "\n" not in letter.subject
        assert DISCREET in letter.body
        assert settings.KITH_URL in letter.body
        assert len(letter.to) == 1 and not (letter.cc or letter.bcc or letter.attachments)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", CODES, ids=lambda p: p.stem)
def test_PRIV_05_no_sign_in_letter_says_what_it_is_about(canary, place, language):
    name = str(place).split("/templates/")[1]
    with translation.override(language):
        said = render_to_string(name, {"practice": canary.practice, "code": "123456"})
    assert not forbidden(said)
    assert "canar" not in said.casefold() and "&#" not in said
    assert ("123456" in said) != (place.stem.endswith("_subject") or place.stem in WITHOUT_CODE)


def test_PRIV_05_every_kind_of_letter_has_a_subject_and_a_body():
    there = {f.stem for f in ROOT.glob("kith/*/templates/post/*.txt")}
    assert there == {name for kind in KINDS for name in (kind, f"{kind}_subject")}


def test_PRIV_05_no_address_in_a_letter_says_what_it_is_about():
    """The routes that rooms hand to `write`, as they would stand in the letter."""
    source = "\n".join(f.read_text(encoding="utf-8") for f in ROOT.glob("kith/*/*.py"))
    routes = set(re.findall(r'route="([a-z_]+:[a-z_]+)"', source))
    assert len(routes) > 3
    for route in routes - set(actions.KIND_OF_LINK):
        letter = Letter(route=route)
        path = actions._address(letter).removeprefix(settings.KITH_URL)
        assert not forbidden(path.replace("/", " ").replace("-", " ")), path


@pytest.mark.parametrize("language", LANGUAGES)
def test_PRIV_05_each_language_has_a_list_of_words(language):
    terms = LISTS[language.split("-")[0]]
    assert len(terms["anywhere"]) >= 15 and terms["whole"]


@pytest.mark.parametrize(
    "slip",
    [
        "Your therapist wrote to you",
        "PHQ-9 is due",
        "Your next session",
        "how is your Mood?",
        "about IPT",
        "Ihre Sitzung am Montag",
    ],
)
def test_PRIV_05_a_slip_would_be_found(slip):
    assert forbidden(slip)


def test_PRIV_05_a_sender_cannot_be_broken_by_the_name_of_a_practice(canary):
    practice = canary.practice
    practice.discreet_name = 'Lindenhof" <evil@example.org>, "x\r\nBcc: all@example.org'
    letter = Letter(practice=practice, client=canary, kind="plain", route="web:front")
    message = actions.message(letter)
    assert "\n" not in message.subject
    try:
        headers = message.message()
    except Exception as refusal:
        assert type(refusal).__name__ == "BadHeaderError"
    else:
        assert not headers["Bcc"] and headers["To"] == canary.email
