"""Every term of an agreement, its versions in order, and what more sessions need."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from ipt import protocol as book
from kith import clock
from kith.care import actions, adapting, forms_agreement, reading, terms
from kith.care.models import Contract
from kith.ending import actions as ending
from kith.focus.facts import gather
from kith.schedule import actions as schedule
from kith.web.once import fresh_key
from tests.support import story

FULL = {
    "sessions_planned": "14",
    "every_days": "7",
    "minutes": "50",
    "starts_on": "2026-03-10",
    "mode": "in_person",
    "place": "Room 2",
    "fee": "60",
    "fee_payer": "I pay by the month",
    "missed": "moved",
    "cancel_hours": "24",
    "attendance": "Moved, up to two",
    "lateness": "We end at the agreed time",
    "contact_by": "Telephone",
    "contact_hours": "Nine to noon",
    "answer_within": "The next working day",
    "contact_between": "Leave your number",
    "own_words": "We work on what happens at home.",
    "practice_ok": "on",
    "other_who_0": "Devin",
    "other_for_0": "One meeting in week seven",
    "confidentiality": "Danger to life is told",
    "review_points": "4, 8",
    "after_ending": "Two follow-ups",
}


@pytest.fixture
def address(course):
    return reverse("care:contract", args=[course.pk])


def send(browser, address, **more):
    return browser.post(address, {"form_key": fresh_key(), **FULL, **more})


def test_S68_S73_every_term_is_kept_and_read_by_both(as_user, ines, marisol, course, address):
    story.choose_focus(course, ines)
    assert send(as_user(ines), address).status_code == 302
    row = course.contracts.get()
    assert row.others == {"rows": [{"who": "Devin", "for_what": "One meeting in week seven"}]}
    assert (row.review_points, row.ending_named_at) == ([4, 8], 10)
    assert row.work["goals"] == ["Say one want a week in a plain sentence"]
    assert row.work["focus"] == ["Disagreement"] and row.work["measures"]
    assert (row.protocol, row.protocol_version) == ("ipt_standard", "1.0.0")
    pages = [as_user(ines).get(address), as_user(marisol).get(reverse("care:own_agreement"))]
    for page in (answer.content.decode() for answer in pages):
        for words in ("I pay by the month", "We end at the agreed time", "Nine to noon", "Devin"):
            assert words in page
        for words in ("at session 4, 8", "from session 10 on", "Danger to life is told"):
            assert words in page
        assert "not for emergencies" in page and "112" in page and "Two follow-ups" in page
        assert "Recording" in page and "not asked yet" in page


def test_IPT13_19_recording_is_only_shown_beside_the_agreement(as_user, ines, marisol, course):
    agreed = story.agree(course, ines)
    names = {field.name for field in Contract._meta.fields}
    assert not any("record" in name for name in names)
    actions.answer_consent(
        course=course, kind="recording", given=False, how="said", by=ines, text_version="1"
    )
    assert reading.said_apart(course, ines)[0] == ("Recording", "no")
    assert agreed.agreed


def test_the_practices_own_words_and_the_protocols_numbers_are_there_to_begin_with(
    as_user, ines, practice, address
):
    practice.fee_text = "Seventy a session.\nBy transfer."
    practice.attendance_text, practice.confidentiality_text = "Tell us early.", "We must act."
    practice.save()
    page = as_user(ines).get(address).content.decode()
    assert "Seventy a session." in page and "Tell us early." in page and "We must act." in page
    assert 'value="14"' in page and 'value="4, 8"' in page and "By transfer." in page


@pytest.mark.parametrize(
    "words", ["Seventy.", "Seventy.\nBy transfer.\nIn advance.", "x" * 450, ""]
)
def test_no_word_of_the_practice_about_fees_is_dropped(practice, words):
    practice.fee_text = words
    there = forms_agreement.beginning(practice, book.load("ipt_standard"))
    assert len(there["fee"]) <= 200
    assert "".join((there["fee"] + there["fee_payer"]).split()) == "".join(words.split())


def test_S8_IPT13_05_versions_are_read_in_order_with_what_changed(
    as_user, ines, marisol, course, address
):
    send(as_user(ines), address)
    actions.agree_to_contract(contract=course.contracts.get(), by=ines, how="said")
    send(as_user(ines), address, sessions_planned="16", reason="Two weeks ill", fee="65")
    second = course.contracts.get(number=2)
    draft = as_user(marisol).get(reverse("care:own_agreement")).content.decode()
    assert "Two weeks ill" in draft and "14 × 50 min" in draft and "16 × 50 min" in draft
    actions.agree_to_contract(contract=second, by=marisol.user, how="screen")
    found = terms.versions(course.contracts.all())
    assert [each.row.number for each in found] == [2, 1]
    changed = {label: (before, now) for label, before, now in found[0].changed}
    assert changed["Fee"] == ("60", "65") and "Sessions" in changed and "Place" not in changed
    assert (
        "Earlier versions" in as_user(marisol).get(reverse("care:own_agreement")).content.decode()
    )


def test_IPT13_05_more_than_the_cap_needs_the_supervisors_word(
    as_user, ines, marisol, course, address
):
    send(as_user(ines), address)
    actions.agree_to_contract(contract=course.contracts.get(), by=ines, how="said")
    more = {"sessions_planned": "19", "reason": "Relapse in week twelve"}
    refused = send(as_user(ines), address, **more)
    assert refused.status_code == 422 and "word of your supervisor" in refused.content.decode()
    assert course.contracts.count() == 1
    assert send(as_user(ines), address, supervisor_note="Kwame agrees: five", **more)
    assert course.contracts.get(number=2).supervisor_note == "Kwame agrees: five"
    own = as_user(marisol).get(reverse("care:own_agreement")).content.decode()
    assert "Kwame agrees" not in own and "Relapse in week twelve" in own


def test_IPT13_05_the_rule_holds_below_the_form_too(course, ines):
    story.agree(course, ines)
    day = clock.today("Europe/London")
    with pytest.raises(actions.Lacks) as lacks:
        actions.propose_contract(
            course=course,
            by=ines,
            id=story.new_id(),
            terms={**story.TERMS, "starts_on": day, "sessions_planned": 30, "reason": "More."},
        )
    assert lacks.value.needs == ("supervisor_note",)


def test_S8_IPT13_05_missed_sessions_never_lengthen_the_agreement(course, ines, marisol, as_user):
    """Five of fourteen: the number and the last day stay, however many were missed."""
    story.begin(course, ines)
    course.refresh_from_db()
    before = reading.frame(course)
    today = clock.today("Europe/London")
    story.note(story.meet(course, ines, today - timedelta(days=2)), ines)
    missed = story.meet(course, ines, today - timedelta(days=1))
    schedule.did_not_come(meeting=missed, version=missed.version, by=ines)
    after = reading.frame(course)
    assert (after.planned, after.contract.planned_last_on) == (14, before.contract.planned_last_on)
    last = f"{before.contract.planned_last_on:%Y-%m-%d}"
    home = as_user(marisol).get(reverse("home:today")).content.decode()
    desk = as_user(ines).get(reverse("desk:course", args=[course.pk])).content.decode()
    assert "1 of 14; last session about" in " ".join(home.split()) and last in home
    assert "1 of 14 sessions held" in desk and last in desk


def test_IPT13_20_maintenance_is_an_agreement_of_its_own(course, ines):
    story.begin(course, ines)
    course.refresh_from_db()
    said = {**story.TERMS, "sessions_planned": 6, "every_days": 28, "minutes": 45}
    row = ending.propose_maintenance(
        course=course,
        by=ines,
        id=story.new_id(),
        terms={**said, "starts_on": clock.today("Europe/London")},
    )
    assert (row.kind, row.protocol, row.number) == ("maintenance", "ipt_maintenance", 2)
    assert reading.frame(course).contract.kind == "acute"
    assert reading.frame(course).planned == 14
    assert "Monthly talks to keep well" in terms.of(row)[0].text


def test_a_version_that_was_replaced_is_agreed_to_by_nobody(
    as_user, ines, marisol, course, address
):
    send(as_user(ines), address)
    send(as_user(ines), address, sessions_planned="12", reason="Holidays")
    first, second = course.contracts.order_by("number")
    actions.agree_to_contract(contract=second, by=ines, how="said")
    as_user(marisol).post(reverse("care:own_agreement"), {"contract": str(first.pk)})
    agreed = reverse("care:contract_agreed", args=[course.pk, first.pk])
    as_user(ines).post(agreed, {"how": "said"})
    first.refresh_from_db()
    assert first.agreed_by_client_at is None
    assert reading.frame(course).planned == 12


def test_SEC_06_what_the_form_does_not_ask_for_changes_nothing(as_user, ines, course, address):
    send(
        as_user(ines),
        address,
        number="9",
        kind="maintenance",
        ending_named_at="1",
        agreed_by_client_at="2026-01-01",
        work='{"goals": ["x"]}',
    )
    row = course.contracts.get()
    assert (row.number, row.kind, row.ending_named_at) == (1, "acute", 10)
    assert row.agreed_by_client_at is None and row.work["goals"] == []


@pytest.mark.parametrize("bad", ["four", "0", "99"])
def test_review_points_are_session_numbers(as_user, ines, address, bad):
    answer = send(as_user(ines), address, review_points=bad)
    assert answer.status_code == 422 and "session numbers" in answer.content.decode()


def test_after_another_form_is_chosen_a_new_version_is_asked_for(as_user, ines, course, address):
    story.begin(course, ines)
    course.refresh_from_db()
    said = {"why": "Sixteen sessions after a death.", "client_said": "Yes."}
    adapting.change_protocol(course=course, id=fresh_key(), by=ines, to="ipt_grief", **said)
    course.refresh_from_db()
    page = as_user(ines).get(address).content.decode()
    assert "The kind of treatment has changed since this agreement" in page
    assert gather(course).plan == book.load("ipt_grief")
    assert date(2026, 1, 1) < course.protocol_changes.get().at.date()


def test_S68_how_often_may_be_any_number_of_days_and_comes_back_as_it_was_typed(
    as_user, ines, course, address
):
    browser = as_user(ines)
    silent = send(browser, address, every_days="0")
    assert "every_days" not in silent.context["form"].errors
    assert "every how many days" in silent.context["form"].errors["other_days"][0]
    assert send(browser, address, every_days="0", other_days="10").status_code == 302
    row = course.contracts.get()
    assert row.every_days == 10
    assert (row.planned_last_on - row.starts_on).days == 13 * 10
    page = browser.get(address)
    assert "every 10 days" in page.content.decode()
    assert {n: str(page.context["form"][n].value()) for n in ("every_days", "other_days")} == {
        "every_days": "0",
        "other_days": "10",
    }
    series = browser.get(reverse("schedule:series", args=[course.pk])).content.decode()
    assert "Agreed is every 10 days" not in series, "it is proposed only"
    browser.post(reverse("care:contract_agreed", args=[course.pk, row.pk]), {"how": "said"})
    series = browser.get(reverse("schedule:series", args=[course.pk])).content.decode()
    assert "Agreed is every 10 days" in series
