"""The practice's own words: kept in versions, never overwritten unseen."""

import pytest

from kith.people.models import Practice, PracticeRevision

pytestmark = pytest.mark.django_db


def typed(practice, **more):
    names = "emergency_number crisis_line out_of_hours name discreet_name time_zone language"
    said = {name: getattr(practice, name) for name in names.split()}
    said |= {"exit_site": practice.exit_site, "version": practice.version}
    return {**said, "duty_clinician": practice.duty_clinician_id or "", **more}


def test_an_administrator_changes_the_settings_and_the_former_words_are_kept(
    as_user, owner, ines, practice
):
    practice.refresh_from_db()
    answer = as_user(owner).post("/settings/", typed(practice, crisis_line="0800 111"))
    assert answer.status_code == 302
    practice.refresh_from_db()
    assert (practice.crisis_line, practice.version) == ("0800 111", 2)
    assert PracticeRevision.objects.get().said["crisis_line"].startswith("Lifeline")


def test_REL_06_two_people_at_the_settings_both_see_both_texts(as_user, owner, ines, practice):
    practice.refresh_from_db()
    browser, read = as_user(owner), typed(practice)
    browser.post("/settings/", {**read, "crisis_line": "first words"})
    answer = browser.post("/settings/", {**read, "crisis_line": "second words"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "first words" in page and "second words" in page
    practice.refresh_from_db()
    assert practice.crisis_line == "first words"
    both = {**read, "crisis_line": "both", "version": 2}
    assert browser.post("/settings/", both).status_code == 302


def test_others_read_the_settings_and_cannot_change_them(as_user, ines, coordinator, practice):
    practice.refresh_from_db()
    for person in (ines, coordinator):
        browser = as_user(person)
        assert browser.get("/settings/").status_code == 200
        assert browser.post("/settings/", typed(practice, name="Other")).status_code == 404
    assert Practice.objects.get(pk=practice.pk).name == "Lindenhof Practice"


def test_bad_settings_get_a_sentence_and_keep_what_was_typed(as_user, owner, ines, practice):
    practice.refresh_from_db()
    bad = {
        "time_zone": "Mars/Base",
        "exit_site": "javascript:alert(1)",
        "name": "",
        "duty_clinician": "nobody",
        "out_of_hours": "x" * 2001,
        "version": "abc",
    }
    for name, value in bad.items():
        answer = as_user(owner).post("/settings/", typed(practice, **{name: value}))
        assert answer.status_code == 422, name


def test_SEC_06_extra_names_in_the_settings_change_nothing(as_user, owner, ines, practice):
    practice.refresh_from_db()
    hostile = {"slug": "stolen", "fictional": "on", "id": "1", "directory_version": "9"}
    as_user(owner).post("/settings/", typed(practice, crisis_line="0800", **hostile))
    row = Practice.objects.get(pk=practice.pk)
    assert (row.slug, row.fictional, row.directory_version) == (
        practice.slug,
        False,
        practice.directory_version,
    )


def test_the_duty_clinician_is_a_therapist_of_this_practice(
    as_user, owner, ines, coordinator, other_practice, practice
):
    from kith.web import tenancy
    from tests.support.cast import make_staff

    with tenancy.within(other_practice.pk):
        stranger = make_staff(other_practice, "Sven Stranger", "therapist")
    practice.refresh_from_db()
    for person in (coordinator, stranger):
        answer = as_user(owner).post("/settings/", typed(practice, duty_clinician=person.pk))
        assert answer.status_code == 422


def test_closed_days_are_kept_one_a_line_and_a_wrong_one_is_named(as_user, owner, ines, practice):
    practice.refresh_from_db()
    browser = as_user(owner)
    bad = browser.post("/settings/", typed(practice, closed_on="2026-12-25\r\n31.12.2026"))
    page = bad.content.decode()
    assert bad.status_code == 422
    assert "&quot;31.12.2026&quot; is not a date." in page and "2026-12-25\n31.12.2026" in (
        page.replace("\r\n", "\n")
    )
    said = "2026-12-28\r\n\r\n 2026-12-25 \r\n2026-12-25"
    assert browser.post("/settings/", typed(practice, closed_on=said)).status_code == 302
    practice.refresh_from_db()
    assert practice.closed_on == ["2026-12-25", "2026-12-28"]
    assert "2026-12-25\n2026-12-28" in browser.get("/settings/").content.decode()
    assert "2026-12-25, 2026-12-28" in as_user(ines).get("/settings/").content.decode()
