"""What happens in every course, done on the pages: each step opens a page and fills in its form."""

from datetime import time, timedelta
from urllib.parse import urlencode

from kith.web import once
from tests.support.walk import Walk, link_in

PASSWORD = "a quiet walk on Saturdays"
PLACES = {"phq-9": range(1, 10), "gad-7": range(11, 18)}
DIFFICULTY = 10  # asked after the nine, where one of them was above "not at all"


def ask_for_help(story, words):
    """Somebody writes through the public page."""
    visitor = Walk().open("/ask/lindenhof/")
    story.keep("the public page", visitor)
    said = {"name": story.name, "reach": story.mailbox, "words": words}
    story.keep("after asking", visitor.press("Send", said))
    story.tick()


def refer(story, words, referrer, phone):
    """The coordinator types in what was said on the phone."""
    story.office.open("/enquiries/new/")
    said = {"name": story.name, "reach": phone, "words": words, "referrer": referrer}
    story.office.press("Save", said)
    story.tick()


def take_on(story, **more):
    """The coordinator gives the person a therapist; the therapist finds the course."""
    office = story.office.open("/enquiries/").follow(story.name)
    story.keep("the enquiry", office)
    office.follow("Accept")
    said = {"call_me": story.call_me, "therapist": story.ines.pk, "may_write": True, **more}
    office.press("Accept", said)
    story.course = story.desk.open("/caseload/").follow(story.name).page.address
    story.keep("a new course", story.desk)


def invite(story):
    """The coordinator sends the link that opens the client's own pages."""
    office = story.office.open("/find/").press("Find", {"name": story.call_me[:4]})
    office.follow(story.name).press("Send the invitation")
    return story.tick()


def accept(story, letter):
    """The client opens the link and chooses a password."""
    story.client.open(link_in(letter))
    story.keep("the welcome", story.client)
    story.client.press("Open my pages", {"way": "password", "password": PASSWORD})


def consult(story, *, private="asked_no_fear", level="low", hunch="", **screen):
    """The first conversation: what brings them, people, hopes, then safety, asked alone."""
    told = story.case["consultation"]
    hopes = dict(zip(("first", "second", "third"), told["hopes"] or ["to sleep"], strict=False))
    desk = story.desk.open(story.page("consultation"))
    story.keep("what brings them", desk)
    said = {"challenges": told["presenting"], "course_so_far": "first", "private": hunch}
    desk.press("Save and continue", said)
    desk.press("Save and continue", {"key_people": told["relationships"]})
    desk.press("Save and continue", {**hopes, "explained": True})
    assert desk.page.address == story.page("screen")
    ask_safety(story, private=private, level=level, **screen)


def ask_safety(story, *, private="asked_no_fear", level="low", **more):
    """The risk screen with the private question."""
    risk = story.case["consultation"]["risk"]
    said = {"clinician_level": level, "rationale": risk["rationale"], "private_question": private}
    if level != "low":
        said["next_check_on"] = story.today() + timedelta(days=7)
    story.desk.open(story.page("screen")).press("Record this screen", {**said, **more})


def settle(story, state, **more):
    """Say what became of the meeting that was."""
    desk = story.desk.open(story.page("meetings")).follow("What became of it?")
    return desk.press("Keep this", {"state": state, **more})


def judge_fit(story, **more):
    """Twelve rows, an outcome, signed."""
    told = story.case["consultation"]
    said = {f"rate_{row}": rating for row, rating in told["suitability"].items()}
    said |= {"outcome": told["outcome"], "reasons": story.case["focus"]["because"], **more}
    said |= {"next_step": "First session", "next_on": story.on(0)}
    said.setdefault("alone", "yes")
    desk = story.desk.open(story.page("fit"))
    story.keep("does it fit", desk)
    story.keep("after the judgement", desk.press("Sign this judgement", said))


def consents(story) -> dict:
    """What the case says to each question of consent, and to the two that it does not name."""
    return {"messaging": True, "research": False, **story.case["consultation"]["consents"]}


def consent(story, walk=None, how=None):
    """Each question of consent answered: by the client, or noted as said or signed on paper."""
    answers = consents(story).items()
    said = {f"consent-{kind}": "yes" if given else "no" for kind, given in answers}
    if how:
        story.desk.open(story.page("consents")).press("Save the answers", {**said, "how": how})
    else:
        (walk or story.client).open("/my/consents/").press("Save", said)


def begin(story):
    """Into treatment, by the button that stands there once nothing is missing."""
    story.desk.open(story.course).press("Begin the treatment")


def plan_series(story, first_day, count, hour=17):
    """The same hour of the same weekday, so many times."""
    said = {
        "from_on": story.on(first_day),
        "weekday": story.on(first_day).weekday(),
        "at": time(hour).strftime("%H:%M"),
        "count": count,
        "place": "Lindenhof, room 4",
    }
    desk = story.desk.open(story.page("meetings")).press("Plan these meetings", said)
    story.note_meetings()
    return desk


def plan_one(story, day, hour=17, **more):
    """One meeting on its own."""
    said = {"on": story.on(day), "at": f"{hour:02}:00", "place": "Lindenhof, room 4", **more}
    desk = story.desk.open(story.page("meetings/new")).press("Plan this meeting", said)
    story.note_meetings()
    return desk


def propose(story, **more):
    """The therapist writes the agreement down."""
    row = story.case["contracts"][0]
    said = {
        "sessions_planned": row["sessions"],
        "every_days": row["every_days"],
        "minutes": row["minutes"],
        "starts_on": story.on(0),
        "place": "Lindenhof, room 4",
        "contact_between": "By phone in the mornings. Not for emergencies.",
        "own_words": "To find out how we can talk again.",
        **more,
    }
    words = "Propose this"
    return story.desk.open(story.page("agreement")).press(words, said)


def agreed_on_paper(story):
    """The therapist notes that the client signed the newest agreement."""
    desk = story.desk.open(story.page("agreement"))
    return desk.press("The client agreed", {"how": "paper"})


def send_checkin(story, day):
    """The therapist sends this week's questions now."""
    desk = story.desk.open(story.page("check-ins"))
    desk.press("Send it now", {"on": story.on(day)})
    return story.tick()


def tap(story, address, answers, walk=None):
    """Answer every question of a check-in by taps; gives the page after each tap."""
    phone = (walk or story.phone).open(address)
    phone.follow("Start")
    digits, seen = list("".join(answers.values())), [phone.page]
    while digits or phone.sees("One more, to do with the last ones"):
        extra = phone.sees("One more, to do with the last ones")
        phone.press("Continue", {"answer": "1" if extra else digits.pop(0)})
        seen.append(phone.page)
        if phone.sees("Go on", "Whom you can call"):
            seen.append(phone.follow("Go on").page)
    return seen


def tap_fast(story, address, answers, walk=None):
    """The same, looking only at the first and the last page."""
    phone = (walk or story.phone).open(address)
    phone.follow("Start")
    places = [place for measure in answers for place in PLACES[measure]]
    taps = sorted([*zip(places, "".join(answers.values()), strict=True), (DIFFICULTY, "1")])
    checkin, where = phone.page.value("checkin"), phone.page.address.rsplit("/", 2)[0]
    token = phone.page.value("csrfmiddlewaretoken")
    for place, digit in taps[:-1]:
        sent = {"checkin": checkin, "answer": digit, "csrfmiddlewaretoken": token}
        assert phone.browser.post(f"{where}/{place}/", sent).status_code == 302
    place, digit = taps[-1]
    return phone.open(f"{where}/{place}/").press("Continue", {"answer": digit})


def answers_of(row) -> dict:
    """The item strings of a week that are asked on a screen."""
    return {m: row[m]["items"] for m in ("phq-9", "gad-7") if m in row}


def _items(desk):
    """The questions on the page, by the names of their answers."""
    return [name for form in desk.page.forms for name in form.offered if name[-1].isdigit()]


def type_in(story, day, measure, digits, source="paper"):
    """The therapist types in what was answered on paper."""
    desk = story.desk.open(story.page("check-ins/enter"))
    desk.press("Go on to the questions", {"measure": measure, "on": story.on(day)})
    story.keep(f"typing in {measure}", desk)
    items = _items(desk)
    said = {"source": source, **dict(zip(items, digits, strict=False))}
    return desk.press("Keep these answers", said)


def type_in_fast(story, day, measure, digits, source="paper"):
    """The same, straight from the address, not looking at what comes after."""
    query = urlencode({"measure": measure, "on": story.on(day)})
    desk = story.desk.open(f"{story.page('check-ins/enter')}?{query}")
    items = _items(desk)
    said = {"source": source, **dict(zip(items, digits, strict=False))}
    desk.press("Keep these answers", said, look=False)


def prepare(story, number):
    """What stands on the course's page when the session begins."""
    return story.keep(f"prepare {number}", story.desk.open(story.course))


def decide(story, session):
    """What therapist and client decided at a review is written down, as the case tells it."""
    for row in story.case.get("decisions", ()):
        if row["session"] == session:
            story.desk.open(story.course).follow("Write down what you decide")
            said = {"settles": [row["point"]], "choice": row["choice"], "why": row["reason"]}
            story.keep(f"decided {session}", story.desk.press("Keep this decision", said))


def hold(story, row, *, prepared=True, status=200, **more):
    """The session: prepared, opened, its note written and signed."""
    if prepared:
        prepare(story, row["session"])
        story.desk.follow("Open the meeting")
    else:
        story.desk.open(story.page(f"sessions/{story.meetings[story.on(row['day'])]}"))
    story.keep(f"note {row['session']}", story.desk)
    return sign(story, row, status=status, **more)


def sign(story, row, *, status=200, **more):
    """Fill in the note that is open and sign it."""
    said = {
        "mood_now": row["mood"],
        "event": row["event"],
        "before": row["low"],
        "after": row["mood"],
        "feelings": ", ".join(row["feelings"]),
        "worked_on": row["work"],
        "p_what": row["practice"],
        "p_person": "alone",
        "time_left_said": True,
    }
    whom = story.names(row["people"])
    said |= {"people": whom} if whom else {}
    said |= {"back_result": "done"} if _looks_back(story.desk) else {}
    return story.desk.press("Sign the note", {**said, **more}, status=status, look=status != 200)


def _looks_back(walk):
    return any("back_result" in form.values for form in walk.page.forms)


def add_people(story, rows, walk=None, address=None):
    """Put people into the circle."""
    walk = walk or story.desk
    walk.open(address or story.page("people"))
    for row in rows:
        said = {
            "display_name": row["name"],
            "relation": row["relation"],
            "ring": row["rings"][1],
            "good": row["good"],
            "hard": row["hard"],
        }
        walk.press("Add", said)
        story.circle.add(row["name"])


def rate_areas(story):
    """Four areas against the evidence."""
    focus = story.case["focus"]
    said = {f"fit_{area}": fit for area, fit in focus["ratings"].items()}
    said[f"evidence_{focus['primary']}"] = focus["because"]
    story.desk.open(story.page("focus/evidence")).press("Save", said)


def choose_focus(story, agrees="later", person="", **more):
    """Take up the primary focus with its reason."""
    focus = story.case["focus"]
    said = {"area": focus["primary"], "rank": "primary", "because": focus["because"]}
    said |= {"person": person} if person else {}
    desk = story.desk.open(story.page("focus"))
    return desk.press("Agree on this focus", {**said, "client_agrees": agrees, **more})


def add_goals(story):
    """One to three goals, each with where it stands and where it is to go."""
    desk = story.desk.open(story.page("goals"))
    for goal in story.case["goals"]:
        said = {"text": goal["text"], "baseline": goal["start"], "target": goal["target"]}
        if goal["unit"] != "0-10":
            said |= {"unit": goal["unit"], "most": goal["most"]}
        desk.press("Add", {**said, "sign": "Both notice it."})


def rate_goals(story, values):
    """Note where each goal stands now, as the client says it."""
    for goal, value in zip(story.case["goals"], values, strict=True):
        desk = story.desk.open(story.page("goals")).follow(goal["text"])
        desk.press("Note it", {"value": value})


def cover(story, first, last, by):
    """Away on some days: somebody else reads meanwhile."""
    said = {"from_on": story.on(first), "until_on": story.on(last), "covered_by": by.pk}
    story.desk.open("/account/hours/").press("Save these days", said)


def acknowledge(walk, words):
    """From the alarm on the first page to the concern, and what was done about it."""
    walk.open("/today/").follow("Open the answer and the safety plan")
    return walk.press("I have read it and done this", {"done": words})


def save_plan(story, **parts):
    """A version of the safety plan, made together: the first words of each part."""
    desk = story.desk.open(f"{story.page('plan')}?edit=1")
    form = next(form for form in desk.page.forms if "number" in form.values)
    firsts = {}
    for name in form.values:
        part, _, rest = name.partition("-0-")
        if rest and part in parts and part not in firsts:
            firsts[part] = name
    return desk.press("Save the plan", {name: parts[part] for part, name in firsts.items()})


def announce(story, day, last_day, reaction):
    """The ending is named, with its last day."""
    said = {"said_on": story.on(day), "last_on": story.on(last_day), "reaction": reaction}
    return story.desk.open(story.page("ending")).press("It was said", said)


def look_back(story, feelings, decision="follow_up", **more):
    """The review: gains with their credit, what was hard, how it feels."""
    desk = story.desk.open(story.page("ending/review"))
    for gain in story.case["ending"]["gains"]:
        said = {"what": gain, "how": "Tried it, and tried again."}
        desk.press("Add this gain", {**said, "form_key": once.fresh_key()}, look=False)
    said = {"scores_seen": True, "feelings": feelings, "decision": decision, **more}
    return desk.press("Keep the review", said)


def keep_well(story, walk=None, address=None, **more):
    """A version of the plan for the time after."""
    told = story.case["ending"]
    said = {
        "signs": "\n".join(told["signs"]),
        "if_sign": told["if_sign"],
        "keep_doing": "\n".join(told["keep_doing"]),
        "ahead": "\n".join(row["text"] for row in told["ahead"]),
        "threshold": told["threshold"],
        **more,
    }
    walk = walk or story.desk
    return walk.open(address or story.page("ending/keeping-well")).press("Keep this plan", said)


def set_follow_ups(story, days):
    """On which days a check-in goes out by itself; the others are left out."""
    desk = story.desk.open(story.page("ending/follow-ups"))
    form = next(f for f in desk.page.forms if "weeks_4_6" in f.values)
    names = [name for name in form.values if name != "csrfmiddlewaretoken"]
    said = {name: story.on(days[name]) if name in days else "" for name in names}
    return desk.press("Keep these days", said)


def close(story, reason="completed", words=""):
    """Close the course with its reason."""
    desk = story.desk.open(story.page("ending/close"))
    return desk.press("Close the course", {"reason": reason, "words": words})
