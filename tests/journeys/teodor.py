"""Teodor is told: a bereavement without a screen, then maintenance (ipt.md 11.3)."""

from tests.journeys import deeds

CALL = "020 7946 0103"
BOTH = ("phq-9", "gad-7")


def tell(story):
    """The whole course, in order."""
    referred(story)
    first_conversation(story)
    for row in story.case["weeks"]:
        week(story, row)
        if row["session"] == 6:
            did_not_come(story)
    closed(story)
    maintained(story)
    followed_up(story)


def referred(story):
    """The doctor's letter is read out on the phone; he has no mailbox and wants none."""
    with story.at(-21, 11):
        deeds.refer(story, "Widowed over a year, sees nobody.", "GP, Dr Moss", CALL)
    with story.at(-20, 12):
        deeds.take_on(story, on_paper=True, phone=CALL)
        office = story.office.open("/find/").press("Find", {"name": "teo"})
        story.keep("his contact page", office.follow(story.name))
        deeds.plan_one(story, -14, 11, kind="consultation")


def first_conversation(story):
    with story.at(-14, 11, 20):
        digits = story.week(1)["phq-9"]["items"]
        story.keep("answered on paper", deeds.type_in(story, -14, "phq-9", digits))
        deeds.consult(story, private="not_asked")
        deeds.save_plan(story, alone="Out with Pike", ask_help="Elsa")
    with story.at(-14, 12):
        deeds.settle(story, "held")
        deeds.judge_fit(story)
        deeds.consent(story, how="paper")
        story.keep("consents", story.desk)
        deeds.begin(story)
        deeds.plan_series(story, 0, 3, hour=11)


def typed(story, day, row, measures=("phq-9",)):
    for measure in measures:
        deeds.type_in_fast(story, day, measure, row[measure]["items"])


def week(story, row):
    """He fills the form in before the session; Ines types it in and writes the note."""
    number, day = row["session"], row["day"]
    with story.at(day - 1, 9, 1):
        story.tick()
    with story.at(day, 11, 30):
        typed(story, day, row, BOTH if number in (1, 16) else BOTH[:1])
        BEFORE.get(number, nothing)(story)
        deeds.hold(story, row, prepared=False)
    with story.at(day, 12):
        AFTER.get(number, nothing)(story)


def nothing(story):
    """An ordinary week."""


def read_and_done(story):
    deeds.acknowledge(story.desk, "Asked: he would not mind not waking, no plan, no means.")


def people_and_agreement(story):
    deeds.add_people(story, [row for row in story.case["people"] if row["rings"][1]])
    deeds.propose(story, own_words="To tell the story of that day.")
    story.keep("agreed on paper", deeds.agreed_on_paper(story))
    deeds.plan_series(story, 21, 13, hour=11)


def grief(story):
    """On Birgit's birthday the focus is named; the alarm of the day is read at once."""
    more = {"loss_type": "death_sudden", "client_words": "I don't want to forget."}
    deeds.rate_areas(story)
    story.keep("focus", deeds.choose_focus(story, agrees="yes", person="Birgit", **more))
    deeds.add_goals(story)


def into_the_middle(story):
    read_and_done(story)
    story.desk.open(story.course).press("Go on to the middle phase")


def medication_added(story):
    deeds.propose(story, reason="Medication added, same number.")
    story.keep("second version", deeds.agreed_on_paper(story))


def announce(story):
    deeds.announce(story, 84, 112, "Another goodbye, then. This one I know of before.")


def review(story):
    said = {"hard": "Telling the day itself.", "feelings_words": "Lost, and angry at first."}
    said |= {"because": "Boat week is ahead.", "proud_of": "Tea and a photograph."}
    feelings = ["lost", "angry", "sad"]
    story.keep("review", deeds.look_back(story, feelings, "maintenance", **said))


BEFORE = {3: people_and_agreement, 4: grief, 12: announce, 15: review}
AFTER = {2: read_and_done, 4: into_the_middle, 8: medication_added, 16: deeds.keep_well}


def did_not_come(story):
    """The wedding day. They spoke on the phone; the session is moved to the end."""
    with story.at(42, 12):
        said = {"reason": "Wedding day; phoned the same day, sad, no risk."}
        deeds.settle(story, "did_not_attend", **said)
        deeds.plan_one(story, 112, 11)


def closed(story):
    with story.at(112, 12, 30):
        story.keep("closed", deeds.close(story))


def maintained(story):
    """An agreement of its own, signed on paper; two of its six sessions."""
    terms = {"starts_on": story.on(140), "own_words": "Dates and ties.", "reason": "Boat week."}
    with story.at(119, 11):
        page = story.page("ending/maintenance")
        story.keep("maintenance", story.desk.open(page))
        story.desk.press("Propose this agreement", terms)
        story.keep("not agreed yet", story.desk.send(page, {"begin": "1"}))
        deeds.agreed_on_paper(story)
        story.keep("begun", story.desk.open(page).press("Begin maintenance"))
    for number, row in enumerate(story.case["maintenance_sessions"][:2], 1):
        with story.at(row["day"] - 2, 11):
            deeds.plan_one(story, row["day"], 11, kind="session")
        with story.at(row["day"] - 1, 9, 1):
            story.tick()
        with story.at(row["day"], 11, 30):
            typed(story, row["day"], row)
            told = {**story.week(16), "session": f"m{number}", "practice": "Sunday call"}
            deeds.hold(story, told)
    with story.at(169, 10):
        story.keep("two of six", story.desk.open(story.page("meetings")))


def followed_up(story):
    """He leaves maintenance early; the follow-up day comes and nothing is mailed."""
    with story.at(170, 11):
        deeds.set_follow_ups(story, {"weeks_4_6": 200})
        deeds.close(story)
    with story.at(200, 10):
        story.at_follow_up = story.tick()
        story.keep("follow-up on the desk", story.desk.open(story.page("check-ins")))
