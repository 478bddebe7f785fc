"""What a start finds where the story has been told already."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from kith import clock
from kith.demo import build
from kith.people.models import Practice
from kith.post.models import Letter
from kith.serving import prepare


def test_a_real_start_refuses_the_folder_of_the_demo(demo):
    with pytest.raises(ImproperlyConfigured, match="fictional practice"):
        build.refuse_if_fictional()


def test_a_real_start_asks_before_it_serves(demo, monkeypatch):
    for step in ("kith.serving.assets.collect", "kith.serving.database.bring_up"):
        monkeypatch.setattr(step, lambda: None)
    with pytest.raises(ImproperlyConfigured, match="fictional practice"):
        prepare.everything()


def test_an_old_demo_says_how_to_get_a_fresh_one(demo, capsys):
    with clock.frozen(demo.now + timedelta(days=9)):
        build.ensure()
    assert "told 9 days ago" in capsys.readouterr().out


def test_a_second_start_finds_the_story_told(demo):
    letters = Letter.objects.count()
    assert build.ensure() is False
    assert Practice.objects.count() == 1 and Letter.objects.count() == letters
