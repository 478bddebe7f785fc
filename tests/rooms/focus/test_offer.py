"""The areas on offer are those of the course's protocol, no more and no fewer."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from ipt import focus as book
from ipt import protocol
from kith.desk import facts
from kith.focus import actions, areas, reading
from kith.focus.models import AreaRating, FocusChoice
from kith.web.once import fresh_key

SELF = "loss_of_healthy_self"
ADDED = [
    ("ipsrt", SELF, "Missing who I was before", "grief"),
    ("ipc", "boredom_loneliness_isolation", "Empty days, being alone", "connection"),
    ("ipt_sad", "role_insecurity", "Unsure of my place with others", "connection"),
    ("ipt_ed", "life_goals", "What I want from life", "transition"),
    ("ipt_a", "single_parent_family", "Life with one parent", "transition"),
]


def under(course, name):
    """The course, as if it had begun with this protocol."""
    course.protocol, course.protocol_version = name, protocol.load(name).version
    course.save()
    return course


@pytest.fixture
def rhythm(course):
    return under(course, "ipsrt")


def choose(browser, course, area, **more):
    said = {"rank": "primary", "because": "Before the illness.", "client_agrees": "yes", **more}
    path = reverse("focus:choose", args=[course.pk])
    return browser.post(path, {"form_key": fresh_key(), "area": area, **said})


def offered(page):
    return re.findall(r'name="area" value="(\w+)"', page)


@pytest.mark.parametrize(("name", "area", "client", "hue"), ADDED)
def test_S36_what_a_protocol_adds_is_offered_rated_chosen_and_shown(
    as_user, ines, marisol, course, name, area, client, hue
):
    browser = as_user(ines)
    under(course, name)
    choice = reverse("focus:choose", args=[course.pk])
    assert offered(browser.get(choice).content.decode()) == list(protocol.load(name).areas)

    evidence = reverse("focus:rate", args=[course.pk])
    page = browser.get(evidence).content.decode()
    asked = re.findall(r'name="evidence_(\w+)"', page)
    assert asked == list(protocol.load(name).areas)
    said = {f"fit_{area}": "3", f"evidence_{area}": "She says it herself."}
    assert browser.post(evidence, said).status_code == 302
    assert AreaRating.objects.get().area == area

    assert choose(browser, course, area).status_code == 302
    page = browser.get(choice).content.decode()
    assert "She says it herself." in page
    [held] = reading.held_areas(course, ines)
    assert (held.area, held.hue, held.client_label) == (area, hue, client)
    own = as_user(marisol).get("/my/focus/").content.decode()
    assert client in own and "Before the illness." in own


def test_S36_only_the_areas_of_the_book_have_rows_of_evidence(as_user, ines, rhythm):
    page = as_user(ines).get(reverse("focus:rate", args=[rhythm.pk])).content.decode()
    asked = set(re.findall(r'name="row_(\w+)"', page))
    rows = [row for area in book.area_ids() for row in book.evidence_rows(area)]
    assert asked == {row.replace(".", "_") for row in rows}


@pytest.mark.parametrize(("name", "area"), [("ipt_standard", SELF), ("ipc", "deficits")])
def test_S36_what_the_protocol_does_not_offer_is_refused(as_user, ines, course, take, name, area):
    browser = as_user(ines)
    under(course, name)
    refused = choose(browser, course, area, because="kept words")
    assert refused.status_code == 422 and "kept words" in refused.content.decode()
    evidence = reverse("focus:rate", args=[course.pk])
    browser.post(evidence, {f"fit_{area}": "3", f"evidence_{area}": "x"})
    with pytest.raises(book.UnknownFocus):
        take(course, area)
    with pytest.raises(book.UnknownFocus):
        actions.rate_area(course=course, area=area, fit=3, evidence="x", version=0, by=ines)
    assert not FocusChoice.objects.exists() and not AreaRating.objects.exists()


def test_the_hint_for_the_last_resort_stands_only_where_it_is_offered(as_user, ines, course):
    page = reverse("focus:choose", args=[course.pk])
    assert "only when no other fits" in as_user(ines).get(page).content.decode()
    under(course, "ipc")
    assert "only when no other fits" not in as_user(ines).get(page).content.decode()


def test_what_was_chosen_stays_when_the_protocol_no_longer_offers_it(
    as_user, ines, marisol, rhythm, take
):
    actions.rate_area(course=rhythm, area=SELF, fit=3, evidence="Before 2019.", version=0, by=ines)
    take(rhythm, SELF)
    course = under(rhythm, "ipt_standard")

    page = as_user(ines).get(reverse("focus:choose", args=[course.pk])).content.decode()
    assert "Grief for the lost healthy self" in page and "Before 2019." in page
    assert SELF not in offered(page)
    assert "Missing who I was before" in as_user(marisol).get("/my/focus/").content.decode()
    take(course, "dispute", "secondary")
    actions.add_goal(
        course=course, id=fresh_key(), by=ines, text="See Pilar", area=SELF, baseline=1, target=6
    )
    [aim] = reading.goals(course, ines)
    assert aim.hue == "grief"


def test_IPT13_15_all_are_rated_once_every_area_that_must_be_looked_at_is(ines, course):
    under(course, "ipt_a")
    for area in protocol.load("ipt_a").areas:
        actions.rate_area(course=course, area=area, fit=0, evidence="", version=0, by=ines)
    assert facts.gather(course, ines).recorded["areas_rated"] == len(areas.needed(course)) == 4
    under(course, "ipc")
    assert facts.gather(course, ines).recorded["areas_rated"] == 3
    assert len(areas.needed(course)) == 4


@pytest.mark.parametrize("model", [FocusChoice, AreaRating])
def test_the_database_knows_the_areas_of_the_book(course, ines, model):
    who = {"practice_id": course.practice_id, "client_id": course.client_id, "course": course}
    own = {"fit": 1, "rated_by": ines} if model is AreaRating else {"chosen_by": ines}
    own |= {} if model is AreaRating else {"rank": "primary"}
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**who, **own, area="weather")
    for area in areas.EVERY:
        row = model.objects.create(**who, **own, area=area)
        model.objects.filter(pk=row.pk).delete()


@pytest.mark.parametrize("who", ["omar", "coordinator", "kwame", "outcomes", "owner", "aoife"])
def test_SEC_03_out_of_scope_looks_absent(request, as_user, who, rhythm):
    browser = as_user(request.getfixturevalue(who))
    nothing = browser.get("/nowhere/").content
    for path in (reverse(f"focus:{page}", args=[rhythm.pk]) for page in ("choose", "rate")):
        answer = browser.get(path)
        assert (answer.status_code, answer.content) == (404, nothing), path
        said = {f"fit_{SELF}": "3", "form_key": fresh_key(), "area": SELF, "rank": "primary"}
        assert browser.post(path, {**said, "because": "x"}).status_code == 404
    assert not FocusChoice.objects.exists() and not AreaRating.objects.exists()
