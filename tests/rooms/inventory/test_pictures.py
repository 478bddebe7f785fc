"""Dated pictures of the circle: begun, drawn in, compared; nothing that was said is lost."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kith import clock
from kith.desk.facts import gather
from kith.inventory import actions, reading
from kith.inventory.models import Placement, Sitting
from kith.web.once import fresh_key

SAID = {"i_expect": "ask how I am", "they_expect": "house calm", "expectations_match": "poorly"}


@pytest.fixture
def tell(ines):
    """tell(person, field=…) says something of somebody, as the therapist."""

    def say(person, **said):
        person.refresh_from_db()
        return actions.edit_person(person=person, version=person.version, by=ines, **said)

    return say


@pytest.fixture
def told(devin, tell):
    """Devin with expectations both ways, in the first picture."""
    return tell(devin, trust=3, ring_before="inner", ring_wished="inner", **SAID)


def begin(course, by, **more):
    return actions.begin_sitting(client=course.client, by=by, **more)


def address(name, course, *ids):
    return reverse(f"inventory:{name}", args=[course.pk, *ids])


def test_IPT13_04_S27_devins_four_pictures_say_what_moved(
    as_user, ines, course, told, tell, marisol
):
    begin(course, ines, moment="end", title="At the end")
    tell(told, ring="middle", trust=6, expectations_match="partly", i_expect="share the load")

    by_moment = {row.moment: row for row in reading.sittings(course, ines)}
    assert list(by_moment) == ["before", "now", "end", "wished"]
    page = as_user(ines).get(address("between", course)).content.decode()
    for sentence in (
        "Devin came one ring closer.",
        "With Devin, expectations now fit partly, before poorly.",
        "What is expected of Devin is put differently.",
        "Trust in Devin rose from 3 to 6 of 10.",
    ):
        assert sentence in page
    for then, now, sentence in (
        ("before", "now", "Devin is two rings further away."),
        ("before", "end", "Devin is one ring further away."),
        ("now", "wished", "Devin is wished two rings closer."),
        ("end", "wished", "Devin is wished one ring closer."),
    ):
        chosen = {"then": by_moment[then].pk, "now": by_moment[now].pk}
        for browser, path in (
            (as_user(ines), address("between", course)),
            (as_user(marisol), "/my/people/then-and-now/"),
        ):
            assert sentence in browser.get(path, chosen).content.decode()


@pytest.mark.parametrize(
    ("then", "now", "sentence"),
    [
        ("wished", "end", "Devin is wished one ring closer."),
        ("end", "before", "Devin is one ring further away."),
    ],
)
def test_S27_time_is_never_turned_round_and_a_wish_lies_ahead(
    as_user, ines, course, told, tell, then, now, sentence
):
    begin(course, ines, moment="end", title="At the end")
    tell(told, ring="middle", trust=6)
    by_moment = {row.moment: row for row in reading.sittings(course, ines)}
    chosen = {"then": by_moment[then].pk, "now": by_moment[now].pk}
    page = as_user(ines).get(address("between", course), chosen).content.decode()
    assert sentence in page and "not drawn" not in page


def test_S27_the_same_picture_twice_says_that_nothing_moved(as_user, ines, course, told):
    now = reading.newest(reading.sittings(course, ines))
    page = as_user(ines).get(address("between", course), {"then": now.pk, "now": now.pk})
    assert "Nothing moved" in page.content.decode()


def test_a_new_picture_begins_where_the_former_stood_and_leaves_it_alone(ines, course, told, tell):
    first = reading.newest(reading.sittings(course, ines))
    second = begin(course, ines, title="session 3")
    tell(told, ring="inner", good="he asked")

    shown = reading.pictures(ines, first, second)
    assert [(p.ring, p.said["trust"]) for p in shown[first.pk]] == [("outer", 3)]
    assert [(p.ring, p.good, p.said["trust"]) for p in shown[second.pk]] == [
        ("inner", "he asked", 3)
    ]
    assert second.follows == first and (first.number, second.number) == (1, 4)


def test_what_was_only_taken_over_is_marked_until_it_is_looked_at(ines, course, told, tell):
    begin(course, ines)
    assert reading.present(course, ines)[0].carried
    tell(told, trust=3)
    assert not reading.present(course, ines)[0].carried


def test_everything_that_was_ever_said_can_be_read_back(as_user, ines, course, told, tell):
    begin(course, ines)
    tell(told, i_expect="share the load")
    page = as_user(ines).get(address("person", course, told.pk)).content.decode()
    story = page[page.index("What was said before") :]
    assert "ask how I am" in story and "share the load" in story
    rows = [(row["place"].said or {}).get("i_expect") for row in reading.story(told, ines)]
    assert rows[0] == "share the load" and "ask how I am" in rows


def test_REL_06_two_who_begin_a_picture_at_once_make_one(as_user, ines, marisol, course, devin):
    newest = reading.newest(reading.sittings(course, ines)).pk
    said = {"title": "", "moment": "now", "after": newest}
    first = as_user(ines).post(address("sittings", course), {"form_key": fresh_key(), **said})
    second = as_user(marisol).post("/my/people/pictures/", {"form_key": fresh_key(), **said})
    assert (first.status_code, second.status_code) == (302, 422)
    assert "Ines Halvorsen began a picture meanwhile" in second.content.decode()
    assert Sitting.objects.count() == 2


def test_REL_05_begun_twenty_times_it_is_one_picture(as_user, ines, course, devin):
    said = {"form_key": fresh_key(), "title": "session 3", "moment": "now", "after": ""}
    for _ in range(20):
        assert as_user(ines).post(address("sittings", course), said).status_code == 302
    assert Sitting.objects.count() == 2


@pytest.mark.parametrize("wrong", [{"moment": "someday"}, {"title": "x" * 61}, {"after": "no id"}])
def test_a_picture_that_cannot_be_is_refused_in_words(as_user, ines, course, devin, wrong):
    said = {"form_key": fresh_key(), "title": "", "moment": "now", **wrong}
    answer = as_user(ines).post(address("sittings", course), said)
    assert answer.status_code == 422 and Sitting.objects.count() == 1


def test_moved_in_the_picture_all_that_is_said_goes_along(as_user, ines, course, told):
    now = reading.newest(reading.sittings(course, ines))
    path = address("place", course, now.pk, told.pk)
    assert (
        as_user(ines).post(path, {"ring": "middle", "was": "outer", "turn": 90}).status_code == 302
    )
    [devin] = reading.present(course, ines)
    assert (devin.ring, devin.turn, devin.said["trust"], devin.good) == (
        "middle", 90, 3, "steady, funny"
    )  # fmt: skip
    page = as_user(ines).get(address("picture", course, now.pk)).content.decode()
    assert "Undo" in page
    as_user(ines).post(path, {"ring": "outer", "was": "middle", "turn": ""})
    assert reading.present(course, ines)[0].ring == "outer"


def test_REL_06_moved_by_two_at_once_both_are_shown_and_nothing_is_lost(
    as_user, ines, marisol, course, told
):
    now = reading.newest(reading.sittings(course, ines))
    as_user(ines).post(
        address("place", course, now.pk, told.pk), {"ring": "middle", "was": "outer"}
    )
    mine = f"/my/people/pictures/{now.pk}/{told.pk}/"
    refused = as_user(marisol).post(mine, {"ring": "inner", "was": "outer"})
    page = refused.content.decode()
    assert refused.status_code == 422 and "was moved somewhere else meanwhile" in page
    assert "Ines Halvorsen" in page and reading.present(course, ines)[0].ring == "middle"
    assert as_user(marisol).post(mine, {"ring": "inner", "was": "middle"}).status_code == 302
    rings = list(told.placements.filter(sitting=now).values_list("ring", flat=True))
    assert rings[-3:] == ["outer", "middle", "inner"]


def test_REL_06_moving_somebody_does_not_undo_what_is_written_meanwhile(
    as_user, ines, marisol, course, told, tell
):
    now = reading.newest(reading.sittings(course, ines))
    tell(told, hard="silent")
    path = f"/my/people/pictures/{now.pk}/{told.pk}/"
    assert as_user(marisol).post(path, {"ring": "inner", "was": "outer"}).status_code == 302
    [devin] = reading.present(course, ines)
    assert (devin.ring, devin.hard) == ("inner", "silent")


@pytest.mark.parametrize("said", [{"ring": "nowhere"}, {"ring": "inner", "turn": 400}, {}])
def test_a_place_that_is_none_moves_nobody(as_user, ines, course, told, said):
    now = reading.newest(reading.sittings(course, ines))
    answer = as_user(ines).post(address("place", course, now.pk, told.pk), {"was": "outer", **said})
    assert answer.status_code == 422 and "Nobody was moved" in answer.content.decode()
    assert reading.present(course, ines)[0].ring == "outer"


def test_an_older_picture_is_not_drawn_in(as_user, ines, course, told):
    first = reading.newest(reading.sittings(course, ines))
    begin(course, ines)
    answer = as_user(ines).post(
        address("place", course, first.pk, told.pk), {"ring": "inner", "was": "outer"}
    )
    assert answer.status_code == 422 and "This picture is finished" in answer.content.decode()
    page = as_user(ines).get(address("picture", course, first.pk)).content.decode()
    assert "An older picture stays as it was" in page and "data-move=" not in page


def test_a_former_picture_goes_by_its_day_and_only_the_present_one_is_now(
    as_user, ines, course, told
):
    begin(course, ines)
    page = as_user(ines).get(address("people", course)).content.decode()
    names = re.findall(r"<li><a [^>]*picture[^>]*>(.*?)</a></li>", page)
    assert [name.startswith("now") for name in names if "<time" in name] == [False, True]


def test_set_aside_leaves_older_pictures_as_they_were(as_user, ines, course, told):
    first = reading.newest(reading.sittings(course, ines))
    begin(course, ines)
    actions.set_aside(person=told, by=ines)
    assert reading.present(course, ines) == []
    assert [p.name for p in reading.pictures(ines, first)[first.pk]] == ["Devin"]
    page = as_user(ines).get(address("between", course)).content.decode()
    assert "Devin is not drawn in the later picture." in page
    actions.bring_back(person=told, by=ines)
    assert [(p.ring, p.good) for p in reading.present(course, ines)] == [("outer", "steady, funny")]


def test_who_is_not_in_a_picture_yet_can_be_put_there(as_user, ines, course, devin):
    before = begin(course, ines, moment="before")
    page = as_user(ines).get(address("picture", course, before.pk)).content.decode()
    assert "1 person is not in this picture" in page
    path = address("place", course, before.pk, devin.pk)
    assert as_user(ines).post(path, {"ring": "inner", "was": ""}).status_code == 302
    assert [p.ring for p in reading.present(course, ines, "before")] == ["inner"]
    assert [p.ring for p in reading.present(course, ines)] == ["outer"]


def test_what_is_wished_begins_where_people_stand_and_stands_beside_now(
    as_user, ines, course, devin
):
    wished = begin(course, ines, moment="wished")
    there = reading.present(course, ines, "wished")
    assert [(p.name, p.ring, p.good) for p in there] == [("Devin", "outer", "")]
    path = address("place", course, wished.pk, devin.pk)
    as_user(ines).post(path, {"ring": "middle", "was": "outer"})
    page = as_user(ines).get(address("between", course)).content.decode()
    assert "Devin is wished one ring closer." in page


def test_an_old_picture_asks_for_a_new_one(as_user, ines, course, devin):
    path = address("people", course)
    asks = "Begin a new one before you move people"
    assert asks not in as_user(ines).get(path).content.decode()
    Sitting.objects.update(on=clock.today("Europe/London") - timedelta(days=20))
    assert asks in as_user(ines).get(path).content.decode()


def test_the_database_refuses_what_cannot_be(ines, course, told):
    sitting = Sitting.objects.first()
    for wrong in (
        lambda: Sitting.objects.filter(pk=sitting.pk).update(moment="someday"),
        lambda: Sitting.objects.filter(pk=sitting.pk).update(few_people_by=ines),
        lambda: Sitting.objects.exclude(pk=sitting.pk).update(number=sitting.number),
        lambda: Placement.objects.filter(sitting=sitting).update(turn=360),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_few_people_is_a_mark_that_goes_on_and_can_be_taken_back(as_user, ines, course, devin):
    path = address("few", course)
    as_user(ines).post(path, {"few": "1"})
    begin(course, ines)
    assert reading.few_people(course, ines)
    as_user(ines).post(path)
    assert not reading.few_people(course, ines)
    assert Sitting.objects.filter(few_people_at=None).count() == 1


def test_the_task_counts_what_is_told_and_the_few(ines, course, devin, tell):
    tell(devin, ring="inner", good="", hard="")
    known = gather(course, ines).recorded
    assert (known["people"], known["few_people"], known["inner_told"]) == (1, 0, 1)
    actions.say_few_people(client=course.client, few=True, by=ines)
    assert gather(course, ines).recorded["few_people"] == 1


def test_names_are_hidden_on_a_shared_screen_and_come_back(as_user, ines, marisol, course, told):
    for who, page, toggle in (
        (ines, address("people", course), address("names", course)),
        (marisol, "/my/people/", "/my/people/names/"),
    ):
        browser = as_user(who)
        browser.post(toggle, {"hide": "1"})
        shown = browser.get(page).content.decode()
        assert "Devin" not in shown and "steady, funny" not in shown and ">D<" in shown
        browser.post(toggle, {"show": "1"})
        assert "Devin" in browser.get(page).content.decode()


def test_then_and_now_hides_names_on_a_shared_screen_too(as_user, ines, course, told, tell):
    begin(course, ines)
    tell(told, ring="inner")
    browser = as_user(ines)
    browser.post(address("names", course), {"hide": "1"})
    page = browser.get(address("between", course)).content.decode()
    assert "D came two rings closer." in page and "Devin" not in page


def test_two_with_the_same_initial_stay_apart_on_a_shared_screen(ines, course, told):
    actions.add_person(
        client=course.client, id=fresh_key(), by=ines, display_name="Dana", relation="friend",
        ring="outer",
    )  # fmt: skip
    names = [p.name for p in reading.discreet(reading.present(course, ines), course)]
    assert names == ["D", "D 2"]


def test_S14_S15_who_helps_with_what_is_said_without_a_score(as_user, ines, course, told, tell):
    tell(told, support_kinds=["practical"])
    page = as_user(ines).get(address("people", course)).content.decode()
    helps = page[page.index("Who helps with what") :]
    assert helps.index("Practical help") < helps.index("Devin") < helps.index("Someone to talk to")
    assert "nobody named yet" in helps


def test_groups_animals_and_the_dead_are_drawn_so_and_said_in_words(as_user, ines, course):
    for name, relation, status in (
        ("The choir", "group", "alive"),
        ("Pike", "pet", "alive"),
        ("Birgit", "partner", "deceased"),
    ):
        actions.add_person(
            client=course.client, id=fresh_key(), by=ines, display_name=name, relation=relation,
            status=status, ring="inner",
        )  # fmt: skip
    page = as_user(ines).get(address("people", course)).content.decode()
    for mark in ("mark group", "mark pet", "mark deceased"):
        assert mark in page
    for word in ("a group", "an animal", "has died", "Animal"):
        assert word in page


def test_a_circle_of_forty_opens_in_as_many_queries_as_one_of_two(
    as_user, ines, course, devin, django_assert_max_num_queries
):
    browser, path = as_user(ines), address("people", course)
    browser.get(path)
    with CaptureQueriesContext(connection) as few:
        browser.get(path)
    for n in range(39):
        actions.add_person(
            client=course.client, id=fresh_key(), by=ines, display_name=f"Friend {n}",
            relation="friend", ring=("inner", "middle", "outer", "outside")[n % 4],
        )  # fmt: skip
    actions.begin_sitting(client=course.client, by=ines)
    with django_assert_max_num_queries(len(few)):
        page = browser.get(path).content.decode()
    assert "Friend 38" in page
