"""Marisol: a dispute. Fourteen sessions, told through the pages (ipt.md 11.1)."""

from datetime import date

import pytest

from tests.journeys import deeds
from tests.journeys.ground import telling
from tests.support.walk import link_in

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 1, 13)  # the clocks change before session 11


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    with telling(django_db_blocker, "a", TUESDAY) as story:
        yield story_of(story)


def story_of(story):
    asked_and_accepted(story)
    first_conversation(story)
    for row in story.case["weeks"]:
        week(story, row)
        if row["session"] == 7:
            cannot_come(story)
    closed(story)
    followed_up(story)
    return story


def asked_and_accepted(story):
    """She writes at night; the coordinator gives her to Ines; the invitation goes out."""
    with story.at(-16, 21, 40):
        deeds.ask_for_help(story, "I shout at the children and cry in the car.")
    with story.at(-15, 12):
        deeds.take_on(story)
        story.keep("too early", story.desk.send(story.page("phase"), {"step": "begin"}, status=422))
        deeds.plan_one(story, -10, 13, kind="consultation")
        [story.invitation] = deeds.invite(story)
    with story.at(-15, 19):
        deeds.accept(story, story.invitation)


def first_conversation(story):
    """What brings her, asked alone; does it fit; her own yes and no."""
    with story.at(-10, 13, 10):
        deeds.consult(story)
        deeds.judge_fit(story)
        story.keep("consents missing", story.desk.send(story.page("phase"), BEGIN, status=422))
    with story.at(-10, 20):
        deeds.consent(story)
        story.keep("her first page", story.client.open("/home/"))
    with story.at(-9, 10):
        deeds.begin(story)
        story.keep("in treatment", story.desk)
        deeds.plan_series(story, 0, 3)


def week(story, row):
    """The questions the day before, answered on the phone; the session; what it brings."""
    number, day = row["session"], row["day"]
    asked(story, row)
    with story.at(day, 12):
        tell_practice(story, number)
    with story.at(day, 17, 40):
        before = BEFORE.get(number)
        if before:
            before(story)
        more = {"p_person": "Devin"} if number == 9 else {}
        deeds.hold(story, row, **more)
        after = AFTER.get(number)
        if after:
            after(story)


def asked(story, row):
    """By hand until there is an agreement; from then on by itself."""
    day, answers = row["day"], deeds.answers_of(row)
    with story.at(day - 1, 9, 1):
        new = deeds.send_checkin(story, day) if row["session"] < 4 else story.tick()
        letter = next(each for each in new if "/c/" in each.body)
    with story.at(day - 1, 20):
        address = story.old_link if row["session"] == 8 else link_in(letter)
        if row["session"] == 1:
            story.taps = deeds.tap(story, address, answers)
            story.old_link = address
        else:
            deeds.tap_fast(story, address, answers)
    story.checkin_letter = letter


def tell_practice(story, number):
    """She says on her own page how the last practice went."""
    if number in (2, 9):
        story.client.open("/home/").follow("How did it go?")
        story.keep(f"her practice {number}", story.client)
        said = {"state": "tried", "happened": "Said it, voice shaking.", "learned": "It was heard."}
        story.client.press("Keep it", said)


def first_people(story):
    deeds.add_people(story, story.case["people"][:4])


def focus_and_agreement(story):
    """Session 3: refused first, then the circle is full, the focus chosen, the agreement made."""
    deeds.add_people(story, story.case["people"][4:], story.client, "/my/people/")
    story.keep("her circle", story.client)
    story.keep("middle refused", story.desk.open(story.course).press("Go on to the", status=422))
    deeds.rate_areas(story)
    story.keep("focus chosen", deeds.choose_focus(story, person="Devin"))
    deeds.add_goals(story)
    story.keep("agreement proposed", deeds.propose(story, missed="moved"))
    story.keep("still refused", story.desk.open(story.course).press("Go on to the", status=422))
    story.keep("her agreement", story.client.open("/home/").follow("Read it"))
    story.client.press("I agree")
    story.client.open("/my/focus/")
    story.client.press("Save", {"client_agrees": "partly", "client_words": "I also shout."})
    story.keep("counted", story.desk.open(story.page("meetings")).press("Count them now"))
    deeds.plan_series(story, 21, 11)


def into_the_middle(story):
    story.desk.open(story.course).press("Go on to the middle phase")
    story.keep("in the middle", story.desk)


def look_at_the_desk(story):
    story.keep("caseload at the ending", story.desk.open("/caseload/"))
    story.keep("ending due", story.desk.open(story.page("ending")))
    deeds.announce(story, 70, 98, "Already? I only just started.")
    story.keep("ending named", story.desk)


def review(story):
    deeds.rate_goals(story, (7, 7, 5))
    deeds.look_back(story, ["sad", "proud"], hard="Week eight.", proud_of="A breakfast.")
    story.keep("review", story.desk)


def plan_for_after(story):
    deeds.keep_well(story, supports="Tamsin, Ola")
    deeds.set_follow_ups(story, {"weeks_4_6": 126, "month_3": 182})


BEGIN = {"step": "begin"}
BEFORE = {2: first_people, 3: focus_and_agreement, 10: look_at_the_desk, 13: review}
AFTER = {3: None, 4: into_the_middle, 14: plan_for_after}


def cannot_come(story):
    """Noor is ill: she takes the meeting back on her own page; it is held a week later."""
    with story.at(48, 9, 1):
        story.old_link = link_in(story.tick()[-1])
    with story.at(49, 11, 20):
        story.client.open("/home/").follow("I can't come").follow("I can't come")
        story.client.press("Say that I can't", {"words": "Noor is ill."})
        story.keep("taken back", story.client)
    with story.at(49, 11, 40):
        story.tick()
        deeds.plan_one(story, 98)
        story.keep("after the missed one", story.desk)


def closed(story):
    with story.at(98, 18, 45):
        deeds.close(story, words="9/10: the walk")
        story.keep("closed", story.desk)
        story.keep("her last page", story.client.open("/home/course/"))
    with story.at(99, 9):
        story.plan_letters = story.tick()
    with story.at(99, 20):
        said = {"keep_doing": "Saturday walk\nSunday card\nmy list of nine lines"}
        address = "/my/keeping-well/"
        story.keep("her plan", story.client.open(address).press("Keep this plan", said))


def followed_up(story):
    """Four and twelve weeks later the questions come by themselves."""
    story.followed = []
    for row in story.case["followups"]:
        with story.at(row["day"], 9, 1):
            letters = story.tick()
            story.followed.append(letters)
        with story.at(row["day"], 12, 30):
            deeds.tap_fast(story, link_in(letters[-1]), deeds.answers_of(row))
    with story.at(183, 10):
        story.keep("the whole course", story.desk.open(story.page("check-ins")))


def test_it(told):
    assert 1
