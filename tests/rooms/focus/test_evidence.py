"""The evidence row by row, with what was told before beside it; a suggestion, never a decision."""

import pytest
from django.urls import reverse

from kith.focus import actions, reading, reading_evidence
from kith.focus.models import AreaRating
from kith.inventory.actions import place
from kith.people.models import Revision

FITS = {"grief": 0, "dispute": 3, "role_transition": 1, "deficits": 0}


@pytest.fixture
def address(course):
    return reverse("focus:rate", args=[course.pk])


def rate_all(course, by, **fits):
    for area, fit in {**FITS, **fits}.items():
        actions.rate_area(course=course, area=area, fit=fit, evidence="", version=0, by=by)


def test_S36_each_row_is_judged_with_words_for_and_against(as_user, ines, course, devin, address):
    said = {
        "row_dispute_one_other": "2",
        "row_dispute_unequal_expectations": "1",
        "evidence_dispute": "Sunday chores.",
        "against_dispute": "They still laugh together.",
        "people_dispute": [str(devin.pk)],
        "fit_dispute": "3",
    }
    assert as_user(ines).post(address, said).status_code == 302

    row = AreaRating.objects.get()
    assert row.rows == {"dispute.one_other": 2, "dispute.unequal_expectations": 1}
    assert (row.against, row.person_ids) == ("They still laugh together.", [str(devin.pk)])
    page = as_user(ines).get(reverse("focus:choose", args=[course.pk])).content.decode()
    for words in ("One other person, named", "Clear", "They still laugh together.", "Devin"):
        assert words in page
    again = as_user(ines).get(address).content.decode()
    assert again.count("checked") >= 4


def test_S36_a_row_without_a_judgement_of_the_whole_is_asked_again(as_user, ines, address):
    refused = as_user(ines).post(address, {"row_grief_life_narrowed": "2"})
    assert refused.status_code == 422 and "Say how well it fits" in refused.content.decode()
    assert not AreaRating.objects.exists()


def test_S36_what_was_told_before_stands_beside_with_where_it_comes_from(
    as_user, ines, course, devin, address
):
    from datetime import date

    from kith.intake import actions as intake
    from kith.intake.models import Hopes, Patterns

    place(person=devin, moment="before", ring="inner", by=ines, picture_on=date(2026, 1, 1))
    words = {"version": 0, "by": ines, "course": course}
    intake.save_part(model=Patterns, patterns="I keep quiet.", **words)
    intake.save_part(model=Hopes, first="Stop living like flatmates.", **words)

    collected = reading_evidence.Collected(course, ines)
    [person, pattern] = collected.beside("dispute")
    assert person.text == "Devin: silent, phone at table"
    assert person.why == "something hard between them, further away than before it began"
    assert person.url == reverse("inventory:person", args=[course.pk, devin.pk])
    assert (pattern.text, pattern.source) == ("I keep quiet.", "First conversation")
    assert [fact.text for fact in collected.always()] == ["Stop living like flatmates."]
    page = as_user(ines).get(address).content.decode()
    assert "further away than before it began" in page and "flatmates" in page


def test_REL_06_a_second_writer_sees_both_with_every_row(as_user, ines, course, address):
    browser = as_user(ines)
    browser.post(address, {"fit_grief": "1", "row_grief_life_narrowed": "1"})
    said = {"fit_grief": "1", "row_grief_life_narrowed": "2", "against_grief": "No death."}
    refused = browser.post(address, {**said, "version_grief": "0"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Life narrower since: Possible" in page and "Life narrower since: Clear" in page
    assert AreaRating.objects.get().rows == {"grief.life_narrowed": 1}


def test_SEC_33_a_former_rating_is_kept(ines, course):
    rate_all(course, ines)
    actions.rate_area(
        course=course, area="grief", fit=2, evidence="", version=1, by=ines,
        rows={"grief.life_narrowed": 2},
    )  # fmt: skip
    assert Revision.objects.get(label="focus.AreaRating").said["fit"] == 0


def test_a_row_of_another_area_is_refused(ines, course):
    with pytest.raises(ValueError):
        actions.rate_area(
            course=course, area="grief", fit=1, evidence="", version=0, by=ines,
            rows={"dispute.one_other": 1},
        )  # fmt: skip


def test_S36_the_page_suggests_with_reasons_and_says_it_decides_nothing(as_user, ines, course):
    page = reverse("focus:choose", args=[course.pk])
    assert "Not enough to say yet" in as_user(ines).get(page).content.decode()
    rate_all(course, ines, role_transition=2)
    seen = as_user(ines).get(page).content.decode()
    assert "could come first" in seen and "could stand beside it" in seen
    assert "It is the main one." in seen and "no decision" in seen
    assert reading.held_areas(course, ines) == []


def test_the_last_resort_beside_a_clear_area_is_a_note_and_no_wall(as_user, ines, course, take):
    rate_all(course, ines)
    take(course, "deficits")
    page = as_user(ines).get(reverse("focus:choose", args=[course.pk])).content.decode()
    assert "Interpersonal dispute fits clearly, too." in page


def test_IPT13_16_nothing_of_the_evidence_is_on_the_clients_pages(
    as_user, ines, marisol, course, devin, take
):
    actions.rate_area(
        course=course, area="dispute", fit=3, evidence="She gives in.", version=0, by=ines,
        against="He may be ill.", rows={"dispute.one_other": 2},
    )  # fmt: skip
    take(course)
    for path in ("/my/focus/", "/my/formulation/", "/my/people/"):
        page = as_user(marisol).get(path).content.decode()
        assert "She gives in." not in page and "He may be ill." not in page


def test_every_rated_area_costs_no_further_query(
    as_user, ines, course, address, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = as_user(ines)
    browser.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get(address)
    rate_all(course, ines)
    with CaptureQueriesContext(connection) as many:
        browser.get(address)
    assert len(many) <= len(few) + 1


def test_IPT13_06_IPT13_16_the_weighing_of_areas_is_in_the_staffs_copy_alone(ines, course):
    from kith.keeping import gather
    from kith.keeping.telling import Teller

    rows = {"deficits.few_ties": 2, "deficits.lonely": 1}
    actions.rate_area(
        course=course, area="deficits", fit=1, evidence="", version=0, by=ines, rows=rows
    )

    def told(whose):
        found = gather.rows(course.client, whose)
        parts = Teller(found, gather.people(found, course.client), "Europe/London").parts()
        return str([part for part in parts if part["id"] == "focus-arearating"])

    assert "Few or shallow ties across life: Clear" in told("staff")
    own = told("client")
    assert "Few or shallow" not in own and "deficit" not in own.casefold()
