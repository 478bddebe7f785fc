"""How it hangs together: written from what is there, corrected by the client, agreed by both."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from ipt import protocol
from kith.desk import facts
from kith.focus import actions, formulating, reading_formulation
from kith.focus.models import Formulation, FormulationAnswer
from kith.intake.models import PrivateTwin
from kith.web.once import fresh_key, row_id

TEXT = "You fall silent, he thinks it is fine."
NEXT = "You fall silent and sometimes you shout, he thinks it is fine."
OWN = "/my/formulation/"


@pytest.fixture
def address(course):
    return reverse("focus:formulation", args=[course.pk])


@pytest.fixture
def written(course, ines):
    return formulating.write(course=course, by=ines, words=TEXT, read_number=0)


def say(browser, number=1, **more):
    said = {"number": number, "fits": "partly", "said": "I also shout. Put that in.", **more}
    return browser.post(f"{OWN}answer/", {"form_key": fresh_key(), **said})


def test_S17_it_is_written_from_its_parts_and_the_client_reads_it(
    as_user, ines, marisol, course, devin, address
):
    said = {
        "words": TEXT, "read_number": 0, "people": [str(devin.pk)], "sessions": 14,
        "onset": "five months ago", "link_sentence": "Each forgotten thing hurts.",
        "psychological": "Peace-keeper.", "strengths": "Humour.", "private": "Avoidant.",
    }  # fmt: skip
    assert as_user(ines).post(address, said).status_code == 302

    row = Formulation.objects.get()
    assert (row.number, row.author, row.agreed_by_client_at) == (1, ines, None)
    assert row.agreed_by_therapist_at and row.parts["link_sentence"].startswith("Each")
    own = as_user(marisol).get(OWN).content.decode()
    assert TEXT in own and "Humour." in own and "Devin" in own and "14 sessions" in own
    assert PrivateTwin.objects.get().words == "Avoidant."


def test_IPT13_16_what_is_only_for_the_therapist_never_reaches_the_client(
    as_user, ines, marisol, course, address, written
):
    as_user(ines).post(address, {"words": NEXT, "read_number": 1, "private": "Avoidant."})
    for path in (OWN, "/my/focus/", f"{OWN}words/"):
        assert "Avoidant." not in as_user(marisol).get(path).content.decode()
    kept = reverse("focus:formulation_page", args=[course.pk])
    assert "Avoidant." not in as_user(ines).get(kept).content.decode()


def test_S17_a_draft_is_composed_and_nothing_is_saved_by_it(as_user, ines, address, course, take):
    take(course, client_words="the Sundays with Devin")
    said = {"read_number": 0, "words": "", "onset": "last spring", "sessions": 14, "compose": "1"}
    page = as_user(ines).post(address, said)
    text = page.content.decode()
    assert page.status_code == 200 and not Formulation.objects.exists()
    assert "It began around last spring." in text
    assert "for the next 14 sessions we work on the Sundays with Devin." in text
    assert text.count("What fits, and what does not?") >= 2


def test_S37_an_agreed_goal_stands_in_the_draft_as_it_is_until_an_aim_is_put_into_words(
    as_user, ines, address, course, take
):
    take(course, client_words="the Sundays with Devin")
    actions.add_goal(
        course=course, id=uuid4(), by=ines, text="Tell Devin one want a week", baseline=0, target=4
    )
    said = {"read_number": 0, "words": "", "sessions": 14, "compose": "1"}
    page = as_user(ines).post(address, said).content.decode()
    assert "What we agreed to reach: “Tell Devin one want a week”." in page
    page = as_user(ines).post(address, {**said, "aim": "you say what you want"}).content.decode()
    assert "Devin, so that you say what you want. What fits" in page


def test_a_text_that_stands_already_is_not_replaced_by_a_draft(as_user, ines, address):
    said = {"read_number": 0, "words": "Typed by hand.", "onset": "last spring", "compose": "1"}
    page = as_user(ines).post(address, said).content.decode()
    assert "Typed by hand.</textarea>" in page and "It began around last spring." in page


def test_S53_where_no_illness_is_named_none_is_asked_for(as_user, ines, course, address):
    assert "diagnosis_named" in as_user(ines).get(address).content.decode()
    course.protocol, course.protocol_version = "ipc", protocol.load("ipc").version
    course.save()
    page = as_user(ines).get(address).content.decode()
    assert "diagnosis_named" not in page
    said = {"read_number": 0, "words": "", "diagnosis_named": "depression", "compose": "1"}
    composed = as_user(ines).post(address, said).content.decode()
    assert "Things have been hard for you." in composed and "suffering" not in composed


def test_S73_251_words_are_refused_and_all_of_them_kept(as_user, ines, course, address):
    long = "word " * 251
    refused = as_user(ines).post(address, {"words": long, "read_number": 0})
    page = refused.content.decode()
    assert refused.status_code == 422 and "These are 251 words" in page and long.strip() in page
    assert (
        as_user(ines).post(address, {"words": "word " * 250, "read_number": 0}).status_code == 302
    )
    with pytest.raises(formulating.TooLong):
        formulating.write(
            course=Formulation.objects.get().course, by=ines, words=long, read_number=1
        )


def test_S73_the_clients_correction_is_kept_as_said_and_taken_over_into_a_new_version(
    as_user, ines, marisol, course, address, written
):
    assert say(as_user(marisol)).url == OWN
    answer = FormulationAnswer.objects.get()
    assert (answer.fits, answer.words, answer.told) == (
        "partly", "I also shout. Put that in.", "screen",
    )  # fmt: skip
    assert "I also shout. Put that in." in as_user(ines).get(address).content.decode()
    as_user(ines).post(address, {"words": NEXT, "read_number": 1, "takes_over": "on"})

    first, second = Formulation.objects.order_by("number")
    assert (first.words, second.words, second.takes_over) == (TEXT, NEXT, answer)
    page = as_user(ines).get(address).content.decode()
    assert "<ins>" in page and "Takes over:" in page
    assert reading_formulation.waiting(reading_formulation.versions(course, ines)) is None


def test_S73_both_agree_with_a_date(as_user, ines, marisol, written):
    say(as_user(marisol), fits="yes", said="")
    written.refresh_from_db()
    assert written.agreed and written.client_agreed_how == "screen"
    say(as_user(marisol), fits="no")
    written.refresh_from_db()
    assert not written.agreed and written.answers.count() == 2


def test_S73_what_the_client_says_in_the_room_is_noted_as_said(as_user, ines, course, written):
    path = reverse("focus:formulation_answer", args=[course.pk])
    said = {"a-number": 1, "a-fits": "yes", "a-said": "That is it.", "a-form_key": fresh_key()}
    for _ in range(20):
        assert as_user(ines).post(path, said).status_code == 302
    written.refresh_from_db()
    assert (written.client_agreed_how, written.answers.count()) == ("said", 1)
    refused = as_user(ines).post(path, {**said, "a-fits": "maybe", "a-said": "kept words"})
    assert refused.status_code == 422 and "kept words" in refused.content.decode()


def test_S73_the_client_writes_it_in_their_own_words_and_the_therapist_is_asked(
    as_user, ines, marisol, course, address, written
):
    said = {"words": "I fall silent. I also shout.", "read_number": 1}
    assert as_user(marisol).post(f"{OWN}words/", said).url == OWN
    row = formulating.latest(course)
    assert (row.number, row.author, row.client_agreed_how) == (2, marisol.user, "screen")
    assert row.agreed_by_therapist_at is None
    assert "I agree with the client" in as_user(ines).get(address).content.decode()
    path = reverse("focus:formulation_agree", args=[course.pk])
    as_user(ines).post(path, {"number": "1"})
    as_user(ines).post(path, {"number": "2"})
    row.refresh_from_db()
    assert row.agreed
    assert as_user(ines).post(path, {"number": "99"}).status_code == 404


def test_REL_06_an_answer_to_a_version_that_is_no_longer_the_newest_is_asked_again(
    as_user, ines, marisol, course, written
):
    formulating.write(course=course, by=ines, words=NEXT, read_number=1)
    refused = say(as_user(marisol), number=1)
    page = refused.content.decode()
    assert refused.status_code == 422 and NEXT in page and "I also shout. Put that in." in page
    assert not FormulationAnswer.objects.exists()


def test_REL_06_two_writers_see_both_and_lose_neither(as_user, ines, marisol, course, written):
    as_user(marisol).post(f"{OWN}words/", {"words": "Mine.", "read_number": 1})
    address = reverse("focus:formulation", args=[course.pk])
    refused = as_user(ines).post(address, {"words": "Hers.", "read_number": 1})
    page = refused.content.decode()
    assert refused.status_code == 422 and "Mine." in page and "Hers." in page
    assert Formulation.objects.count() == 2


def test_REL_05_saved_twenty_times_it_is_one_version(as_user, ines, address):
    for _ in range(20):
        as_user(ines).post(address, {"words": TEXT, "read_number": 0})
    assert Formulation.objects.count() == 1


def test_REL_05_the_same_answer_with_other_words_is_a_second_one_on_purpose(
    as_user, marisol, written
):
    key = fresh_key()
    say(as_user(marisol), form_key=key)
    refused = say(as_user(marisol), form_key=key, said="Something else")
    assert refused.status_code == 422 and "Something else" in refused.content.decode()


def test_the_database_refuses_what_cannot_be(course, ines, written):
    own = {"client_id": course.client_id, "course": course, "author": ines, "words": "x"}
    for wrong in ({"number": 1}, {"number": 0}, {"number": 2, "client_agreed_how": "said"},
                  {"number": 2, "area": "weather"}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Formulation.objects.create(**own, **wrong)


def test_S37_the_task_is_done_once_it_was_shared(ines, course, written):
    assert facts.gather(course, ines).recorded["formulation_shared"] == 1


def test_IPT13_06_IPT13_17_the_clients_page_is_kind_and_promises_nothing(
    as_user, marisol, course, written
):
    say(as_user(marisol))
    for path in (OWN, f"{OWN}words/"):
        page = as_user(marisol).get(path).content.decode().casefold()
        for word in ("deficit", "termination", "failed", "dysfunctional", "cure", "overdue"):
            assert word not in page
        assert "not at once" in page and "nobody watches" in page


def test_before_it_is_written_the_page_teaches(as_user, marisol, course):
    assert "It will stand here" in as_user(marisol).get(OWN).content.decode()
    assert as_user(marisol).get(f"{OWN}words/").status_code == 404


def test_a_client_without_a_course_has_an_empty_page(as_user, marisol):
    assert as_user(marisol).get(OWN).status_code == 200
    assert say(as_user(marisol)).status_code == 404


@pytest.mark.parametrize("who", ["omar", "coordinator", "kwame", "outcomes", "owner", "aoife"])
def test_SEC_03_out_of_scope_looks_absent(request, as_user, who, course, written):
    browser = as_user(request.getfixturevalue(who))
    nothing = browser.get("/nowhere/").content
    for page in ("formulation", "formulation_page", "goal_review"):
        answer = browser.get(reverse(f"focus:{page}", args=[course.pk]))
        assert (answer.status_code, answer.content) == (404, nothing), page
    said = {"form_key": fresh_key(), "a-form_key": fresh_key(), "number": 1, "a-number": 1,
            "words": "x", "read_number": 1, "a-fits": "yes"}  # fmt: skip
    for deed in ("formulation", "formulation_answer", "formulation_agree", "goal_review"):
        assert browser.post(reverse(f"focus:{deed}", args=[course.pk]), said).status_code == 404
    assert Formulation.objects.count() == 1 and not FormulationAnswer.objects.exists()


def test_SEC_06_one_client_never_meets_anothers(as_user, aoife, course, ines, written):
    from kith.care.actions import open_course

    open_course(client=aoife, therapist=ines, by=ines)
    assert TEXT not in as_user(aoife).get(OWN).content.decode()
    assert say(as_user(aoife)).status_code == 404
    assert as_user(aoife).get(f"{OWN}words/").status_code == 404


def test_a_version_costs_no_further_query(as_user, ines, course, address, written):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count():
        with CaptureQueriesContext(connection) as seen:
            as_user(ines).get(address)
        return len(seen)

    formulating.write(course=course, by=ines, words=NEXT, read_number=1)
    formulating.answer(
        formulation=formulating.latest(course), id=row_id("a"), fits="yes", by=ines, told="said"
    )
    count()  # what a process reads once
    few = count()
    for number in range(2, 6):
        formulating.write(course=course, by=ines, words=f"{NEXT} {number}", read_number=number)
    assert count() == few
