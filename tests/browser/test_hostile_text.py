"""Text is text: hostile strings in every field, every page, policy off, nothing runs."""

from itertools import cycle

import pytest
from django.apps import apps
from django.db import models, transaction
from django.db.utils import DatabaseError

from kith.vault.fields import SealedJSON, SealedText
from kith.web import tenancy
from tests.support import world
from tests.support.hostile_fields import WRITTEN
from tests.support.pages import Story, pages

pytestmark = pytest.mark.browser
CORPUS = [
    '<b data-xss><script>window.__xss="script"</script>',
    '"><img data-xss src=x onerror="window.__xss=1">',
    "' onfocus='window.__xss=2' autofocus data-xss='",
    "</textarea></title></select><svg data-xss onload=window.__xss=3>",
    '--><iframe data-xss srcdoc="<script>parent.__xss=4</script>"></iframe>',
    'javascript:window.__xss=5//https://x.example/?" onmouseover="window.__xss=6',
    "{{ 7|add:7 }}{% debug %}<style data-xss>*{animation:x}</style>",
    "\\u003cscript\\u003ewindow.__xss=7</script><b data-xss>&lt;",
]
TRAP = """
Object.defineProperty(window, "__xss", { set(value) { console.error("ran: " + value); } });
"""
WORDS_OF_A_SET = {*world.NOT_WORDS, "people.client.language"}


class HostileStory(Story):
    """The told story, with hostile strings in every text of every row."""

    def put_canaries(self, client, who):
        self.canaries, self.corpus = {}, cycle(CORPUS)
        for model in apps.get_models():
            fields = [
                field
                for field in model._meta.concrete_fields
                if isinstance(field, SealedText | SealedJSON) and field.label not in WORDS_OF_A_SET
            ]
            for row in model._base_manager.all() if fields else ():
                self.spoil(row, fields)

    def spoil(self, row, fields):
        for field in fields:
            here = getattr(row, field.attname)
            there = self.hostile(here, mailbox="email" in field.name or "address" in field.name)
            if there == here:
                continue
            setattr(row, field.attname, there)
            try:
                with transaction.atomic():
                    models.Model.save_base(row, force_update=True, update_fields=[field.name])
            except DatabaseError:  # a signed row stays as it is; it was written hostile
                setattr(row, field.attname, here)

    def hostile(self, value, mailbox=False):
        """The same shape with other words; codes (one small word) and numbers stay."""
        if isinstance(value, dict):
            return {key: self.hostile(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.hostile(inner) for inner in value]
        if not isinstance(value, str) or mailbox or "@" in value:
            return value
        coded = value.replace("_", "").replace("-", "").isalnum() and value.islower()
        return value if coded or not value else next(self.corpus)

    def told(self):
        super().told()
        for label, names in WRITTEN.items():
            for row in apps.get_model(label)._base_manager.all():
                for name in names:
                    size = row._meta.get_field(name).max_length
                    setattr(row, name, next(self.corpus)[:size])
                models.Model.save_base(row, force_update=True, update_fields=names)
        self.practice.refresh_from_db()
        return self


def hostile_note(who):
    words = cycle(CORPUS)
    return {part: next(words) for part in ("event", "worked_on", "summary", "addendum")}


@pytest.fixture
def hostile(
    live_server,
    practice,
    other_practice,
    ines,
    omar,
    kwame,
    coordinator,
    outcomes,
    owner,
    monkeypatch,
):
    monkeypatch.setattr(world, "signed", hostile_note)
    people = (ines, omar, kwame, coordinator, outcomes, owner)
    return HostileStory(practice, other_practice, *people).told()


@pytest.fixture
def story(hostile):
    return hostile


@pytest.mark.parametrize(
    "persona", ["therapist", "client", "coordinator", "administrator", "nobody"]
)
def test_SEC_10_hostile_text_stays_text(walk_as, hostile, watch, persona):
    for expected in ("404 (Not Found)", "410 (Gone)"):
        watch.expect(expected)
    page = walk_as(persona, bypass_csp=True, width=1280, height=900)
    page.context.add_init_script(TRAP)
    page.on("dialog", lambda dialog: watch.trouble.append(f"dialog: {dialog.message}"))
    seen = 0
    for where in pages(hostile, persona):
        page.goto(where.address)
        assert not page.locator("[data-xss], iframe, main style").count(), where
        page.evaluate(
            "() => document.querySelectorAll('a, input, textarea').forEach((e) => e.focus())"
        )
        seen += page.content().count("__xss")
    assert seen or persona not in ("therapist", "client"), "nothing hostile was on any page"
    assert not watch.unexpected


def test_SEC_10_the_trap_can_close(walk_as, hostile, watch):
    page = walk_as("nobody", bypass_csp=True)
    page.context.add_init_script(TRAP)
    page.goto("/help/")
    page.evaluate("() => { window.__xss = 1 }")
    watch.expect("ran: 1")
    assert any("ran: 1" in trouble for trouble in watch.trouble)


def test_SEC_10_hostile_text_comes_back_letter_for_letter(hostile):
    with tenancy.within(hostile.practice.pk):
        hostile.marisol.refresh_from_db()
        assert hostile.marisol.name in CORPUS
