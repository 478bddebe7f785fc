"""Referrals as a file: seen before anything happens, taken in once, taken back within a day."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kith.audit.models import AuditEvent
from kith.intake import actions, importing, reading, sheet
from kith.intake.models import Enquiry, ReferralFile
from kith.vault import store
from tests.support.cast import WEDNESDAY, make_client

LIST = (
    "Patient name;Tel;E-Mail;Referred by;Reason;Urgent;Date\n"
    "Aoife Brennan-Okafor;020 7946 0102;;Health visitor;Low since the birth;yes;2026-03-02\n"
    "Ngọc Ánh;;anh@example.org;;;;\n"
    ";020 7946 0999;;;;;\n"
)


@pytest.fixture
def browser(ready, coordinator, as_user, at):
    with at(WEDNESDAY):
        yield as_user(coordinator)


def send(browser, text=LIST, name="list.csv", encoding="utf-8"):
    content = text if isinstance(text, bytes) else text.encode(encoding)
    return browser.post(reverse("intake:files"), {"file": SimpleUploadedFile(name, content)})


def ticked(*numbers, **more):
    return {"do": "take_in", "page": "0", **{f"row_{n}": "on" for n in numbers}, **more}


def said(answer):
    return answer.content.decode()


def test_every_row_is_seen_with_what_is_wrong_before_anything_is_added(browser):
    page = said(browser.get(send(browser).url))

    assert "Aoife Brennan-Okafor" in page and "Ngọc Ánh" in page
    assert "There is no name." in page and 'name="row_2"' not in page
    assert 'name="row_0"' in page and "checked" in page
    assert not Enquiry.objects.exists()


def test_S82_what_is_ticked_is_taken_in_and_the_words_of_the_file_go(browser, coordinator):
    address = send(browser).url
    answer = browser.post(address, ticked(0, 1))

    assert answer.url == address
    first, second = Enquiry.objects.order_by("received_at")
    assert (first.name, first.referrer) == ("Aoife Brennan-Okafor", "Health visitor")
    assert (first.reach, first.urgent, first.source) == ("020 7946 0102", True, "referral")
    assert first.received_at.date().isoformat() == "2026-03-02"
    assert (second.name, second.reach) == ("Ngọc Ánh", "anh@example.org")
    file = ReferralFile.objects.get()
    assert (file.state, file.count, file.rows, file.columns) == ("taken", 2, [], [])
    assert {row.typed_by for row in (first, second)} == {coordinator}


def test_a_row_that_is_not_ticked_stays_out(browser):
    answer = browser.post(send(browser).url, ticked(1), follow=True)
    assert "1 referral taken in. You can take it back for a day." in said(answer)
    assert [row.name for row in Enquiry.objects.all()] == ["Ngọc Ánh"]


def test_REL_05_the_same_file_twice_adds_nothing_twice(browser):
    address = send(browser).url
    for _ in range(20):
        assert browser.post(address, ticked(0, 1)).status_code == 302
    assert Enquiry.objects.count() == 2

    again = send(browser)
    assert again.url == address
    assert "Nothing was added a second time" in said(browser.get(address))
    assert Enquiry.objects.count() == 2 and ReferralFile.objects.count() == 1


def test_columns_that_are_not_recognised_can_be_named(browser):
    address = send(browser, "wer,wie,was\nMarisol,020 7946 0101,low\n").url
    assert "There is no name." in said(browser.get(address))
    refused = browser.post(address, {"do": "arrange", "from_name": ""})
    assert refused.status_code == 422 and "in which column the name stands" in said(refused)

    columns = {"do": "arrange", "from_name": "0", "from_phone": "1", "from_words": "2"}
    assert browser.post(address, columns).status_code == 302
    browser.post(address, ticked(0))
    row = Enquiry.objects.get()
    assert (row.name, row.reach, row.words) == ("Marisol", "020 7946 0101", "low")


def test_who_is_perhaps_known_is_flagged_and_left_out_until_ticked(browser, practice, ines):
    make_client(practice, "brennan okafor, AOIFE", ines, account=False)
    actions.receive(practice=practice, id=actions.once.fresh_key(), name="X", reach="a@b.example")
    text = (
        "name,email\nAoife Brennan-Okafor,aoife@example.org\nSomebody,A@B.example\n"
        "Lou,lou@example.org\nLou Two,lou@example.org\n"
    )
    address = send(browser, text).url
    page = said(browser.get(address))

    assert "client: brennan okafor, AOIFE" in page and "enquiry: X" in page
    assert "row 4 of this file: Lou" in page
    assert ReferralFile.objects.get().left_out == [0, 1, 3]
    browser.post(address, ticked(2, 3))
    assert Enquiry.objects.filter(file__isnull=False).count() == 2


def test_it_is_taken_back_within_a_day_as_if_it_had_not_come(
    browser, at, django_capture_on_commit_callbacks
):
    address = send(browser).url
    browser.post(address, ticked(0, 1))
    ids = list(Enquiry.objects.values_list("pk", flat=True))
    with at(WEDNESDAY + timedelta(hours=23)), django_capture_on_commit_callbacks(execute=True):
        assert "Take them back" in said(browser.get(address))
        browser.post(address, {"do": "take_back"})

    assert not Enquiry.objects.exists() and ReferralFile.objects.get().state == "undone"
    assert all(store.destroyed("client", str(pk)) for pk in ids)
    assert AuditEvent.objects.filter(action="intake.enquiry_taken_back").count() == 2
    assert send(browser).url != address


def test_what_somebody_acted_on_stays(browser, coordinator, ines):
    address = send(browser).url
    browser.post(address, ticked(0, 1))
    kept = Enquiry.objects.get(urgent=True)
    actions.accept(enquiry=kept, therapist=ines, by=coordinator, name=kept.name)
    browser.post(address, {"do": "take_back"})

    assert list(Enquiry.objects.all()) == [kept]
    assert "somebody had acted on" in said(browser.get(address))


def test_after_a_day_nothing_is_taken_back(browser, at):
    address = send(browser).url
    browser.post(address, ticked(0, 1))
    with at(WEDNESDAY + timedelta(hours=25)):
        assert "Take them back" not in said(browser.get(address))
        browser.post(address, {"do": "take_back"})
    assert Enquiry.objects.count() == 2


def test_a_file_that_nobody_settles_is_forgotten_after_a_day(browser, practice, at):
    address = send(browser).url
    with at(WEDNESDAY + timedelta(hours=25)):
        assert importing.run(practice) == 1
        assert "Nothing of it was kept" in said(browser.get(address))
    assert ReferralFile.objects.get().rows == []
    assert browser.post(address, ticked(0)).status_code == 302 and not Enquiry.objects.exists()


def test_put_away_it_leaves_nothing(browser):
    browser.post(send(browser).url, {"do": "put_away"})
    file = ReferralFile.objects.get()
    assert (file.state, file.rows, Enquiry.objects.count()) == ("put_away", [], 0)


@pytest.mark.parametrize(
    "content, why",
    [
        (b"", "empty"),
        (b"name,phone\n", "no row under the headings"),
        (b"name,phone\nM\xfcller,1\n", "UTF-8"),
        (b"name,phone\nA\x00B,1\n", "no text file"),
        (b'name,phone\n"open,1\n', "quotation mark"),
        (b"name,phone\n" + b"A,020 7946 0101\n" * 1001, "1000 rows"),
        (b"name,phone\n" + b"A" * 500_001, "500 kB"),
        (b",".join([b"x"] * 41) + b"\n1\n", "40 columns"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "UTF-8"),
    ],
)
def test_SEC_18_SEC_21_a_file_that_is_no_list_is_refused_in_words(browser, content, why):
    refused = send(browser, content)
    assert refused.status_code == 422 and why in said(refused)
    assert not ReferralFile.objects.exists()


def test_SEC_18_a_table_saved_as_utf_16_is_read(browser):
    browser.post(send(browser, "name\tphone\nŽofie\t1\n", encoding="utf-16").url, ticked(0))
    assert Enquiry.objects.get().name == "Žofie"


@pytest.mark.parametrize("name", ["=cmd|'/c calc'!A1", "+1+1", "@SUM(A1)", "-2", "<script>x"])
def test_SEC_19_a_cell_that_begins_like_a_formula_is_text(browser, name):
    text = f'name,phone\n"{name}",020 7946 0101\n'
    browser.post(send(browser, text).url, ticked(0))
    assert Enquiry.objects.get().name == name
    assert "<script>x" not in said(browser.get(reverse("intake:enquiries")))


@pytest.mark.parametrize(
    "name", ["Ó", "محمد العلي", "👩‍👩‍👧 Zoë", "O’Neill-D'Arcy", "e\u0301ve", "Ж" * 200, "ß"]
)
def test_REL_16_every_name_comes_through_exactly(browser, name):
    browser.post(send(browser, f'name,phone\n"{name}",1234\n').url, ticked(0))
    assert Enquiry.objects.get().name == name


@pytest.mark.parametrize(
    "cells, why",
    [
        ("A,1,perhaps,", "write yes or no"),
        ("A,1,,yesterday", "is no day"),
        ("A,1,,2031-01-01", "ahead, or years ago"),
        ("A" * 201 + ",1,,", "longer than 200"),
        ("A,,,", "no way to reach them"),
    ],
)
def test_what_is_wrong_with_a_row_is_said(browser, cells, why):
    page = said(browser.get(send(browser, f"name,phone,urgent,date\n{cells}\n").url))
    assert why in page
    refused = browser.post(ReferralFile.objects.get() and address_of(), ticked(0))
    assert refused.status_code == 422 and not Enquiry.objects.exists()


def address_of():
    return reverse("intake:file", args=[ReferralFile.objects.get().pk])


def test_many_rows_are_shown_a_hundred_at_a_time_and_ticks_are_kept(browser):
    rows = "".join(f"Person{n} Number{n},{n:08d}\n" for n in range(250))
    address = send(browser, f"name,phone\n{rows}").url
    first = ticked(*range(1, 100)) | {"do": "keep"}
    assert browser.post(address, first).url.endswith("?page=1")
    assert "Person100 " in said(browser.get(address + "?page=1"))
    browser.post(address, ticked(*range(100, 199), page="1"))
    assert Enquiry.objects.count() == 250 - 2
    names = {row.name for row in Enquiry.objects.all()}
    assert "Person0 Number0" not in names and "Person199 Number199" not in names


def test_a_template_file_names_columns_that_are_recognised(browser):
    answer = browser.get(reverse("intake:file_template"))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    headings, _rows = sheet.read(answer.content + b"A,1,a@b.example,GP,low,English,no,2026-03-02")
    assert len(importing.columns.guessed(headings)) == len(headings) == 8


@pytest.mark.parametrize("who", ["ines", "kwame", "outcomes", "owner", "marisol", "omar"])
def test_SEC_03_only_a_coordinator_comes_near_a_file(request, browser, as_user, who):
    address = send(browser).url
    other = as_user(request.getfixturevalue(who))
    for place in (reverse("intake:files"), reverse("intake:file_template"), address):
        assert other.get(place).status_code == 404
    assert send(other).status_code == 404
    assert other.post(address, ticked(0, 1)).status_code == 404
    assert not Enquiry.objects.exists()


def test_SEC_24_a_file_lies_sealed(browser):
    from django.db import connection

    send(browser)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM intake_referralfile")
        stored = b"".join(
            bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode()
            for row in cursor.fetchall()
            for v in row
        )
    assert b"Aoife" not in stored and b"Patient" not in stored and b"7946" not in stored


def test_REL_17_of_a_thousand_alike_each_is_compared_with_a_few(
    browser, practice, coordinator, monkeypatch
):
    compared = []
    same = reading._same_name
    monkeypatch.setattr(reading, "_same_name", lambda *two: compared.append(two) or same(*two))
    rows = "".join(f"Anna Maria Smith,{n:08d}\n" for n in range(1000))
    importing.add(practice=practice, content=f"name,phone\n{rows}".encode(), by=coordinator)
    assert 1000 < len(compared) <= 1000 * (reading.KNOWN_SHOWN + 1)
