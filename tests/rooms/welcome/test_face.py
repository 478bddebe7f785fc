"""What the practice says of itself: changed by administrators, in versions, honest."""

import pytest

from kith.people.models import PracticeRevision
from kith.welcome import actions
from kith.welcome.models import FormerWords, PageWords

pytestmark = pytest.mark.django_db


def typed(practice, **more):
    practice.refresh_from_db()
    return {"public_name": "By the Park", "version": practice.version, **more}


def test_S12_an_administrator_names_the_practice_and_opens_its_pages(as_user, owner, practice):
    browser = as_user(owner)
    said = typed(practice, public_line="For you.", pages_open="on", in_search="on")
    assert browser.post("/face/", said).status_code == 302
    practice.refresh_from_db()
    assert (practice.shown_name, practice.public_line) == ("By the Park", "For you.")
    assert practice.pages_open and practice.in_search and not practice.telling_titles
    assert PracticeRevision.objects.get().said["public_name"] == ""
    assert browser.get("/face/").status_code == 200


def test_REL_06_two_administrators_both_see_both_names(as_user, owner, practice):
    browser, read = as_user(owner), typed(practice)
    browser.post("/face/", {**read, "public_name": "First name"})
    answer = browser.post("/face/", {**read, "public_name": "Second name"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "First name" in page and "Second name" in page
    practice.refresh_from_db()
    assert practice.public_name == "First name"


def test_IPT13_17_a_line_that_promises_too_much_is_refused_and_kept(as_user, owner, practice):
    answer = as_user(owner).post("/face/", typed(practice, public_line="We cure anxiety"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "promises more than anybody knows" in page and "We cure anxiety" in page


def test_SEC_02_others_read_and_cannot_change(as_user, ines, coordinator, practice):
    for person in (ines, coordinator):
        browser = as_user(person)
        assert browser.get("/face/").status_code == 200
        for answer in (
            browser.post("/face/", typed(practice)),
            browser.post("/face/logo/", {"take_down": "1"}),
            browser.get("/face/words/start/"),
            browser.post("/face/words/start/", {"words": "Mine", "version": 0}),
        ):
            assert answer.status_code == 404
    practice.refresh_from_db()
    assert practice.public_name == "" and not PageWords.objects.exists()


def test_SEC_02_clients_and_strangers_find_nothing_there(as_user, marisol, practice):
    for path in ("/face/", "/face/words/start/", "/face/people/"):
        assert as_user(marisol).get(path).status_code == 404
        assert as_user(None).get(path).status_code == 302


def test_SEC_06_extra_names_change_nothing(as_user, owner, practice):
    as_user(owner).post("/face/", typed(practice, slug="stolen", logo=str(owner.pk), name="X"))
    practice.refresh_from_db()
    assert (practice.slug, practice.logo, practice.name) == (
        "lindenhof",
        None,
        "Lindenhof Practice",
    )


def test_S12_own_words_are_written_and_former_ones_kept(as_user, owner, practice):
    browser = as_user(owner)
    words = "We are few.\n\nAnd quiet."
    assert browser.post("/face/words/start/", {"words": words, "version": 0}).status_code == 302
    browser.post("/face/words/start/", {"words": "We are many.", "version": 1})
    row = PageWords.objects.get()
    assert (row.page, row.words, row.version) == ("start", "We are many.", 2)
    assert FormerWords.objects.get().said == {"words": words}
    assert "And quiet." in browser.get("/face/words/start/").content.decode()


def test_REL_06_a_second_writer_sees_both_texts(as_user, owner, practice):
    browser = as_user(owner)
    actions.save_words(practice=practice, page="ipt", version=0, words="Zero", by=owner)
    browser.post("/face/words/ipt/", {"words": "First", "version": 1})
    answer = browser.post("/face/words/ipt/", {"words": "Second", "version": 1})
    page = answer.content.decode()
    assert answer.status_code == 422 and "First" in page and "Second" in page
    assert PageWords.objects.get().words == "First"


def test_IPT13_17_own_words_that_promise_too_much_are_refused_and_kept(as_user, owner, practice):
    said = "IPT is as good as CBT for all."
    answer = as_user(owner).post("/face/words/helps/", {"words": said, "version": 0})
    assert answer.status_code == 422 and said in answer.content.decode()
    fine = "Nobody can guarantee that it helps."
    answer = as_user(owner).post("/face/words/helps/", {"words": fine, "version": 0})
    assert answer.status_code == 302


def test_a_page_that_there_is_not_has_no_words(as_user, owner, practice):
    assert as_user(owner).get("/face/words/toothache/").status_code == 404


def test_nothing_is_made_while_nothing_is_written(as_user, owner, practice):
    as_user(owner).post("/face/words/start/", {"words": "  ", "version": 0})
    assert not PageWords.objects.exists()


def test_REL_07_own_words_typed_and_not_saved_come_back(as_user, owner, practice):
    from kith.people import drafts

    drafts.keep(owner, "/face/words/start/", {"words": "Half a sentence", "version": "0"})
    assert "Half a sentence" in as_user(owner).get("/face/words/start/").content.decode()
    as_user(owner).post("/face/words/start/", {"words": "A whole one.", "version": 0})
    assert drafts.found(owner, "/face/words/start/") is None


def test_S82_without_numbers_the_page_says_what_is_missing(as_user, owner, practice):
    practice.emergency_number = ""
    practice.save()
    assert "Numbers for a crisis stand first" in as_user(owner).get("/face/").content.decode()
