"""Whether IPT fits: a judgement with reasons, signed; where it leads."""

from datetime import date

import pytest
from django.urls import reverse

from ipt import intake as book
from kith.care import actions as care
from kith.care import young
from kith.care.models import Course, Passage
from kith.intake import actions, reading
from kith.intake.models import Fit, PrivateTwin
from kith.web.once import fresh_key


@pytest.fixture
def address(course):
    return reverse("intake:fit", args=[course.pk])


def sign(browser, address, outcome="ipt_start", **more):
    said = {
        "form_key": fresh_key(),
        "rate_dx_match": "favours",
        "note_dx_match": "five months low",
        "rate_safety_at_home": "caution",
        "outcome": outcome,
        "reasons": "A dispute near the onset.",
        "next_on": "2026-03-20",
        "alone": "yes",
    }
    return browser.post(address, {**said, **more})


def test_S46_S84_the_judgement_is_signed_with_its_reasons(as_user, ines, course, address):
    answer = sign(as_user(ines), address)

    assert answer.url == reverse("intake:next", args=[course.pk])
    fit = Fit.objects.get()
    assert fit.ratings == {"dx_match": "favours", "safety_at_home": "caution"}
    assert (fit.outcome, fit.signed_by) == ("ipt_start", ines)
    page = as_user(ines).get(answer.url).content.decode()
    assert "A dispute near the onset." in page and "Prepare the contract" in page


def test_S84_twelve_rows_and_no_total(as_user, ines, address):
    page = as_user(ines).get(address).content.decode()
    for row in book.rows():
        assert f'name="rate_{row.id}"' in page
    assert len(book.rows()) == 12
    rows = page.split('aria-label="Twelve rows"')[1].split("</section>")[0].casefold()
    assert "total" not in rows and "score" not in rows
    assert 'value="stop"' in page


def test_S84_where_a_row_speaks_against_ipt_begins_only_with_a_word_why(
    as_user, ines, course, address
):
    refused = sign(as_user(ines), address, rate_bipolar_screen="stop")
    assert refused.status_code == 422 and not Fit.objects.exists()
    assert "Say why IPT begins" in refused.context["form"].errors["note_bipolar_screen"][0]
    assert sign(as_user(ines), address, "more_assessment", rate_bipolar_screen="stop").url
    words = "A high spell in 1998; a psychiatrist has seen her."
    said = {"rate_bipolar_screen": "stop", "note_bipolar_screen": words}
    page = as_user(ines).get(sign(as_user(ines), address, **said).url).content.decode()
    assert "speaks against" in page and words in page and "It stands for:" in page


def test_a_row_without_a_stop_offers_none(as_user, ines, course, address):
    refused = sign(as_user(ines), address, rate_grief_type="stop")
    assert refused.status_code == 422 and not Fit.objects.exists()


@pytest.mark.parametrize(
    ("outcome", "status", "reason"),
    [
        ("ipt_start", "consultation", ""),
        ("ipt_plus_medical", "consultation", ""),
        ("more_assessment", "consultation", ""),
        ("crisis_first", "consultation", ""),
        ("ipt_waitlist", "waiting", ""),
        ("other_therapy", "closed", "referred_on"),
        ("refer_specialist", "closed", "referred_on"),
        ("client_declines", "closed", "client_ended_early"),
        ("self_help_or_wellbeing", "closed", "not_suitable"),
    ],
)
def test_S84_the_outcome_moves_the_course(as_user, ines, course, address, outcome, status, reason):
    closes = {"closes": "on"} if status == "closed" else {}
    assert sign(as_user(ines), address, outcome, **closes).status_code == 302
    course.refresh_from_db()
    assert (course.status, course.close_reason) == (status, reason)
    assert Passage.objects.exists() == (status != "consultation")


def test_a_judgement_closes_the_course_only_when_it_says_so(as_user, ines, course, address):
    refused = sign(as_user(ines), address, "refer_specialist")
    assert refused.status_code == 422 and not Fit.objects.exists()
    assert "This judgement closes the course." in refused.content.decode()
    course.refresh_from_db()
    assert course.status == "consultation"


def test_a_closed_course_is_judged_no_more_and_says_what_a_return_is(
    as_user, ines, course, address
):
    key = fresh_key()
    sent = {"outcome": "refer_specialist", "closes": "on", "form_key": key}
    for _ in range(2):  # sent twice, it is the same one
        assert sign(as_user(ines), address, **sent).status_code == 302
    again = sign(as_user(ines), address, "more_assessment")
    assert again.status_code == 422 and Fit.objects.count() == 1
    page = as_user(ines).get(address).content.decode()
    assert "Coming back begins with a new enquiry" in page and "Sign this judgement" not in page


def test_an_adapted_form_changes_the_protocol(as_user, ines, course, address):
    assert sign(as_user(ines), address, "ipt_adapted").status_code == 422
    sign(as_user(ines), address, "ipt_adapted", protocol="ipt_grief")
    course.refresh_from_db()
    assert (course.protocol, course.status) == ("ipt_grief", "consultation")


def test_a_later_judgement_adds_a_row(as_user, ines, course, address):
    sign(as_user(ines), address, "ipt_waitlist")
    sign(as_user(ines), address, "ipt_start")

    assert [fit.outcome for fit in Fit.objects.all()] == ["ipt_waitlist", "ipt_start"]
    course.refresh_from_db()
    assert course.status == "consultation"


def test_REL_05_signed_twice_it_is_one_judgement(as_user, ines, address):
    key = fresh_key()
    for _ in range(2):
        assert sign(as_user(ines), address, form_key=key).status_code == 302
    assert sign(as_user(ines), address, form_key=key, reasons="Other").status_code == 422
    assert Fit.objects.count() == 1


def test_reasons_and_a_day_are_needed_and_words_stay(as_user, ines, address):
    refused = sign(as_user(ines), address, reasons="", next_on="", note_risk="kept words")
    page = refused.content.decode()
    assert refused.status_code == 422 and "kept words" in page and "Set a day" in page


def test_IPT13_01_to_start_still_waits_for_the_gates(as_user, ines, course, address):
    page = as_user(ines).get(sign(as_user(ines), address).url).content.decode()
    assert reverse("safety:screen", args=[course.pk]) in page
    assert reverse("care:consents", args=[course.pk]) in page
    assert "Begin treatment" not in page


def test_a_course_in_treatment_is_not_moved(ines, course):
    Course.objects.filter(pk=course.pk).update(status="active", phase="initial")
    actions.sign_fit(
        course=course, id=fresh_key(), by=ines, outcome="refer_specialist", reasons="New facts."
    )
    course.refresh_from_db()
    assert course.status == "active"


def test_IPT13_08_the_page_says_that_safety_is_asked_alone(as_user, ines, course, address):
    page = as_user(ines).get(address).content.decode()
    assert "no letter home" in page
    from kith.safety.actions import record_screen

    record_screen(
        course=course, by=ines, id=fresh_key(), clinician_level="low",
        private_question="asked_no_fear",
    )  # fmt: skip
    assert "no letter home" not in as_user(ines).get(address).content.decode()


def test_IPT13_16_the_coordinator_sees_outcome_and_day_and_no_text(
    as_user, enquiry, coordinator, ines
):
    course = actions.accept(enquiry=enquiry, therapist=ines, by=coordinator, name="Marisol")
    address = reverse("intake:fit", args=[course.pk])
    sign(as_user(ines), address, private="A hypothesis.", next_step="Ring her sister.")
    page = as_user(coordinator).get(reverse("intake:enquiry_open", args=[enquiry.pk]))

    said = page.content.decode()
    assert "IPT fits: Start IPT" in said and "20 Mar 2026" in said
    for hidden in ("A dispute near the onset.", "A hypothesis.", "five months low", "Ring her"):
        assert hidden not in said
    assert PrivateTwin.objects.get().words == "A hypothesis."


def test_the_client_reads_where_it_leads_and_no_more(ines, marisol, course, as_user, address):
    assert reading.for_client(course, marisol.user) is None
    sign(as_user(ines), address)
    told = reading.for_client(course, marisol.user)
    assert set(told) == {"text", "on"} and "dispute" not in told["text"]


def test_a_refusal_of_care_changes_nothing(ines, course):
    """Treatment does not begin by the judgement alone."""
    with pytest.raises(care.GateClosed) as closed:
        from kith.intake.facts import before_start

        care.begin_treatment(course=course, facts=before_start(course), by=ines)
    assert closed.value.missing == ("risk_screen", "consents")


def test_IPT13_15_an_adapted_form_that_needs_something_waits_for_it(as_user, ines, course, address):
    refused = sign(as_user(ines), address, "ipt_adapted", protocol="ipsrt")
    assert refused.status_code == 422
    assert "Needs a prescriber who is known" in refused.content.decode()
    prescriber(course, ines)
    sign(as_user(ines), address, "ipt_adapted", protocol="ipsrt")
    course.refresh_from_db()
    assert (course.protocol, course.protocol_version) == ("ipsrt", "1.0.0")


def prescriber(course, by):
    """A prescriber is named in the record."""
    from kith.care import adapting

    said = {"role": "prescriber", "name": "Dr Moss", "reach": "0800 1"}
    adapting.name_person(course=course, id=fresh_key(), by=by, **said)


def test_IPT13_15_what_is_not_offered_is_shown_with_its_reason(as_user, ines, course, address):
    prescriber(course, ines)
    page = as_user(ines).get(address).content.decode()
    assert 'value="ipsrt"' in page and 'value="ipt_group"' not in page
    assert "Needs a group: this practice has none set up." in page
    assert 'value="ipt_partner"' not in page and 'value="ipt_guided_online"' not in page
    assert "CBT did better in trials" in page and "12 to 18 years" in page
    assert sign(as_user(ines), address, "ipt_adapted", protocol="ipt_group").status_code == 422


def test_IPT13_08_work_with_a_partner_waits_for_the_private_question(
    as_user, ines, course, address
):
    from tests.support import story

    story.screen(course, ines, private="positive")
    assert 'value="ipt_partner"' not in as_user(ines).get(address).content.decode()
    story.screen(course, ines)
    assert 'value="ipt_partner"' in as_user(ines).get(address).content.decode()
    signed = sign(
        as_user(ines), address, "ipt_adapted", protocol="ipt_partner", in_place=["partner_consent"]
    )
    assert signed.status_code == 302


@pytest.mark.parametrize("condition", ["bipolar", "eating"])
def test_IPT13_10_with_bipolar_or_eating_disorder_no_plain_course_is_signed(
    as_user, ines, address, condition
):
    page = sign(as_user(ines), address, condition=condition)
    assert page.status_code == 422 and "plain IPT is not safe" in page.content.decode()
    assert not Fit.objects.exists()
    again = sign(as_user(ines), address, "refer_specialist", condition=condition, closes="on")
    assert again.status_code == 302


@pytest.fixture
def rule(practice):
    practice.age_of_consent, practice.consents_below = 16, "one"
    practice.save()


def test_IPT13_15_where_ipt_fits_it_is_said_who_may_consent(as_user, ines, address):
    refused = sign(as_user(ines), address, alone="")
    assert refused.status_code == 422 and "Say who may consent" in refused.content.decode()
    assert not Fit.objects.exists()
    assert sign(as_user(ines), address, "more_assessment", alone="").status_code == 302


def test_IPT13_15_who_is_too_young_begins_in_the_form_for_young_people_alone(
    as_user, ines, course, address, rule
):
    refused = sign(as_user(ines), address, alone="no")
    assert refused.status_code == 422
    assert "At this age choose “IPT for young people”" in refused.content.decode()
    assert not Fit.objects.exists()
    signed = sign(
        as_user(ines),
        address,
        "ipt_adapted",
        alone="no",
        protocol="ipt_a",
    )
    assert signed.status_code == 302, signed.context["form"].errors
    course.refresh_from_db()
    assert (course.protocol, course.too_young) == ("ipt_a", True)
    again = as_user(ines).get(address).content.decode()
    assert "checked" in again.split('name="alone" value="no"')[1].split(">")[0]


def test_IPT13_15_where_nobody_judged_who_may_consent_the_consents_say_so(
    as_user, ines, course, address
):
    consents = reverse("care:consents", args=[course.pk])
    said = "old enough to consent alone was not judged yet"
    assert said in as_user(ines).get(consents).content.decode()
    sign(as_user(ines), address)
    assert said not in as_user(ines).get(consents).content.decode()


@pytest.mark.parametrize("born, said", [(date(2012, 3, 4), "yes"), (date(1990, 3, 4), "no")])
def test_IPT13_15_what_is_said_of_the_age_agrees_with_the_birthday(
    as_user, ines, course, address, rule, born, said
):
    young.save_birthday(course=course, version=0, born_on=born, by=ines)
    refused = sign(as_user(ines), address, alone=said)
    assert refused.status_code == 422
    assert "By the birthday that is written down" in refused.content.decode()
    assert not Fit.objects.exists()
