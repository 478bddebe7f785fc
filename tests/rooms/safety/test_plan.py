import re

from kith.safety import actions, reading
from kith.safety.models import EmergencyContact, SafetyPlan

PARTS = {
    "warning_signs": [{"text": "I stop answering the phone", "kind": "behaviour"}],
    "ask_help": [{"name": "Noor", "phone": "020 7946 0000", "told": "yes"}],
}
FORM = {
    "number": "0",
    "warning_signs-0-text": "I stop answering the phone",
    "warning_signs-0-kind": "behaviour",
    "ask_help-0-name": "Noor",
    "ask_help-0-phone": "020 7946 0000",
    "ask_help-0-told": "yes",
}
CONTACT = {
    "version": "0",
    "name": "Daniel",
    "relation": "partner",
    "phone": "020 7946 0001",
    "safe_to_call": "ask_first",
    "not_to_say": "Not that she comes here",
}


def text(reply):
    return re.sub(r"\s+", " ", reply.content.decode())


def page(course, what="plan"):
    return f"/courses/{course.pk}/{what}/"


def make(course, by, parts=PARTS, number=0):
    return actions.save_plan(
        client=course.client, course=course, parts=parts, read_number=number, by=by
    )


def test_the_plan_is_made_together_and_each_save_is_a_version(as_user, ines, course):
    browser = as_user(ines)
    assert browser.get(page(course)).status_code == 200
    assert browser.post(page(course), FORM).status_code == 302
    changed = FORM | {"number": "1", "alone-0-text": "Walk to the river", "alone-0-likely": "8"}
    assert browser.post(page(course), changed).status_code == 302
    first, second = reversed(reading.plans(course.client, ines))
    assert first.parts["warning_signs"] == PARTS["warning_signs"]
    assert second.parts["alone"][0]["text"] == "Walk to the river"
    shown = text(browser.get(page(course)))
    assert "Version 1" in shown and "Walk to the river" in shown


def test_REL_05_the_same_plan_sent_twice_is_one_version(as_user, ines, course):
    for _twice in range(3):
        assert as_user(ines).post(page(course), FORM).status_code == 302
    assert SafetyPlan.objects.count() == 1


def test_REL_06_two_who_change_it_at_once_see_both(as_user, ines, course, marisol):
    make(course, ines)
    mine = FORM | {"number": "1", "alone-0-text": "Walk to the river"}
    assert as_user(ines).post(page(course), mine).status_code == 302
    hers = FORM | {"number": "1", "alone-0-text": "Call Noor"}
    reply = as_user(marisol).post("/my/plan/", hers)
    assert reply.status_code == 422
    shown = text(reply)
    assert "Walk to the river" in shown and "Call Noor" in shown
    assert 'name="number" value="2"' in shown
    assert as_user(marisol).post("/my/plan/", hers | {"number": "2"}).status_code == 302
    assert [p.number for p in reading.plans(marisol, ines)] == [3, 2, 1]


def test_the_client_reads_and_changes_their_own_plan(as_user, ines, course, marisol):
    make(course, ines)
    browser = as_user(marisol)
    shown = text(browser.get("/my/plan/"))
    assert "I stop answering the phone" in shown and "Noor" in shown and "112" in shown
    assert "tel:02079460000" in shown
    assert "<title>Plan · Kith</title>" in shown
    assert "search what you write for danger" in text(browser.get("/my/plan/?edit=1"))
    mine = FORM | {"number": "1", "worth_living-0-text": "The summer with Leo"}
    assert browser.post("/my/plan/", mine).status_code == 302
    assert reading.plans(marisol, ines)[0].saved_by == marisol.user


def test_before_there_is_a_plan_the_page_says_how_it_is_made(as_user, marisol):
    assert "You and your therapist write it together" in text(as_user(marisol).get("/my/plan/"))


def test_bad_input_keeps_what_was_typed(as_user, ines, course):
    wrong = FORM | {"warning_signs-0-kind": "nonsense", "alone-0-likely": "11"}
    reply = as_user(ines).post(page(course), wrong)
    assert reply.status_code == 422
    assert "I stop answering the phone" in text(reply)
    assert not SafetyPlan.objects.exists()
    assert as_user(ines).post(page(course), {"number": "x"}).status_code == 422


def test_an_outsider_and_another_client_learn_nothing(
    as_user, ines, course, omar, kwame, coordinator, aoife
):
    make(course, ines)
    for person in (omar, kwame, coordinator, aoife):
        browser = as_user(person)
        assert browser.get(page(course)).status_code == 404
        assert browser.post(page(course), FORM).status_code == 404
    assert "I stop answering" not in text(as_user(aoife).get("/my/plan/"))
    assert as_user(None).get("/my/plan/").status_code == 302
    assert SafetyPlan.objects.count() == 1


def test_SEC_24_the_plan_lies_sealed(course, ines):
    from django.db import connection

    make(course, ines)
    with connection.cursor() as cursor:
        cursor.execute("SELECT parts FROM safety_safetyplan")
        assert b"Noor" not in bytes(cursor.fetchone()[0])


def test_whom_to_call_is_kept_with_what_must_not_be_said(as_user, ines, course):
    browser = as_user(ines)
    assert browser.get(page(course, "contact")).status_code == 200
    assert browser.post(page(course, "contact"), CONTACT).status_code == 302
    kept = EmergencyContact.objects.get()
    assert (kept.name, kept.safe_to_call, kept.not_to_say) == (
        "Daniel",
        "ask_first",
        "Not that she comes here",
    )
    changed = CONTACT | {"version": "1", "safe_to_call": "no"}
    assert browser.post(page(course, "contact"), changed).status_code == 302
    stale = browser.post(page(course, "contact"), CONTACT | {"version": "1", "name": "Noor"})
    assert stale.status_code == 422
    assert "Daniel" in text(stale) and "Noor" in text(stale)
    kept.refresh_from_db()
    assert (kept.name, kept.safe_to_call) == ("Daniel", "no")


def test_whom_to_call_is_asked_for_in_full(as_user, ines, course):
    reply = as_user(ines).post(page(course, "contact"), {"version": "0", "phone": "123"})
    assert reply.status_code == 422 and 'value="123"' in text(reply)
    assert not EmergencyContact.objects.exists()


def test_an_outsider_learns_nothing_of_whom_to_call(as_user, ines, course, omar, kwame, marisol):
    as_user(ines).post(page(course, "contact"), CONTACT)
    for person in (omar, kwame, marisol):
        assert as_user(person).get(page(course, "contact")).status_code == 404


def test_REL_07_what_was_typed_into_a_plan_and_not_saved_is_back_for_its_writer_only(
    as_user, ines, course, marisol
):
    make(course, ines)
    browser = as_user(ines)
    typed = FORM | {"place": page(course), "number": "1", "distract-3-name": "The library"}
    assert browser.post("/drafts/", typed).status_code == 204
    assert "The library" in text(browser.get(page(course)))
    assert "The library" not in text(as_user(marisol).get("/my/plan/?edit=1"))
    assert browser.post(page(course), typed).status_code == 302
    assert reading.plans(course.client, ines)[0].parts["distract"][0]["name"] == "The library"
    assert "had not saved" not in text(browser.get(page(course)))
