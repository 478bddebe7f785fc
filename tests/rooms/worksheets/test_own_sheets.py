"""The client's side: sheets laid before them or begun together, filled in from the phone."""

import pytest
from django.urls import reverse

from kith.worksheets import actions
from kith.worksheets.models import OnlyForTherapist, Worksheet


@pytest.fixture
def own(course, kind_of):
    return lambda form: reverse("worksheets:own_sheet", args=[kind_of(form).row_id(course)])


@pytest.fixture
def laid(course, kind_of, ines):
    return actions.offer(course=course, kind=kind_of("sick_role"), number=1, by=ines)


def test_a_sheet_laid_before_the_client_can_be_begun(as_user, marisol, laid, own):
    browser = as_user(marisol)
    listed = browser.get(reverse("worksheets:own_list")).content.decode()
    assert "An illness, not a failing" in listed and "ready for you" in listed
    sent = {"version": str(laid.version), "duties": "Walk at noon"}
    assert browser.post(own("sick_role"), sent).status_code == 302
    assert Worksheet.objects.get().answers == {"duties": ["Walk at noon"]}


def test_PRIV_15_it_says_that_nobody_watches(as_user, marisol, laid, own):
    assert "Nobody watches this page" in as_user(marisol).get(own("sick_role")).content.decode()


def test_IPT13_16_nothing_private_is_on_the_clients_page(as_user, marisol, laid, own, course, ines):
    actions.save_private(
        sheet=laid, version=0, answers={"variant": "relational"}, words="A hunch.", by=ines
    )
    page = as_user(marisol).get(own("sick_role")).content.decode()
    assert "A hunch" not in page and "variant" not in page and "hope_stated" not in page
    sent = {"version": str(laid.version), "duties": "Rest", "variant": "full", "beside_words": "x"}
    as_user(marisol).post(own("sick_role"), sent)
    assert OnlyForTherapist.objects.get().words == "A hunch."
    assert OnlyForTherapist.objects.get().answers == {"variant": "relational"}


def test_L4_what_a_limited_role_keeps_up_is_asked_only_then(as_user, marisol, course, laid, own):
    assert "What do you keep up" not in as_user(marisol).get(own("sick_role")).content.decode()
    course.protocol, course.protocol_version = "ipt_a", "1.0.0"
    course.save()
    assert "What do you keep up" in as_user(marisol).get(own("sick_role")).content.decode()


def test_a_sheet_not_laid_before_them_looks_absent(as_user, marisol, own):
    assert as_user(marisol).get(own("sick_role")).status_code == 404


def test_SEC_02_the_therapists_own_sheets_are_not_the_clients(as_user, marisol, filled, own):
    filled("history", family="Her mother too.", bipolar_screen="no")
    assert as_user(marisol).get(own("history")).status_code == 404
    assert "History" not in as_user(marisol).get(reverse("worksheets:own_list")).content.decode()


def test_REL_06_client_and_therapist_at_once_lose_nothing(as_user, marisol, filled, laid, own):
    filled("sick_role", version=laid.version, duties=["walk"])
    sent = {"version": str(laid.version), "duties": "call Ola"}
    answer = as_user(marisol).post(own("sick_role"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "walk" in page and "call Ola" in page


def test_with_nothing_there_the_page_says_what_will_be(as_user, marisol, course):
    assert (
        "Nothing here yet" in as_user(marisol).get(reverse("worksheets:own_list")).content.decode()
    )
