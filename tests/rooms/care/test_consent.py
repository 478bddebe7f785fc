from django.urls import reverse

from kith.care import actions, consents
from kith.care.models import Consent


def say(course, by, kind, given=True, how="said"):
    return actions.answer_consent(
        course=course, kind=kind, given=given, how=how, by=by, text_version="1"
    )


def test_PRIV_04_each_answer_is_kept_with_version_language_who_and_when(course, ines):
    consent = say(course, ines, "treatment")
    assert (consent.text_version, consent.language) == ("1", "en")
    assert consent.answered_by == ines and consent.answered_at


def test_PRIV_04_withdrawing_is_one_step_and_keeps_the_story(as_user, marisol, course, ines):
    say(course, ines, "messaging")
    page = reverse("care:own_consents")
    as_user(marisol).post(page, {"consent-messaging": "no"})

    assert not consents.given(course, "messaging")
    former = Consent.objects.get(course=course, kind="messaging", given=True)
    assert former.withdrawn_at and former.withdrawn_by == marisol.user


def test_PRIV_04_questions_are_answered_apart(as_user, ines, course):
    address = reverse("care:consents", args=[course.pk])
    as_user(ines).post(address, {"consent-treatment": "yes", "consent-recording": "no"})
    assert consents.given(course, "treatment")
    assert not consents.given(course, "recording")
    assert not Consent.objects.filter(course=course, kind="research").exists()


def test_IPT13_19_recording_is_a_consent_of_its_own(course, ines):
    say(course, ines, "treatment")
    assert not consents.given(course, "recording")


def test_saying_the_same_again_adds_nothing(course, ines):
    assert say(course, ines, "data") == say(course, ines, "data")
    assert Consent.objects.filter(course=course, kind="data").count() == 1


def test_a_coordinator_sees_that_consents_are_there_but_changes_none(as_user, coordinator, course):
    address = reverse("care:consents", args=[course.pk])
    assert as_user(coordinator).post(address, {"consent-treatment": "yes"}).status_code == 404
    assert not Consent.objects.exists()


def test_SEC_03_an_outsider_learns_nothing(as_user, omar, course):
    assert as_user(omar).get(reverse("care:consents", args=[course.pk])).status_code == 404
