"""Aoife is told: becoming a parent, a risk answer and a rise, on the pages (ipt.md 11.2)."""

from django.test import override_settings

from tests.journeys import deeds
from tests.support.walk import link_in

NO_MAIL = "tests.support.broken_mail.Backend"
HELP = "You do not have to be alone with this"
REACH = "020 7946 0102"


def tell(story):
    """The whole course, in order."""
    referred(story)
    first_answers(story)
    passed_on(story)
    first_conversation(story)
    for row in story.case["weeks"]:
        week(story, row)
    ended(story)


def referred(story):
    """The health visitor calls; Carla types it in; Aoife opens her pages and says yes to mail."""
    with story.at(-14, 11):
        deeds.refer(story, "Baby five months, low since the birth.", "Health visitor", REACH)
    with story.at(-13, 12):
        deeds.take_on(story, email=story.mailbox, phone=REACH)
        [invitation] = deeds.invite(story)
    with story.at(-13, 20):
        deeds.accept(story, invitation)
        deeds.consent(story)
    with story.at(-12, 16):
        deeds.plan_one(story, -7, 12, kind="consultation")
        deeds.cover(story, -11, -9, story.mara)
        story.baseline_letter = deeds.send_checkin(story, -7)[-1]


def first_answers(story):
    """On a Sunday, Ines away and the mail down, she answers item 9 above 'not at all'."""
    row = story.week(1)
    with story.at(-10, 15), override_settings(EMAIL_BACKEND=NO_MAIL):
        answers = {"phq-9": row["phq-9"]["items"], "gad-7": row["gad-7"]["items"]}
        story.taps = deeds.tap(story, link_in(story.baseline_letter), answers)
        story.while_down = story.tick()
        story.keep("cover while mail is down", story.cover.open("/today/"))
    with story.at(-10, 15, 30):
        story.after_down = story.tick() + story.tick()


def passed_on(story):
    """Nobody reads it by Monday noon: it goes to the clinician on duty, who calls her."""
    with story.at(-9, 12, 2):
        story.passed_letters = story.tick()
    with story.at(-9, 12, 30):
        story.keep("duty today", story.duty.open("/today/"))
        story.duty.follow("Open the answer and the safety plan")
        story.keep("duty reads", story.duty)
        words = "Called her: a passing thought, no plan. Safe until Wednesday."
        story.keep("duty notes", story.duty.press("Only add a note", {"done": words}))
    with story.at(-8, 9, 30):
        story.keep("ines back", story.desk.open("/today/"))
        story.keep("caseload with alarm", story.desk.open("/caseload/"))


def first_conversation(story):
    """Screened, with the baby in the room: the private question waits. A safety plan is made."""
    with story.at(-7, 12, 20):
        deeds.consult(story, private="not_asked", level="moderate")
        story.keep("first plan", deeds.save_plan(story, alone="Shower", ask_help="Chidi"))
    with story.at(-7, 13):
        deeds.settle(story, "held")
        deeds.judge_fit(story, protocol=story.case["protocol"])
        deeds.begin(story)
        deeds.plan_series(story, 0, 3, hour=12)


def week(story, row):
    number, day = row["session"], row["day"]
    ASKED.get(number, asked)(story, row)
    with story.at(day, 12, 30):
        BEFORE.get(number, nothing)(story, row)
        deeds.hold(story, row, prepared=False, **NOTED.get(number, {}))
    with story.at(day, 13):
        AFTER.get(number, nothing)(story, row)


def nothing(story, row):
    """An ordinary week."""


def asked(story, row):
    """The link the day before; taps; the questionnaire on paper is typed in at the session."""
    day = row["day"]
    with story.at(day - 1, 9, 1):
        new = deeds.send_checkin(story, day) if row["session"] < 4 else story.tick()
        address = link_in(next(each for each in new if "/c/" in each.body))
    with story.at(day - 1, 20):
        deeds.tap_fast(story, address, on_screen(row))
    if row["session"] in (1, 12):
        with story.at(day, 12, 5):
            story.keep(f"epds {row['session']}", typed(story, row))


def on_screen(row):
    """From session 5 on she would rather not answer the second questionnaire."""
    found = deeds.answers_of(row)
    return found if row["session"] < 5 else {"phq-9": found["phq-9"]}


def typed(story, row):
    return deeds.type_in(story, row["day"], "epds", row["epds"]["items"])


def the_rise(story, row):
    """A night alone with fever: item 9 again in the evening, item 10 higher on the form."""
    day = row["day"]
    with story.at(day - 1, 9, 1):
        address = link_in(deeds.send_checkin(story, day)[-1])
    with story.at(day - 1, 23):
        pages = deeds.tap(story, address, deeds.answers_of(row))
        story.keep("help at night", next(page for page in pages if page.sees(HELP)))
        story.night_letters = story.tick()
    with story.at(day, 9, 10):
        story.keep("typed in at once", typed(story, row))
        story.rise_letters = story.tick()


def not_asked_on_a_screen(story, row):
    """While everything is stopped nothing comes; the answers are on paper."""
    day = row["day"]
    with story.at(day - 1, 9, 1):
        story.while_stopped = story.tick()
        story.keep("phone while stopped", story.phone.open(story.last_link))
    story.before_lifting = len(story.letters)
    with story.at(day, 12, 5):
        deeds.type_in(story, day, "phq-9", row["phq-9"]["items"], source="said")


def chidi_waits(story, row):
    """A practice with her husband is refused while the private question is open."""
    deeds.add_people(story, story.case["people"][:1])
    story.keep("chidi", story.desk.follow("Chidi"))
    deeds.prepare(story, 1)
    story.desk.follow("Open the meeting")
    story.keep("practice waits", deeds.sign(story, row, status=422, p_person="Chidi"))


def people_and_plan(story, row):
    """Session 3, after the rise: screen, a new plan, people, focus, agreement."""
    deeds.ask_safety(story, private="not_asked", level="moderate")
    story.keep("second plan", deeds.save_plan(story, alone="Tea on the step", ask_help="Ngozi"))
    story.keep("her safety plan", story.client.open("/my/plan/"))
    deeds.add_people(story, story.case["people"][1:6])
    deeds.rate_areas(story)
    deeds.choose_focus(story, agrees="yes")
    said = {"area": "dispute", "rank": "secondary", "because": "Nights.", "person": "Chidi"}
    desk = story.desk.open(story.page("focus"))
    story.keep("two areas", desk.press("Agree on this focus", {**said, "client_agrees": "yes"}))
    extra = {"area": "grief", "rank": "third", "because": "The birth.", "loss_type": "other"}
    third = desk.press("Agree on this focus", {**extra, "client_agrees": "yes"}, status=422)
    story.keep("a third without reason", third)
    deeds.add_goals(story)
    deeds.propose(story, own_words="To become Theo's mum without losing Aoife.")
    story.client.open("/my/agreement/").press("I agree")


def agreed_and_counted(story, row):
    """Nine more sessions; in two days what was done about the night is written down."""
    deeds.plan_series(story, 21, 9, hour=12)
    with story.at(16, 11):
        words = "Screened the same day. Phoned today: she slept, the thought has gone."
        story.keep("closed", deeds.acknowledge(story.desk, words))
        story.keep("closed too", deeds.acknowledge(story.desk, "Read with the other."))


def joined_and_closed(story, row):
    story.keep("concern joined", story.desk.open(story.page("concerns")))
    words = "Asked again: a passing thought, no plan. Plan read together."
    story.keep("first closed", deeds.acknowledge(story.desk, words))


def into_the_middle(story, row):
    story.desk.open(story.course).press("Go on to the middle phase")
    desk = story.desk.open(story.page("check-ins"))
    desk.press("Keep this", {"declined-gad-7": True})


def asked_alone(story, row):
    """Session 6: Theo sleeps, she is alone; no fear."""
    deeds.ask_safety(story, private="asked_no_fear")
    story.desk.open(story.page("people"))
    story.keep("chidi after", story.desk.follow("Chidi"))


def stop(story, row):
    """After session 9 a letter was seen by somebody who must not: everything stops."""
    said = {"reason": "danger", "words": "A neighbour opened her mail."}
    story.last_link = story.phone.page.address.split("/done")[0] + "/"
    story.desk.open(story.page("stop")).press("Stop everything now", said)
    story.keep("stopped", story.desk.open(story.course))


def lift(story, row):
    """She has a mailbox of her own now."""
    said = {"because": "New mailbox, agreed in the room."}
    desk = story.desk.open(story.page("stop"))
    story.keep("lifted", desk.press("Let messages go out again", said))


def announce(story, row):
    deeds.announce(story, 56, 77, "Three more. I am a bit frightened.")


def review(story, row):
    deeds.look_back(story, ["sad", "grateful"], hard="The nights.")


def plan_for_after(story, row):
    deeds.keep_well(story)
    deeds.set_follow_ups(story, {"weeks_4_6": 119})


ASKED = {3: the_rise, 10: not_asked_on_a_screen}
BEFORE = {1: chidi_waits, 3: people_and_plan, 6: asked_alone, 9: announce, 11: review}
AFTER = {1: joined_and_closed, 3: agreed_and_counted, 4: into_the_middle, 9: stop, 10: lift}
AFTER |= {12: plan_for_after}
NOTED = {7: {"p_person": "Chidi"}}


def ended(story):
    with story.at(77, 14):
        story.keep("ended", deeds.close(story))
    with story.at(119, 9, 1):
        story.followed = story.tick()
    with story.at(119, 20):
        answers = {"phq-9": story.case["followups"][0]["phq-9"]["items"]}
        story.keep("followed up", deeds.tap_fast(story, link_in(story.followed[-1]), answers))
