"""The first conversation: what is shared, what is only for the therapist."""

import pytest
from django.urls import reverse

from kith.audit.models import AuditEvent
from kith.intake import actions, forms, reading
from kith.intake.models import Explained, Hopes, Patterns, Presenting, PrivateTwin
from kith.people.models import Revision
from tests.support import story

HYPOTHESIS = "Perhaps she gives in before she is asked."


@pytest.fixture
def address(course):
    def to(step="brings"):
        return reverse("intake:consultation_step", args=[course.pk, step])

    return to


def brings(browser, address, version=0, **more):
    said = {"challenges": "Low for five months.", "onset": "in spring", "mood": "3"}
    return browser.post(address(), {"version": version, "private_version": 0, **said, **more})


def test_S35_S83_what_brings_them_people_and_hopes_are_kept(as_user, ines, course, address):
    browser = as_user(ines)
    assert brings(browser, address).url == address("people")
    browser.post(address("people"), {"version": 0, "patterns": "I fall silent."})
    ahead = browser.post(
        address("hopes"), {"version": 0, "first": "Sleep", "explained": "on", "second": "Patience"}
    )

    assert ahead.url == reverse("safety:screen", args=[course.pk])
    assert Presenting.objects.get().mood == "3"
    assert Patterns.objects.get().patterns == "I fall silent."
    assert Hopes.objects.get().second == "Patience"
    assert Explained.objects.get().by == ines
    page = browser.get(address()).content.decode()
    assert "Low for five months." in page and 'aria-current="step"' in page


def test_IPT13_01_the_way_to_the_first_session_leads_over_consents_and_agreement(ines, course):
    def states():
        return {step["label"]: step["state"] for step in reading.path(course, ines, "next")}

    assert (states()["Consents"], states()["Agreement"]) == ("", "")
    story.consent_all(course, ines)
    story.agree(course, ines)
    course.refresh_from_db()
    assert (states()["Consents"], states()["Agreement"]) == ("done", "done")


def test_the_course_opens_at_the_first_step(as_user, ines, course):
    page = as_user(ines).get(reverse("intake:consultation", args=[course.pk]))
    assert page.status_code == 200 and "In their own words" in page.content.decode()
    assert AuditEvent.objects.filter(action="opened.consultation", actor_id=ines.pk).exists()


def test_one_hope_is_needed(as_user, ines, address):
    refused = as_user(ines).post(address("hopes"), {"version": 0, "questions": "Does it work?"})
    assert refused.status_code == 422 and "Does it work?" in refused.content.decode()


def test_S5_nothing_asks_about_childhood():
    asked = " ".join(
        f"{name} {field.label} {field.help_text}"
        for form in (forms.PresentingForm, forms.PatternsForm, forms.HopesForm)
        for name, field in form.base_fields.items()
    ).casefold()
    for word in ("child", "grew up", "upbringing", "unconscious", "why "):
        assert word not in asked


def test_IPT13_16_the_private_twin_is_a_row_of_its_own(as_user, ines, marisol, course, address):
    brings(as_user(ines), address, private=HYPOTHESIS)

    twin = PrivateTwin.objects.get()
    assert (twin.place, twin.words) == ("brings", HYPOTHESIS)
    assert HYPOTHESIS in as_user(ines).get(address()).content.decode()
    assert not PrivateTwin.objects.for_user(marisol.user).exists()
    for place in ("/my/people/", "/my/focus/"):
        assert HYPOTHESIS not in as_user(marisol).get(place).content.decode()


def test_IPT13_16_supervisor_and_coordinator_do_not_reach_it(course, ines, kwame, coordinator):
    actions.save_twin(course=course, place="brings", version=0, words=HYPOTHESIS, by=ines)
    for user in (kwame, coordinator):
        assert not PrivateTwin.objects.for_user(user).exists()


def test_REL_06_the_second_writer_sees_both_texts(as_user, ines, course, address):
    browser = as_user(ines)
    brings(browser, address)
    brings(browser, address, version=1, challenges="She cries in the car.")
    refused = brings(browser, address, version=1, challenges="She cannot sleep.")

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "She cries in the car." in page and "She cannot sleep." in page
    assert Presenting.objects.get().challenges == "She cries in the car."
    again = brings(browser, address, version=2, challenges="She cries and cannot sleep.")
    assert again.status_code == 302
    said = [r.said["challenges"] for r in Revision.objects.filter(label="intake.Presenting")]
    assert said == ["Low for five months.", "She cries in the car."]


def test_REL_06_the_private_twin_is_not_overwritten_either(as_user, ines, course, address):
    browser = as_user(ines)
    brings(browser, address, private="first")
    refused = brings(browser, address, version=1, private="second")
    assert refused.status_code == 422
    assert "first" in refused.content.decode() and PrivateTwin.objects.get().words == "first"


def test_REL_07_an_unsaved_draft_comes_back(as_user, ines, course, address):
    from kith.people import drafts

    drafts.keep(ines, address(), {"challenges": "half a sent"})
    page = as_user(ines).get(address()).content.decode()
    assert "half a sent" in page and "back below" in page
    brings(as_user(ines), address)
    assert drafts.found(ines, address()) is None


def test_what_they_wrote_when_they_asked_stands_beside(as_user, enquiry, coordinator, ines):
    course = actions.accept(enquiry=enquiry, therapist=ines, by=coordinator, name="Marisol")
    page = as_user(ines).get(reverse("intake:consultation", args=[course.pk])).content.decode()
    assert "We live like flatmates" in page


@pytest.mark.parametrize("who", ["omar", "coordinator", "kwame", "outcomes", "owner", "marisol"])
def test_SEC_03_out_of_scope_looks_absent(request, as_user, who, course, address):
    browser = as_user(request.getfixturevalue(who))
    nothing = browser.get("/nowhere/").content
    for name in ("consultation", "fit", "next"):
        answer = browser.get(reverse(f"intake:{name}", args=[course.pk]))
        assert (answer.status_code, answer.content) == (404, nothing)
    assert brings(browser, address).status_code == 404
    assert not Presenting.objects.exists()


def test_an_unknown_step_is_not_there(as_user, ines, address):
    assert as_user(ines).get(address("childhood")).status_code == 404


ROWS = {
    "tried-0-what": "Counselling",
    "tried-0-when": "2019",
    "tried-0-helped": "partly",
    "medicines-1-name": "Ramipril",
    "medicines-1-dose": "5 mg",
}


def test_S83_treatments_and_medicines_have_a_row_each(as_user, ines, address):
    browser = as_user(ines)
    assert brings(browser, address, **ROWS).status_code == 302
    row = Presenting.objects.get()
    assert row.tried == [{"what": "Counselling", "when": "2019", "helped": "partly", "how": ""}]
    assert row.medicines == [{"name": "Ramipril", "dose": "5 mg", "since": ""}]
    page = browser.get(address()).content.decode()
    assert 'value="Counselling"' in page and 'value="Ramipril"' in page


def test_a_row_without_its_first_cell_is_refused_and_kept(as_user, ines, address):
    refused = brings(as_user(ines), address, **{"medicines-0-dose": "5 mg"})
    page = refused.content.decode()
    assert refused.status_code == 422 and "“Which” is open." in page and 'value="5 mg"' in page


def test_REL_06_rows_of_a_second_writer_are_shown_in_words(as_user, ines, address):
    browser = as_user(ines)
    brings(browser, address, **ROWS)
    refused = brings(browser, address, version=0, **{**ROWS, "tried-0-what": "CBT"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Counselling · 2019 · it helped partly" in page and "CBT · 2019" in page
    unchanged = brings(browser, address, version=1, **ROWS)
    assert unchanged.status_code == 302 and Presenting.objects.get().version == 1


def people(browser, address, **more):
    said = {
        "version": 0,
        "people-0-name": "Devin",
        "people-0-relation": "partner",
        "people-0-words": "Comes home late.",
        "people-1-name": "Tamsin",
        "patterns": "I fall silent.",
    }
    return browser.post(address("people"), {**said, **more})


def test_S83_up_to_five_people_and_no_sixth(as_user, ines, address):
    assert people(as_user(ines), address, **{"people-5-name": "A sixth"}).status_code == 302
    assert [row["name"] for row in Patterns.objects.get().people] == ["Devin", "Tamsin"]
    assert 'name="people-5-name"' not in as_user(ines).get(address("people")).content.decode()


def test_people_named_at_first_are_taken_into_the_circle_once(
    as_user, ines, omar, marisol, course, address
):
    from kith.inventory.models import Person

    browser = as_user(ines)
    people(browser, address)
    take = reverse("desk:take_in", args=[course.pk])
    assert as_user(omar).post(take, {"take": ["0"]}).status_code == 404
    assert "Take these into the circle" in browser.get(address("people")).content.decode()
    for _ in range(3):
        browser.post(take, {"take": ["0", "7", "x"]})
    devin = Person.objects.get()
    assert (devin.display_name, devin.relation, devin.client) == ("Devin", "partner", marisol)
    browser.post(take, {"take": ["1"]})
    assert {p.display_name: p.relation for p in Person.objects.all()}["Tamsin"] == "other"
    page = browser.get(address("people")).content.decode()
    assert "in the circle" in page and "Take these into the circle" not in page


def test_the_leaflet_that_was_given_is_noted(as_user, ines, address):
    browser = as_user(ines)
    browser.post(address("hopes"), {"version": 0, "first": "Sleep", "leaflet": "How IPT works, 2"})
    assert Hopes.objects.get().leaflet == "How IPT works, 2"


@pytest.mark.parametrize("told, offered", [("yes", True), ("no", False), ("", False)])
def test_S49_who_told_of_a_birth_is_offered_the_questionnaire_made_for_that_time(
    as_user, ines, course, address, told, offered
):
    browser, planning = as_user(ines), reverse("checkins:schedule", args=[course.pk])
    brings(browser, address, around_birth=told)
    assert Presenting.objects.get().around_birth == told
    form = browser.get(planning).context["form"]
    assert ("epds" in form.ids) is offered
    rows = {row["every"].name: row for row in form.rows()}
    assert not offered or "first conversation" in rows["every-epds"]["help"]
