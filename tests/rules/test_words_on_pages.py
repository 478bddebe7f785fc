"""What every page says, to whom, in which language: walked as each persona, no browser."""

import importlib.util
import json
import re
from collections import namedtuple
from pathlib import Path

import allauth
import django
import pytest

from ipt.evidence import sources
from kith.keeping import periods
from kith.vault.fields import SealedJSON, SealedText
from tests.rules.test_words import AVOID, CLAIMS, PROMISES
from tests.support import reading
from tests.support.markup import Page, outside_brackets
from tests.support.pages import CLIENTS, ON_THE_WAY, PERSONAS, Story, browser_of, opened, readable

ROOT = Path(__file__).resolve().parents[2]
spec = importlib.util.spec_from_file_location("pseudo_locale", ROOT / "scripts/pseudo_locale.py")
pseudo_locale = importlib.util.module_from_spec(spec)
spec.loader.exec_module(pseudo_locale)
CATALOGUES = [
    ROOT / "kith/locale/en/LC_MESSAGES/django.po",
    Path(django.__path__[0]) / "conf/locale/en/LC_MESSAGES/django.po",
    Path(allauth.__path__[0]) / "locale/en/LC_MESSAGES/django.po",
]
# Titles that tell a passer-by what somebody's home is about.
TELLING = re.compile(
    r"therap|session|mood|depress|anxi|safety|risk|phq|gad|ipt|diary|treatment|concern|crisis"
    r"|consult|score|ending|consent|patient|client",
    re.I,
)


@pytest.fixture
def story(practice, other_practice, ines, omar, kwame, coordinator, outcomes, owner):
    return Story(practice, other_practice, ines, omar, kwame, coordinator, outcomes, owner).told()


Opened = namedtuple("Opened", "persona route address status read")
WALKED = []


def every_page(story, **headers):
    for persona in PERSONAS:
        browser = browser_of(story, persona, **headers)
        for page, answer in opened(story, persona, browser):
            yield Opened(*page, answer.status_code, Page(answer.content.decode()))


@pytest.fixture
def walk(request, db):
    """Every page of every persona, opened once for the tests of this file."""
    if not WALKED:
        WALKED.extend(every_page(request.getfixturevalue("story")))
    return WALKED


def test_A11Y_01_no_page_is_left_out_of_the_walk(walk):
    assert set(readable()) - ON_THE_WAY - {page.route for page in walk} == set()


def test_SEC_21_no_page_breaks(walk):
    assert not {page.address for page in walk if page.status >= 500}


def test_A11Y_05_each_page_has_one_heading_a_title_of_its_own_and_one_main(walk):
    for page in walk:
        where, read = f"{page.persona}: {page.address}", page.read
        assert read.count("h1") == 1, where
        assert re.fullmatch(r"\S.* · Kith", " ".join(read.title.split())), (where, read.title)
        assert read.count("main") == 1, where
        html = next(named for tag, named in read.elements if tag == "html")
        assert html.get("lang"), where
        ids = [named["id"] for _, named in read.elements if named.get("id")]
        assert len(ids) == len(set(ids)), (where, {i for i in ids if ids.count(i) > 1})


def test_PRIV_07_titles_on_the_clients_side_tell_a_passer_by_nothing(walk):
    names = {part for who in ("Marisol Quintero-Hale", "Ines Halvorsen") for part in who.split()}
    for page in walk:
        title = page.read.title
        assert page.persona not in CLIENTS or not TELLING.search(title), (page.address, title)
        assert not [name for name in names if name in title], (page.address, title)


def test_IPT13_06_no_page_of_a_client_blames_labels_or_promises(walk):
    for page in walk:
        for kind in (PROMISES, CLAIMS, *([AVOID] if page.persona in CLIENTS else [])):
            found = kind.search(without_wording_of_measures(page.read.words))
            assert not found, (page.address, found)


def without_wording_of_measures(words):
    """A published question keeps its own words, which we may not change."""
    return re.sub(r".*feeling bad about yourself.*", "", words, flags=re.I)


def test_SEC_11_no_page_holds_inline_style_script_or_handler(walk):
    for page in walk:
        for tag, named in page.read.elements:
            where = (page.address, tag, named)
            assert "style" not in named and tag != "style", where
            assert not [name for name in named if name.startswith("on")], where
            data = named.get("type") == "application/json"
            assert tag != "script" or data or (named.get("src") and named.get("nonce")), where
            if any(name.startswith("hx-") for name in named):
                assert named.get("hx-nonce"), where


OWN = ("client", "new client")
NOT_SCANNED = "Kith does not search what you write for danger, and nobody reads it at once."


def test_PRIV_15_beside_the_boxes_a_client_writes_in_stands_that_nobody_searches_them(walk):
    told = set()
    for page in walk:
        said = page.read.words.count(NOT_SCANNED)
        theirs = page.persona in CLIENTS or page.route == "intake:enquiry"
        if theirs and page.read.count("textarea"):
            assert said == 1, (page.address, said)
            told.add(page.route)
        assert theirs or not said, page.address
    assert {"notes:own_practice", "worksheets:own_sheet"} <= told


def test_A11Y_09_PRIV_06_help_and_quick_exit_stand_in_the_same_place_everywhere(walk):
    for page in walk:
        links = [named for tag, named in page.read.elements if tag == "a"]
        if page.persona in OWN or page.route.startswith(
            ("checkins:", "intake:enquiry", "welcome:")
        ):
            if page.persona in CLIENTS and page.route != "404":
                ways = [way_out(link) for link in links if way_out(link)]
                assert ways[:3] == ["leave", "leave", "help"], (page.address, ways)


def way_out(link):
    if link.get("href", "").split("?")[0] == "/leave/":
        return "leave"
    return "help" if "help-now" in link.get("class", "") else ""


def test_A11Y_09_no_page_moves_on_by_itself(walk):
    """No refresh and no time limit in a page (2.2.1); nothing plays by itself (A11Y_04)."""
    for page in walk:
        for tag, named in page.read.elements:
            assert named.get("http-equiv", "").lower() != "refresh", page.address
            assert tag not in ("marquee", "blink", "audio", "video", "object", "embed"), (
                page.address
            )


def test_A11Y_09_what_clients_read_is_plain(walk):
    """Reading age: grade 8 at most, by Flesch and Kincaid, on every page of a client."""
    hard = {}
    for page in walk:
        if page.persona not in CLIENTS:
            continue
        said = [text for where, text in page.read.texts if reading.counts(where, text)]
        grade = reading.grade(said)
        if grade > 8:
            hard[page.address] = (round(grade, 1), reading.hardest(said))
    assert not hard


PLAIN_WORDS = ("name", "slug", "address", "words")


def everything_kept(story):
    """Every text that people wrote, as the rows of the story hold it: data, in no language."""
    from django.apps import apps

    told = set()
    for model in apps.get_models():
        fields = [f for f in model._meta.concrete_fields if isinstance(f, SealedText | SealedJSON)]
        plain = [f for f in model._meta.concrete_fields if f.name in PLAIN_WORDS]
        for row in model._base_manager.all() if fields or plain else ():
            for field in [*fields, *plain]:
                told |= set(texts_in(getattr(row, field.attname)))
    for house in (story.practice, story.other):
        told |= {t for field in house._meta.fields for t in texts_in(getattr(house, field.attname))}
    told |= {rule.title for rule in periods.rules().values()}  # laws by the name of their place
    told |= set(sources().values())  # works by their own names
    return sorted(told | wordings_of_measures(), key=len, reverse=True)


def wordings_of_measures():
    """What published questionnaires say: each language has a file of its own beside the measure."""
    files = (ROOT / "ipt/measures").glob("*/*/en.json")
    return {text for file in files for text in texts_in(json.loads(file.read_text("utf-8")))}


def texts_in(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [text for part in value for text in texts_in(part)]
    return [" ".join(value.split())] if isinstance(value, str) and len(value) > 1 else []


PIECES = ("li > p", "ins", "del")  # a text of which two versions are compared, in pieces
# Not in any language: names of things, units, zones, addresses.
SAME_EVERYWHERE = re.compile(
    r"\bKith\b|PHQ-9|GAD-7|PHQ|GAD|\bTOTP\b|\b[A-Z][A-Za-z]+/[\w/ +-]+|[\w.+-]+@[\w.-]+"
    r"|https?://\S+|\b[A-Z]{2}\b|\bIPT\b|\bUTC\b|^English$|^Pseudo$|\b[a-z_]+[:.][A-Za-z_]+\b"
)

IDS = re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{8}\b")


@pytest.fixture
def pseudo(tmp_path, settings):
    pseudo_locale.write(CATALOGUES, tmp_path)
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS, tmp_path]
    settings.LANGUAGES = [("en", "English"), ("en-xa", "Pseudo")]


def test_A11Y_09_no_page_says_a_word_that_cannot_be_translated(pseudo, story):
    for row in (story.practice, story.other, story.marisol):
        row.language = "en-xa"
        row.save()
    data = everything_kept(story)
    plain = {}
    for page in every_page(story, **{"Accept-Language": "en-xa"}):
        title = ("title", " ".join(page.read.title.split()))
        for where, text in [title, *page.read.texts]:
            left = IDS.sub("", outside_brackets(text))
            for words in data:
                left = left.replace(words, "")
                if left and where.endswith(PIECES) and left in words:
                    left = ""
            left = SAME_EVERYWHERE.sub("", left)
            if re.search(r"[A-Za-z]{2,}", left):
                plain.setdefault(text, f"{page.address} ({where})")
    assert not plain, "\n".join(f"{text!r}  {where}" for text, where in plain.items())


def test_A11Y_09_the_made_up_language_changes_every_text_and_no_value():
    assert pseudo_locale.pseudo("%(n)s of <b>{all}</b>\n") == "⟦%(n)s óf <b>{all}</b>⟧\n"
    assert outside_brackets("⟦áll ⟦iñ⟧ óñé⟧ [book] left") == "  left"
