"""Who stands on the public page: written by themselves, shown when they want, papers seen."""

import pytest
from django.test import Client as Browser

from kith.people.actions import disable, end_role
from kith.people.history import SomebodyElseSaved
from kith.web import tenancy
from kith.welcome import actions
from kith.welcome.models import Check, FormerWords, Profile

from .conftest import CREDENTIALS

pytestmark = pytest.mark.django_db


def public():
    return Browser().get("/p/lindenhof/who-we-are/").content.decode()


def typed(version=0, **more):
    said = {
        "title": "Clinical psychologist",
        "languages": "English",
        "areas": ["depression", "grief"],
        "words": "I ask a lot.",
        "shown": "on",
        "what_1": "IPT therapist",
        "body_1": "Institute",
        "year_1": "2016",
        "what_2": "",
        "version": version,
    }
    return {**said, **more}


def said_again(profile, **more):
    names = ("title", "credentials", "languages", "areas", "words", "shown")
    return {**{name: getattr(profile, name) for name in names}, **more}


def change(profile, by, **more):
    profile.refresh_from_db()
    return actions.save_profile(version=profile.version, by=by, **said_again(profile, **more))


def test_S10_one_writes_ones_own_profile(as_user, ines):
    answer = as_user(ines).post("/profile/", typed())
    assert answer.status_code == 302
    row = Profile.objects.get()
    assert (row.author, row.title, row.areas) == (
        ines,
        "Clinical psychologist",
        ["depression", "grief"],
    )
    assert row.credentials == [{"what": "IPT therapist", "body": "Institute", "year": 2016}]


def test_S10_what_was_checked_is_shown_with_credentials_and_the_day(open_house, checked):
    page = public()
    for said in ("Ines Halvorsen", "Clinical psychologist", "Board of Health", "2011", "Norwegian"):
        assert said in page
    assert "last checked" in page and "Depression after a death" in page


def test_nobody_is_shown_before_their_papers_were_seen(open_house, profile):
    assert "Ines Halvorsen" not in public()
    assert "Nobody stands here yet" in public()


def test_nobody_is_shown_who_does_not_want_it(open_house, checked, ines):
    change(checked, ines, shown=False)
    assert "Ines Halvorsen" not in public()


def test_a_new_credential_waits_and_hides_nothing(open_house, checked, ines, owner):
    more = [*CREDENTIALS, {"what": "Nobel Prize", "body": "", "year": None}]
    row = change(checked, ines, credentials=more, title="Professor")
    page = public()
    assert "IPT therapist" in page and "Nobel" not in page and "Professor" not in page
    actions.check(profile=row, version=row.version, by=owner)
    assert "Nobel" in public() and "Professor" in public()


def test_a_credential_that_is_taken_out_is_gone_at_once(open_house, checked, ines):
    change(checked, ines, credentials=CREDENTIALS[:1])
    assert "Board of Health" in public() and "IPT therapist" not in public()


def test_a_check_that_is_taken_back_takes_the_profile_away(open_house, checked, as_user, owner):
    browser = as_user(owner)
    assert browser.post(f"/face/people/{checked.pk}/", {"take_back": "1"}).status_code == 302
    assert "Ines Halvorsen" not in public()
    row = Check.objects.get()
    assert row.taken_back_by == owner and row.taken_back_at
    assert browser.post(f"/face/people/{checked.pk}/", {"take_back": "1"}).status_code == 302


@pytest.mark.parametrize("leave", ["role", "account"])
def test_SEC_07_who_no_longer_works_here_is_gone_with_the_next_request(
    open_house, checked, ines, owner, omar, leave
):
    open_house.duty_clinician = omar
    open_house.save()
    if leave == "role":
        end_role(user=ines, role="therapist", by=owner)
    else:
        disable(user=ines, by=owner)
    assert "Ines Halvorsen" not in public()


def test_an_administrator_confirms_what_was_read_and_no_more(profile, owner, ines, as_user):
    read = profile.version
    change(profile, ines, title="Professor")
    answer = as_user(owner).post(f"/face/people/{profile.pk}/", {"version": read})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Professor" in page and "changed meanwhile" in page
    assert not Check.objects.exists()
    with pytest.raises(SomebodyElseSaved):
        actions.check(profile=profile, version=read, by=owner)
    answer = as_user(owner).post(f"/face/people/{profile.pk}/", {"version": read + 1})
    assert answer.status_code == 302 and Check.objects.get().title == "Professor"


def test_REL_05_twenty_confirmations_of_one_day_are_one(profile, owner):
    for _ in range(20):
        actions.check(profile=profile, version=profile.version, by=owner)
    assert Check.objects.count() == 1


def test_an_administrator_sees_whose_papers_wait(as_user, owner, profile):
    page = as_user(owner).get("/face/people/").content.decode()
    assert "Ines Halvorsen" in page and "to look at" in page and "wanted, not yet" in page


def test_REL_06_a_second_window_sees_both_and_nothing_is_lost(as_user, ines):
    browser = as_user(ines)
    browser.post("/profile/", typed())
    browser.post("/profile/", typed(1, words="First words"))
    answer = browser.post("/profile/", typed(1, words="Second words", areas=["anxiety"]))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "First words" in page and "Second words" in page
    assert "Depression after a death" in page and "Anxiety that goes with" in page
    assert Profile.objects.get().words == "First words"
    assert [row.said["words"] for row in FormerWords.objects.all()] == ["I ask a lot."]
    assert browser.post("/profile/", typed(2, words="Both")).status_code == 302


@pytest.mark.parametrize(
    "wrong, says",
    [
        ({"year_1": "3000"}, "still to come"),
        ({"year_1": "1800"}, "1940"),
        ({"year_1": "soon"}, "whole number"),
        ({"what_1": "", "body_1": "Institute"}, "Say what it is."),
        ({"words": "I cure everybody."}, "promises more than anybody knows"),
        ({"title": "Guaranteed healer"}, "promises more than anybody knows"),
        ({"areas": ["toothache"]}, "toothache"),
        ({"words": "x" * 1201}, "at most 1200"),
        ({"version": "none"}, "whole number"),
    ],
)
def test_IPT13_17_what_does_not_hold_is_refused_in_words_and_kept(as_user, ines, wrong, says):
    answer = as_user(ines).post("/profile/", typed(**wrong))
    page = answer.content.decode()
    assert answer.status_code == 422 and says in page
    assert "IPT therapist" in page or "what_1" in wrong
    assert not Profile.objects.exists()


def test_empty_lines_are_left_out_and_more_lines_are_offered(as_user, ines):
    browser = as_user(ines)
    browser.post("/profile/", typed(what_2="", what_3="Diploma", what_4=""))
    row = Profile.objects.get()
    assert [each["what"] for each in row.credentials] == ["IPT therapist", "Diploma"]
    assert 'name="what_4"' in browser.get("/profile/").content.decode()


def test_SEC_02_nobody_writes_the_profile_of_somebody_else(as_user, ines, omar, profile):
    as_user(omar).post("/profile/", {**typed(), "author": ines.pk, "id": profile.pk})
    profile.refresh_from_db()
    assert profile.title == "Clinical psychologist" and profile.version == 1
    assert Profile.objects.get(author=omar).practice_id == omar.practice_id


def test_SEC_02_only_administrators_of_the_practice_confirm(
    as_user, profile, ines, coordinator, kwame, marisol, other_practice
):
    from tests.support import cast

    with tenancy.within(other_practice.pk):
        elsewhere = cast.make_staff(other_practice, "Aldo Elsewhere", "administrator")
    for person in (ines, coordinator, kwame, marisol, elsewhere):
        browser = as_user(person)
        for answer in (
            browser.get(f"/face/people/{profile.pk}/"),
            browser.post(f"/face/people/{profile.pk}/", {"version": 1}),
        ):
            assert answer.status_code == 404
    assert not Check.objects.exists()


def test_SEC_02_who_neither_treats_nor_supervises_has_no_profile(
    as_user, coordinator, outcomes, marisol
):
    for person in (coordinator, outcomes, marisol):
        assert as_user(person).get("/profile/").status_code == 404


def test_REL_07_what_was_typed_and_not_saved_comes_back(as_user, ines):
    from kith.people import drafts

    drafts.keep(ines, "/profile/", {"words": "Half a sentence", "version": "0"})
    page = as_user(ines).get("/profile/").content.decode()
    assert "Half a sentence" in page and "had not saved is back" in page


def test_SEC_32_writing_and_checking_leave_a_trace(checked, owner):
    from kith.audit.models import AuditEvent

    actions.take_back(profile=checked, by=owner)
    done = set(AuditEvent.objects.values_list("action", flat=True))
    assert {
        "welcome.profile_saved",
        "welcome.credentials_checked",
        "welcome.check_taken_back",
    } <= done
