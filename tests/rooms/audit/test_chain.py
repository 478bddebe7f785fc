"""One unbroken chain: nothing can be changed, taken out, moved or cut off unnoticed."""

import threading
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection

from kith import clock
from kith.audit import chain, due, heads
from kith.audit.actions import record
from kith.audit.models import AuditEvent, AuditHead
from kith.people.actions import assign, end_assignment
from kith.people.models import Assignment
from kith.web import tenancy
from tests.support.cast import make_practice
from tests.support.disk import on_disk

MONDAY = datetime(2026, 3, 2, 6, 0, tzinfo=ZoneInfo("UTC"))


@pytest.fixture(autouse=True)
def own_heads(tmp_path, monkeypatch):
    """A heads file for this test alone."""
    monkeypatch.setattr(heads, "file", lambda: tmp_path / "heads.jsonl")
    monkeypatch.setattr(due, "_done", {})


@pytest.fixture
def ten(practice):
    return [record("tests.deed", practice=practice, reason=str(n)) for n in range(10)]


def fault(practice):
    return chain.verify(practice.pk).fault


def rows():
    return AuditEvent.objects.filter(action="tests.deed").order_by("seq")


def test_SEC_32_an_untouched_chain_is_whole(practice, ten):
    verdict = chain.verify(practice.pk)
    assert (verdict.rows, verdict.fault) == (AuditEvent.objects.count(), "")


@pytest.mark.parametrize(
    "change",
    [
        {"action": "tests.other"},
        {"actor_id": uuid4()},
        {"actor_role": "administrator"},
        {"client_id": uuid4()},
        {"reason": "other"},
        {"about_kind": "people.User"},
        {"about_id": "x"},
        {"request_id": "x"},
        {"at": MONDAY},
        {"mac": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_SEC_32_a_changed_row_is_named(practice, ten, change):
    AuditEvent.objects.filter(pk=ten[4].pk).update(**change)
    assert str(ten[4].pk) in fault(practice)


def test_SEC_32_a_removed_row_is_noticed_at_the_next(practice, ten):
    ten[4].delete()
    assert f"row {ten[4].seq} is missing before {ten[5].pk}" == fault(practice)


def test_SEC_32_a_removed_first_row_is_noticed(practice, ten):
    AuditEvent.objects.order_by("seq").first().delete()
    assert "row 1 is missing" in fault(practice)


def test_SEC_32_two_rows_that_changed_places_are_named(practice, ten):
    first, second = ten[3].seq, ten[4].seq
    for event, place in ((ten[3], 999), (ten[4], first), (ten[3], second)):
        AuditEvent.objects.filter(pk=event.pk).update(seq=place)
    assert str(ten[4].pk) in fault(practice)


def test_SEC_32_a_cut_tail_is_noticed_by_the_head(practice, ten):
    ten[9].delete()
    assert f"the end was cut after row {ten[8].seq}" == fault(practice)


def test_SEC_32_a_tail_cut_together_with_the_head_is_noticed_by_the_written_head(practice, ten):
    heads.write(practice.pk)
    ten[9].delete()
    AuditHead.objects.filter(pk=practice.pk).update(seq=ten[8].seq, mac=ten[8].mac)
    assert f"the end was cut after row {ten[8].seq}" == fault(practice)


def test_SEC_32_a_chain_wiped_clean_is_noticed_by_the_written_head(practice, ten):
    heads.write(practice.pk)
    AuditEvent.objects.all().delete()
    AuditHead.objects.all().delete()
    assert fault(practice) == "the end was cut after row 0"


def test_SEC_32_a_head_that_was_taken_away_is_noticed(practice, ten):
    AuditHead.objects.filter(pk=practice.pk).delete()
    assert "head" in fault(practice)


def test_SEC_32_a_row_added_by_hand_is_named(practice, ten):
    block_the_next_row(practice)
    assert f"row {ten[9].seq + 1} " in fault(practice)


def test_SEC_32_rows_of_another_practice_are_no_part_of_it(practice, ten, other_practice):
    record("tests.other", practice=other_practice)
    assert not fault(practice)
    with tenancy.within(other_practice.pk):
        assert chain.verify(other_practice.pk).rows == 1


def test_SEC_32_every_chain_is_walked_the_house_first(practice, ten, other_practice):
    record("tests.house", practice=tenancy.HOUSE)
    said = []
    found = chain.verify_all(lambda name, verdict: said.append((name, verdict.rows)))
    assert not [verdict for verdict in found if verdict.fault]
    assert said == [("the house", 1), ("lindenhof", ten[9].seq), ("rosengarten", 0)]


def test_SEC_32_rows_written_while_it_is_checked_are_no_fault(practice, ten, monkeypatch):
    walk = chain._walk

    def later(*args):
        record("tests.deed", practice=practice)
        return walk(*args)

    monkeypatch.setattr(chain, "_walk", later)
    verdict = chain.verify(practice.pk)
    assert (verdict.rows, verdict.fault) == (ten[9].seq + 1, "")


def test_SEC_32_heads_are_written_once_a_day(practice, ten):
    for hours in (0, 1, 17, 24, 25):
        with clock.frozen(MONDAY + timedelta(hours=hours)):
            due.run(practice)
            due._done.clear()
    written = heads.lines(practice.pk)
    assert [line["at"][:10] for line in written] == ["2026-03-02", "2026-03-03"]
    assert heads.of(practice.pk) == {ten[9].seq: ten[9].mac}
    assert len(heads.lines(tenancy.HOUSE)) == 2
    assert heads.file().stat().st_mode & 0o777 == 0o600


def test_SEC_32_the_daily_check_writes_down_what_it_found(practice, ten):
    ten[4].delete()
    with clock.frozen(MONDAY):
        due.run(practice)
    assert "missing" in heads.last(practice.pk)["fault"]
    assert heads.of(practice.pk) == {}


def test_SEC_32_heads_of_a_future_that_a_restore_took_back_do_not_count(practice, ten):
    heads.write(practice.pk)
    ten[9].delete()
    AuditHead.objects.filter(pk=practice.pk).update(seq=ten[8].seq, mac=ten[8].mac)
    heads.write(practice.pk, restored=True)
    assert not fault(practice)


def test_SEC_32_eight_writers_make_one_chain(transactional_db, tmp_path):
    with on_disk(tmp_path):
        practice = make_practice()
        wrong = write_at_once(practice, writers=8, each=12)
        assert not wrong
        with tenancy.within(practice.pk):
            verdict = chain.verify(practice.pk)
            assert (verdict.rows, verdict.fault) == (96, "")
            assert AuditEvent.objects.values("request_id").distinct().count() == 8


def write_at_once(practice, writers, each):
    start, wrong = threading.Barrier(writers), []

    def work():
        from kith.web import marks

        marks.begin()
        try:
            start.wait()
            for _ in range(each):
                with tenancy.within(practice.pk):
                    record("tests.deed", practice=practice)
        except Exception as trouble:
            wrong.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(writers)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    return wrong


def block_the_next_row(practice):
    """Take the next place in the chain, so that the database itself refuses the next row."""
    head = AuditHead.objects.get(pk=practice.pk)
    AuditEvent.objects.create(
        practice_id=practice.pk, seq=head.seq + 1, at=clock.now(), action="tests.deed", mac="1" * 64
    )


def test_SEC_33_what_cannot_be_recorded_does_not_happen(practice, marisol, omar):
    block_the_next_row(practice)
    with pytest.raises(IntegrityError):
        assign(client=marisol, therapist=omar, by=omar)
    assert not Assignment.objects.filter(therapist=omar).exists()


def test_SEC_33_an_ending_that_cannot_be_recorded_does_not_happen(practice, marisol, ines):
    block_the_next_row(practice)
    with pytest.raises(IntegrityError):
        end_assignment(client=marisol, therapist=ines, by=ines)
    assert Assignment.objects.filter(therapist=ines, ended_at=None).exists()


def test_SEC_33_a_page_whose_reading_cannot_be_recorded_is_not_shown(
    practice, course, ines, as_user
):
    browser = as_user(ines)
    block_the_next_row(practice)
    browser.raise_request_exception = False
    answer = browser.get(f"/courses/{course.pk}/agreement/")
    assert answer.status_code == 500
    assert "Quintero" not in answer.text


def test_SEC_33_a_deed_on_a_page_that_cannot_be_recorded_does_not_happen(
    practice, course, ines, as_user
):
    browser = as_user(ines)
    block_the_next_row(practice)
    browser.raise_request_exception = False
    answer = browser.post(f"/courses/{course.pk}/stop/", {"reason": "death", "words": "died"})
    assert answer.status_code == 500
    assert not course.stops.exists()
