"""A real practice and the made-up one never share a folder."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ImproperlyConfigured

from kith.demo import build
from kith.people.models import Practice

MOMENT = datetime(2026, 3, 4, 12, tzinfo=UTC)


def test_the_demo_refuses_a_folder_with_a_real_practice(practice):
    with pytest.raises(ImproperlyConfigured, match="holds a real practice"):
        build.ensure()
    assert Practice.objects.get() == practice


def test_a_folder_without_a_practice_is_anybodys(db):
    build.refuse_if_fictional()


def test_a_start_that_breaks_off_leaves_nothing_behind(db, monkeypatch):
    def broken(here):
        def story():
            yield MOMENT
            raise RuntimeError("the lights go out")

        return [story()]

    monkeypatch.setattr("kith.demo.cases.stories", broken)
    with pytest.raises(RuntimeError):
        build.build(MOMENT, people=[])
    assert not Practice.objects.exists()
    build.refuse_if_fictional()
