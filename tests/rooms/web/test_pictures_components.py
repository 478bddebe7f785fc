"""The page of components: every label leads somewhere, every error is tied, no forbidden markup."""

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from kith.web import components_views


class Page(HTMLParser):
    def __init__(self, markup):
        super().__init__()
        self.tags = []
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def all(self, name):
        return [attrs[name] for _tag, attrs in self.tags if name in attrs]


@pytest.fixture
def shown(rf, settings):
    settings.KITH_DEVELOPMENT = True
    request = rf.get("/components/")
    request.user, request.csp_nonce = AnonymousUser(), "n0nce"
    return Page(components_views.show(request).content.decode())


def test_the_page_is_absent_outside_development(rf, settings):
    settings.DEBUG = settings.KITH_DEVELOPMENT = False

    with pytest.raises(Http404):
        components_views.show(rf.get("/components/"))


def test_A11Y_05_ids_are_unique_and_every_reference_is_kept(shown):
    ids = Counter(shown.all("id"))
    named = "for", "aria-describedby", "aria-labelledby", "popovertarget"
    wanted = {word for name in named for value in shown.all(name) for word in value.split()}

    assert max(ids.values()) == 1
    assert wanted <= set(ids)
    assert {a[1:] for a in shown.all("href") if len(a) > 1 and a[0] == "#"} <= set(ids)


def test_A11Y_05_every_control_has_a_label(shown):
    labelled = set(shown.all("for"))
    controls = [a for tag, a in shown.tags if tag in ("input", "textarea", "select")]

    assert len(controls) > 40
    assert all(a["id"] in labelled for a in controls if a.get("type") != "hidden")


def test_A11Y_05_a_refused_field_points_to_its_error(shown):
    refused = [a for tag, a in shown.tags if a.get("aria-invalid") and a.get("type") != "radio"]

    assert refused
    assert all(a["id"] + "_error" in a.get("aria-describedby", "") for a in refused)


def test_A11Y_05_one_main_one_h1_and_a_way_past_the_menu(shown):
    tags = Counter(tag for tag, _attrs in shown.tags)

    assert (
        tags["main"]
        == tags["h1"]
        == tags["title"] - len([1 for tag, a in shown.tags if tag == "title" and a.get("id")])
    )
    assert "#main" in shown.all("href") and "main" in shown.all("id")


def test_SEC_11_nothing_inline_and_a_nonce_on_every_script(shown):
    names = {name for _tag, attrs in shown.tags for name in attrs}

    assert not names & {"style", "srcdoc"} and not [n for n in names if re.match(r"on\w", n)]
    assert "style" not in {tag for tag, _attrs in shown.tags}
    assert all(a.get("nonce") == "n0nce" and a["src"] for tag, a in shown.tags if tag == "script")
    hx = [a for _tag, a in shown.tags if any(n.startswith("hx-") for n in a)]
    assert all(a.get("hx-nonce") for a in hx)
