"""What a machine may ask about the house: /readyz, /metrics and `kith metrics` (REL-19)."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client as Browser

from kith.post.models import Letter
from kith.upkeep import facts, numbers, views
from kith.vault import fit

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.django_db
LINE = re.compile(r'^[a-z_]+(\{version="[0-9.a-z]+"\})? [0-9.]+$')


def test_REL_19_ready_means_that_words_can_be_saved(practice):
    answer = Browser().get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready")


def no_keys():
    raise ImproperlyConfigured("The keys in /a/folder do not open the data.")


@pytest.mark.parametrize(
    "place, name, broken, word",
    [
        (fit, "refuse_strange_keys", no_keys, "keys"),
        (facts, "free_bytes", lambda: 1000, "disk"),
        (views.database, "waiting_migrations", lambda: ["people.0002"], "database"),
    ],
)
def test_REL_19_what_is_missing_is_named_by_one_word(monkeypatch, place, name, broken, word):
    monkeypatch.setattr(place, name, broken)
    answer = Browser().get("/readyz")
    assert (answer.status_code, answer.content.decode()) == (503, word)


def test_REL_19_numbers_are_for_the_addresses_that_were_named(settings, practice):
    settings.KITH_METRICS_FROM = ["192.0.2.10"]
    assert Browser(REMOTE_ADDR="192.0.2.10").get("/metrics").status_code == 200
    refused = Browser(REMOTE_ADDR="192.0.2.11").get("/metrics")
    absent = Browser(REMOTE_ADDR="192.0.2.11").get("/metricss")
    assert refused.status_code == absent.status_code == 404
    assert len(refused.content) == len(absent.content)


def test_REL_19_a_forged_address_opens_nothing(settings, practice):
    settings.KITH_METRICS_FROM, settings.KITH_TRUSTED_PROXY = ["192.0.2.10"], "127.0.0.1"
    asker = Browser(REMOTE_ADDR="192.0.2.66")
    assert asker.get("/metrics", headers={"X-Forwarded-For": "192.0.2.10"}).status_code == 404


def test_REL_19_the_numbers_have_the_form_and_no_name(practice, other_practice, marisol):
    Letter.objects.create(practice=practice, kind="reminder", event="e", route="home:today")
    lines = [line for line in numbers.text().splitlines() if not line.startswith("#")]
    assert lines and all(LINE.match(line) for line in lines)
    assert "kith_letters_late 1" in lines
    text = numbers.text()
    assert not any(word in text for word in ("Marisol", "lindenhof", str(practice.pk)))


def test_every_number_is_explained_and_told_in_the_documentation():
    assert set(numbers.values()) == set(numbers.HELP)
    page = (ROOT / "docs/using/watching.md").read_text(encoding="utf-8")
    assert [name for name in numbers.HELP if f"`{name}`" not in page] == []


def test_the_alarms_ask_for_numbers_that_exist():
    text = (ROOT / "deploy/monitoring/prometheus.yml").read_text(encoding="utf-8")
    asked = set(re.findall(r"\bkith_[a-z_]+", text))
    assert asked and asked <= set(numbers.HELP)
