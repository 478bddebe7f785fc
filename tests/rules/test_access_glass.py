"""SEC-34 over every route: what an open break-glass opens, and what it never does.

Ines has Berit's record open; Omar treats Berit. Every route is asked about Berit's own ids.
"""

from functools import partial

import pytest
from django.urls import reverse

from kith.people import access
from tests.rules.test_access_matrix import METHODS, ask, names_a_record
from tests.support import canaries
from tests.support.eyes import GLASS, LIBRARY, OBJECTS, ROUTES
from tests.support.pages import routes

pytestmark = pytest.mark.django_db
PARTS = ("safety", "answers", "course", "sheets", "timeline", "notes", "ending")
# Hers too while it is open: the pages of the opening, and what is nobody's record.
OWN = {*GLASS, "glass:end"}
NOT_A_CLIENTS = {
    "user_id", "definition_id", "enquiry_id", "file_id", "cover_id", "leaflet_id", "logo_id"
}  # fmt: skip


def about_berit(name):
    """Whether a route names something of Berit's."""
    there = set(routes()[name].pattern.converters)
    return names_a_record(name) and not there & NOT_A_CLIENTS and name not in OWN


def cases():
    for name in ROUTES:
        if name in routes() and not name.startswith(LIBRARY) and about_berit(name):
            yield from ((name, method) for method in METHODS)


def test_SEC_34_no_route_but_those_of_the_opening_shows_or_changes_anything(world):
    browser, wrong, deeds = world.browser("own therapist"), [], {}
    assert browser.get(reverse("glass:record", args=[world.ids["opening_id"]])).status_code == 200
    asked = list(cases())
    assert len(asked) > 200

    def absent_too(name, method):
        real = ask(browser, world.address(name, "berit"), name, method)
        absent = ask(browser, world.address(name, "berit", absent=True), name, method)
        alike = real.status_code == absent.status_code and real.content == absent.content
        if not alike or real.status_code not in (404, 405):
            wrong.append(f"{method} {name}: {real.status_code}")

    for name, method in asked:
        deeds[f"{method} {name}"] = partial(absent_too, name, method)
    assert not world.unchanged_by(deeds)
    assert not wrong, "\n".join(wrong)


def test_SEC_34_forms_of_the_record_filled_in_change_nothing(world):
    browser, deeds = world.browser("own therapist"), {}
    for name, forms in world.forms().items():
        if name in ROUTES and about_berit(name):
            for number, (_, form) in enumerate(forms):
                address = world.address(name, "berit")
                deed = partial(browser.post, address, form.plausible())
                assert deed().status_code == 404, name
                deeds[f"{name} {number}"] = deed
    assert len(deeds) > 30
    assert not world.unchanged_by(deeds)


def test_SEC_34_no_list_names_the_client(world):
    """Lists, counts, search: as if nothing were open."""
    browser, shown = world.browser("own therapist"), {}
    for name, row in ROUTES.items():
        if name not in routes() or "GET" not in row or name.startswith(LIBRARY):
            continue
        if names_a_record(name) or name in ("glass:start", "home:leave"):
            continue
        for query in ("", "?name=kanari", "?page=2"):
            answer = browser.get(world.address(name) + query)
            found = {what for whose, what in canaries.seen_in(answer) if whose == "berit"}
            shown |= {f"{name}{query}": found} if found else {}
    assert not shown


def bg_models():
    for model, fields in canaries.models_with_words():
        thing = getattr(model, "access_object", None)
        if thing and "BG" in OBJECTS[thing].values():
            yield model, fields


def seen_on_the_pages(world):
    browser, seen = world.browser("own therapist"), set()
    for part in PARTS:
        answer = browser.get(reverse("glass:part", args=[world.ids["opening_id"], part]))
        assert answer.status_code == 200
        seen |= {what for whose, what in canaries.seen_in(answer) if whose == "berit"}
    return seen


def test_SEC_34_exactly_what_the_matrix_marks_is_shown(world):
    there = {what for whose, what in world.canaries.put if whose == "berit"}
    marked = {canaries.what(f) for _, fields in bg_models() for f in fields} & there
    seen = seen_on_the_pages(world)
    assert seen - marked == {"people.client.name"}  # which the reader typed
    assert marked - seen == set()


def test_SEC_34_each_object_is_readable_as_the_matrix_says(world):
    """Row by row, apart from any page: under glass R of what is marked BG, and nothing more."""
    omitted = set()
    with world.trial(), access.under_glass(world.ids["opening_id"]):
        for model, _ in canaries.models_with_words():
            thing = getattr(model, "access_object", None)
            if thing is None or model.access_client is None:
                continue
            client = model.access_client or "pk"
            for letter in "CRUDSX":
                rows = model._base_manager.filter(
                    access.reach(world.ines, thing, letter, client=model.access_client)
                ).filter(**{client: world.berit.pk})
                opens = letter == "R" and "BG" in OBJECTS[thing].values()
                if rows.exists() != opens and thing != "enquiry":
                    omitted.add(f"{model.__name__} {letter}")
    assert not omitted


@pytest.mark.parametrize(
    "what", ["diary_private", "diary_shared", "process_note", "messages", "files", "inventory"]
)
def test_SEC_34_what_it_never_opens_is_not_marked(what):
    assert "BG" not in OBJECTS[what].values()


# Rows of our own, which the requirements do not have: history and condition are part of what a
# consultation finds out, the timeline of what a focus rests on (decision 29).
OURS = ("worksheet", "therapist_sheet", "timeline")


def test_SEC_34_the_column_of_break_glass_is_that_of_the_requirements():
    marked = {name for name, row in OBJECTS.items() if "BG" in row.values()}
    assert marked == {
        "consultation",
        "focus",
        "measure_answers",
        "measure_totals",
        "risk_alert",
        "risk_screen",
        "emergency_contact",
        "safety_plan",
        "note_signed",
        "ending",
        *OURS,
    }
    row = OBJECTS["break_glass"]
    assert {c: row.get(c, "") for c in ("Cl", "Th+", "Th-", "Su", "Co", "Ou", "Ad", "No")} == {
        "Cl": "R", "Th+": "C", "Th-": "C", "Su": "C", "Co": "", "Ou": "", "Ad": "R", "No": "",
    }  # fmt: skip
