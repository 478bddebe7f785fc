"""What templates and the book may say to whom, and what no template may hold."""

import re
from pathlib import Path

import pytest

from ipt import words
from tests.support.markup import untranslated

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(ROOT.glob("kith/**/templates/**/*.html"))
LETTERS = sorted(ROOT.glob("kith/post/templates/**/*.txt"))
# The client reads these: the client's home, check-in, enquiry, invitation, sign-in, errors, mail.
CLIENT = re.compile(
    r"/templates/(home/|checkins/(?!schedule|enter|paper)|account/|mfa/|components/|web/roles"
    r"|[a-z]+/own_|people/accept|people/own_|intake/(enquiry|sent)|welcome/(start|ipt|helps|evidence|people|asking|access|frame|houses)|post/|[^/]+\.(html|txt)$)"
)
CLIENT_FILES = [p for p in [*PAGES, *LETTERS] if CLIENT.search(p.as_posix())]
AVOID = re.compile(
    r"deficit|terminat|dysfunction|non-?complian|overdue|\bfail(ed|ure|s)?\b|homework"
    r"|suicidal contract|\bnon-?adheren|\bdefaulter|drop-?out",
    re.I,
)
PROMISES = re.compile(
    r"\bwe (are )?(monitor|watch)|monitor(s|ed)? you|watch(es)? over you|keep an eye on you"
    r"|somebody is (always )?watching|around the clock by",
    re.I,
)
CLAIMS = re.compile(
    r"\bcures?\b|\bcured\b|guarantee|as good as (cbt|medic|any)|better than (cbt|medic)"
    r"|proven to|100 ?%|always works|miracle|\bheals?\b",
    re.I,
)
MONITORED = re.compile(r"(nobody|no one|not|never)\b[^.]*$", re.I)


def name(path):
    return path.relative_to(ROOT).as_posix()


def said(path):
    """The words of a template: no comments, no addresses, no names of blocks and variables."""
    text = re.sub(
        r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}", "", path.read_text("utf-8"), flags=re.S
    )
    quoted = re.findall(r'\{%\s*translate\s+"([^"]*)"|_\("([^"]*)"\)', text)
    blocks = re.findall(r"blocktrans(?:late)?\b[^%]*%\}(.*?)\{%\s*endblocktrans", text, re.S)
    bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", text, flags=re.S)
    return "\n".join([*(a or b for a, b in quoted), *blocks, bare])


def for_clients():
    """Words of the book that are meant for clients by their id."""
    return {
        id: text
        for id, text in words.catalogue("en").items()
        if re.search(r"(^|[._])client([._]|$)", id) or id.startswith(("consent.", "ending.client"))
    }


@pytest.mark.parametrize("path", CLIENT_FILES, ids=name)
def test_IPT13_06_what_clients_read_never_blames_or_labels(path):
    assert not AVOID.search(said(path))


def test_IPT13_06_the_books_words_for_clients_never_blame_or_label():
    assert for_clients()
    assert not {id: text for id, text in for_clients().items() if AVOID.search(text)}


@pytest.mark.parametrize("path", [*PAGES, *LETTERS], ids=name)
def test_IPT13_12_no_page_promises_that_somebody_watches(path):
    assert not PROMISES.search(said(path))


@pytest.mark.parametrize("path", [*PAGES, *LETTERS], ids=name)
def test_IPT13_17_no_page_claims_a_cure(path):
    assert not CLAIMS.search(said(path))


def test_IPT13_17_neither_book_nor_readme_claims_a_cure():
    texts = {**words.catalogue("en"), "README": (ROOT / "README.md").read_text("utf-8")}
    found = {id: text for id, text in texts.items() if CLAIMS.search(text)}
    assert not {id: m for id, m in found.items() if not denies(m)}


def denies(text):
    """Whether each claim in a text is one that is refused: 'it promises no cure'."""
    return all(
        re.search(r"\b(no|not|never|nor|without)\b[^.]*$", text[: found.start()], re.I)
        for found in CLAIMS.finditer(text)
    )


def test_IPT13_12_no_message_of_the_book_promises_that_somebody_watches():
    texts = words.catalogue("en").items()
    assert not {id: text for id, text in texts if PROMISES.search(text)}


@pytest.mark.parametrize(
    "text, kind",
    [
        ("Your homework is overdue", AVOID),
        ("The payment failed", AVOID),
        ("We monitor your answers", PROMISES),
        ("It is as good as CBT", CLAIMS),
        ("It cures anxiety", CLAIMS),
    ],
)
def test_IPT13_06_the_lists_can_find_something(text, kind):
    assert kind.search(text)


INLINE = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "a style element": r"<style\b",
    "an inline script": r"<script(?![^>]*\bsrc=)",
    "a script without the page's nonce": r"<script(?![^>]*\bnonce=)",
    "a handler attribute": r"<[^>{]*\son[a-z]+\s*=",
    "an address that is a script": r"javascript:",
    "unescaped text": r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq",
}


@pytest.mark.parametrize("what", INLINE)
def test_SEC_11_no_template_holds(what):
    found = re.compile(INLINE[what], re.I)
    assert not [name(path) for path in PAGES if found.search(path.read_text("utf-8"))]


def test_SEC_11_every_htmx_element_carries_the_nonce():
    wrong = []
    for path in PAGES:
        for element in re.findall(r"<[a-z-]+[^<>]*\shx-[a-z]+[^<>]*>", path.read_text("utf-8")):
            if "hx_nonce" not in element and "hx-nonce" not in element:
                wrong.append(f"{name(path)}: {element[:80]}")
    assert not wrong


def test_A11Y_02_no_template_changes_the_order_of_the_keyboard():
    found = re.compile(r"tabindex\s*=\s*[\"']?[1-9]|accesskey", re.I)
    assert not [name(path) for path in PAGES if found.search(path.read_text("utf-8"))]


# The first is seen by developers only, the second holds attributes and no words.
NOT_SAID = ("web/components.html", "components/auto_save_attrs.html")


@pytest.mark.parametrize("path", [p for p in PAGES if not name(p).endswith(NOT_SAID)], ids=name)
def test_A11Y_09_every_word_of_a_template_can_be_translated(path):
    left = [text for text in untranslated(path.read_text("utf-8")) if text != "Kith"]
    assert not left


def test_A11Y_09_the_finder_finds_what_is_not_translated():
    assert untranslated('<p>{% translate "Yes" %} no way {{ x }}</p>') == ["no way"]
    assert untranslated('<a aria-label="Close">{{ x }}</a>') == ["Close"]
    assert not untranslated("<p>{% blocktranslate %}Yes {{ x }}{% endblocktranslate %}</p>")
