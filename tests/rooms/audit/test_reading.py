"""Who may read the trace, and what it says: deeds and ids, never words."""

import pytest

from kith.audit import heads, reading, words
from kith.audit.actions import opened, record
from kith.audit.models import AuditEvent
from kith.glass import parts as glass


@pytest.fixture(autouse=True)
def own_heads(tmp_path, monkeypatch):
    monkeypatch.setattr(heads, "file", lambda: tmp_path / "heads.jsonl")


def test_PRIV_11_the_client_reads_who_did_what_as_which_role(course, marisol, ines, kwame):
    opened(course, by=ines, what="contract")
    record("refused.route", by=kwame, client=marisol, reason="care:contract")
    opened(course, by=marisol.user, what="contract")
    found = reading.of_client(marisol, limit=2)
    assert [(t.actor_id, t.role, t.sentence) for t in found] == [
        (kwame.pk, "supervisor", "tried to open something and was not let in"),
        (ines.pk, "therapist", "opened your agreement"),
    ]


def test_PRIV_11_every_opening_in_the_audit_is_in_the_clients_view(course, marisol, ines, omar):
    for person in (ines, omar, ines):
        opened(course, by=person)
    audit = AuditEvent.objects.filter(client_id=marisol.pk, action__startswith="opened.")
    view = [t for t in reading.of_client(marisol) if t.sentence == words.sentence("opened.course")]
    assert [t.at for t in view] == list(audit.order_by("-seq").values_list("at", flat=True))
    assert {t.actor_id for t in view} == {ines.pk, omar.pk}


def test_PRIV_11_the_record_of_somebody_else_is_not_in_it(course, marisol, aoife, ines):
    opened(course, by=ines)
    assert all(t.sentence != words.sentence("opened.course") for t in reading.of_client(aoife))


def test_PRIV_11_a_deed_without_words_of_its_own_is_told_in_general_terms():
    assert words.sentence("opened.private_question") == "opened your record"
    assert words.sentence("safety.private_question_kept") == "did something in your record"


def test_PRIV_11_SEC_34_each_part_read_under_break_glass_is_named_to_the_client():
    parts = {f"opened.glass_{part}" for part in glass.TITLES}
    assert parts <= words.PLAIN.keys()


def test_SEC_32_the_administrator_reads_deeds_and_ids_without_content(
    owner, course, marisol, ines, as_user
):
    opened(course, by=ines, what="contract")
    answer = as_user(owner).get("/audit/")
    assert answer.status_code == 200
    assert "opened.contract" in answer.text and str(marisol.pk) in answer.text
    assert "Ines Halvorsen" in answer.text
    assert "Quintero" not in answer.text and "marisol@" not in answer.text


@pytest.mark.parametrize("role", ["ines", "omar", "kwame", "coordinator", "outcomes", "marisol"])
def test_SEC_03_for_everybody_else_the_trace_is_absent(role, request, as_user):
    who = request.getfixturevalue(role)
    answer = as_user(who).get("/audit/")
    assert answer.status_code == 404
    assert answer.content == as_user(who).get("/not-there-at-all/").content


def test_SEC_08_the_trace_of_another_practice_is_not_in_it(owner, other_practice, as_user):
    record("tests.elsewhere", practice=other_practice)
    assert "tests.elsewhere" not in as_user(owner).get("/audit/").text


def test_SEC_20_filters_are_chosen_from_a_list(owner, course, ines, as_user):
    opened(course, by=ines, what="contract")
    browser = as_user(owner)
    only = browser.get("/audit/", {"kind": "people", "order": "oldest"})
    assert only.status_code == 200 and "opened.contract" not in only.text
    by_ines = browser.get("/audit/", {"actor": str(ines.pk)})
    assert "opened.contract" in by_ines.text
    for bad in ({"order": "mac"}, {"kind": "' OR 1=1"}, {"actor": "x"}):
        assert browser.get("/audit/", bad).status_code == 422


def test_SEC_21_a_page_of_the_trace_is_bounded(owner, practice, as_user):
    for _ in range(120):
        record("tests.deed", practice=practice)
    browser = as_user(owner)
    assert browser.get("/audit/").text.count("tests.deed") <= reading.A_PAGE <= 100
    for page in ("2", "999", "x", "-1"):
        assert browser.get("/audit/", {"page": page}).status_code == 200


def test_SEC_32_the_page_says_what_the_last_check_found(owner, practice, as_user):
    browser = as_user(owner)
    assert "first check is still ahead" in browser.get("/audit/").text
    heads.write(practice.pk)
    assert "the chain is whole" in browser.get("/audit/").text
    heads.write(practice.pk, "row 3 is missing before x")
    assert "row 3 is missing" in browser.get("/audit/").text


def test_SEC_32_reading_the_trace_leaves_a_trace(owner, as_user):
    as_user(owner).get("/audit/")
    assert AuditEvent.objects.filter(action="opened.audit", actor_id=owner.pk).exists()
