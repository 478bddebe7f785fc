"""Marisol is told: a dispute, fourteen sessions, on the pages (ipt.md 11.1)."""

from tests.journeys import deeds
from tests.support.walk import link_in

HUNCH = "She may fear that he leaves."


def tell(story):
    """The whole course, in order."""
    asked_and_accepted(story)
    first_conversation(story)
    for row in story.case["weeks"]:
        week(story, row)
        if row["session"] == 7:
            cannot_come(story)
    closed(story)
    followed_up(story)


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
        deeds.consult(story, hunch=HUNCH, safety_note="Heated, never afraid.")
    with story.at(-10, 14):
        deeds.judge_fit(story, private=HUNCH)
        deeds.settle(story, "held")
        late = story.desk.send(story.page("phase"), {"step": "begin"}, status=422)
        story.keep("consents missing", late)
    with story.at(-10, 20):
        deeds.consent(story)
    with story.at(-9, 10):
        deeds.begin(story)
        deeds.plan_series(story, 0, 3)


def week(story, row):
    """The questions the day before, answered on the phone; the session and what it brings."""
    number, day = row["session"], row["day"]
    asked(story, row)
    with story.at(day, 12):
        tell_practice(story, number)
    with story.at(day, 17, 40):
        BEFORE.get(number, nothing)(story)
        deeds.hold(story, row, **NOTED.get(number, {}))
        deeds.decide(story, number)
        AFTER.get(number, nothing)(story)


def nothing(story):
    """An ordinary week."""


def asked(story, row):
    """Sent by hand until there is an agreement; from then on by itself."""
    day, answers = row["day"], deeds.answers_of(row)
    with story.at(day - 1, 9, 1):
        new = deeds.send_checkin(story, day) if row["session"] < 4 else story.tick()
        address = link_in(next(each for each in new if "/c/" in each.body))
    with story.at(day - 1, 20):
        if row["session"] == 1:
            story.taps = deeds.tap(story, address, answers)
        elif row["session"] == 8:
            story.keep("by the link of last week", deeds.tap_fast(story, story.old_link, answers))
        else:
            deeds.tap_fast(story, address, answers)


def tell_practice(story, number):
    """She says on her own page how the last practice went."""
    if number in (2, 9):
        story.keep(f"home {number}", story.client.open("/home/"))
        story.keep(f"her practice {number}", story.client.follow("How did it go?"))
        said = {"state": "tried", "happened": "Said it, voice shaking.", "learned": "It was heard."}
        story.client.press("Keep it", said)


def first_people(story):
    deeds.add_people(story, story.case["people"][:4])


def focus_and_agreement(story):
    """Session 3: refused first, then the circle is full, the focus chosen, the agreement made."""
    deeds.add_people(story, story.case["people"][4:], story.client, "/my/people/")
    story.keep("her circle", story.client)
    desk = story.desk
    story.keep("middle refused", desk.open(story.course).press("Go on to the", status=422))
    story.keep("the way out", desk.follow("Agree on a focus"))
    deeds.rate_areas(story)
    story.keep("focus chosen", deeds.choose_focus(story, person="Devin"))
    deeds.add_goals(story)
    story.keep("agreement proposed", deeds.propose(story, missed="moved"))
    story.keep("still refused", desk.open(story.course).press("Go on to the", status=422))
    agreed(story)
    story.keep("counted", desk.open(story.page("meetings")).press("Count them now"))
    deeds.plan_series(story, 21, 11)


def agreed(story):
    """She reads the agreement and the focus on her own pages and says yes, and what is missing."""
    story.keep("her agreement", story.client.open("/home/").follow("Read it"))
    story.client.press("I agree")
    story.client.open("/my/focus/")
    story.client.press("Save", {"client_agrees": "partly", "client_words": "I also shout."})


def into_the_middle(story):
    story.desk.open(story.course).press("Go on to the middle phase")
    story.keep("in the middle", story.desk)
    story.keep("her course", story.client.open("/home/course/"))


def name_the_ending(story):
    story.keep("caseload before the ending", story.desk.open("/caseload/"))
    story.keep("ending due", story.desk.open(story.page("ending")))
    story.keep("ending named", deeds.announce(story, 70, 98, "Already? I only just started."))


def review(story):
    deeds.rate_goals(story, (7, 7, 5))
    said = {"hard": "Week eight.", "proud_of": "A breakfast with all four.", "because": "A plan."}
    story.keep("review", deeds.look_back(story, ["sad", "proud"], **said))


def plan_for_after(story):
    story.keep("first plan", deeds.keep_well(story, supports="Tamsin, Ola"))
    deeds.set_follow_ups(story, {"weeks_4_6": 126, "month_3": 182})


BEFORE = {2: first_people, 3: focus_and_agreement, 10: name_the_ending, 13: review}
AFTER = {4: into_the_middle, 14: plan_for_after}
NOTED = {9: {"p_person": "Devin"}}


def cannot_come(story):
    """Noor is ill: she takes the meeting back on her own page; it is moved to the end."""
    with story.at(48, 9, 1):
        story.old_link = link_in(next(each for each in story.tick() if "/c/" in each.body))
    with story.at(49, 11, 20):
        story.client.open("/home/").follow("I can't come")
        story.client.press("Say that I can't come", {"words": "Noor is ill."})
        story.keep("taken back", story.client)
    with story.at(49, 11, 40):
        story.told_of_it = story.tick()
        story.keep("after the missed one", deeds.plan_one(story, 98))


def closed(story):
    with story.at(98, 18, 45):
        story.keep("closed", deeds.close(story, words="9/10: the walk"))
    with story.at(99, 9):
        story.plan_letters = story.tick()
    with story.at(99, 20):
        said = {"keep_doing": "Saturday walk\nSunday card\nmy list of nine lines"}
        story.client.open(link_in(story.plan_letters[0]))
        story.keep("her plan", story.client.press("Keep this plan", said))
        story.keep("her last page", story.client.open("/home/course/"))


def followed_up(story):
    """Four and twelve weeks later the questions come by themselves."""
    story.followed = []
    for row in story.case["followups"]:
        with story.at(row["day"], 9, 1):
            letters = story.tick()
            story.followed.append(letters)
            story.tick()
        with story.at(row["day"], 12, 30):
            deeds.tap_fast(story, link_in(letters[-1]), deeds.answers_of(row))
    with story.at(183, 10):
        story.keep("follow-ups", story.desk.open(story.page("ending/follow-ups")))
