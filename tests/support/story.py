"""A whole course of treatment told through the actions that the pages use, step by step."""

import json
from dataclasses import replace
from datetime import time, timedelta

from ipt import consents as book_consents
from ipt.measures import library, own
from kith import clock
from kith.care import actions as care
from kith.checkins import actions as checkins
from kith.ending import actions as ending
from kith.focus import actions as focus
from kith.focus.facts import gather
from kith.glass import actions as glass
from kith.intake import actions as intake
from kith.intake import importing, letters
from kith.intake.models import Hopes, Patterns, Presenting
from kith.inventory import actions as inventory
from kith.keeping import actions as keeping
from kith.measures import actions as measures
from kith.notes import actions as notes
from kith.people import drafts
from kith.people.models import Cover
from kith.safety import actions as safety
from kith.schedule import actions as schedule
from kith.web import once

TERMS = {
    "sessions_planned": 14,
    "every_days": 7,
    "minutes": 50,
    "mode": "in_person",
    "place": "Room 2",
    "fee": "60",
    "missed": "moved",
    "cancel_hours": 24,
    "contact_between": "By telephone in the mornings; not for emergencies.",
    "own_words": "What happens at home.",
}


def new_id():
    return once.row_id(once.fresh_key())


def consult(course, by):
    """First conversation: what brings them, people and patterns, hopes, safety asked alone."""
    words = {"version": 0, "by": by, "course": course}
    intake.save_part(
        model=Presenting,
        challenges="Low since spring.",
        tried=[{"what": "Counselling", "when": "2019", "helped": "partly", "how": "Being heard."}],
        medicines=[{"name": "Ramipril", "dose": "5 mg", "since": "2022"}],
        **words,
    )
    intake.save_part(
        model=Patterns,
        patterns="I keep quiet.",
        people=[{"name": "Devin", "relation": "partner", "words": "Comes home late."}],
        **words,
    )
    intake.save_part(
        model=Hopes, first="Stop living like flatmates.", leaflet="How IPT works", **words
    )
    intake.save_twin(course=course, place="hopes", version=0, words="A hypothesis.", by=by)
    intake.explain(course=course, by=by)


def screen(course, by, private="asked_no_fear", level="low"):
    """The risk screen, with the private question asked alone."""
    return safety.record_screen(
        course=course,
        by=by,
        id=new_id(),
        answers={},
        clinician_level=level,
        rationale="No thoughts of death.",
        private_question=private,
    )


def fit(course, by, outcome="ipt_start"):
    return intake.sign_fit(
        course=course,
        id=new_id(),
        by=by,
        ratings={"dx_match": "favours"},
        notes={},
        outcome=outcome,
        reasons="A recent change near the beginning.",
        next_step="First meeting.",
    )


def letter(course, by, to_whom="gp"):
    """A letter begun with what was said in the first conversation."""
    return letters.begin(
        course=course,
        id=new_id(),
        to_whom=to_whom,
        name="Dr Moss",
        address="Harbour Street 1",
        include=[id for id, _label in letters.parts()],
        by=by,
    )


def consent_all(course, by):
    """Every question answered with yes, as said in the room."""
    for kind in book_consents.kinds():
        care.answer_consent(
            course=course, kind=kind, given=True, how="said", by=by, text_version="1"
        )


def agree(course, by, **more):
    """The agreement, proposed and said yes to."""
    terms = {"starts_on": clock.today("Europe/London"), **TERMS, **more}
    contract = care.propose_contract(course=course, by=by, id=new_id(), terms=terms)
    return care.agree_to_contract(contract=contract, by=by, how="said")


def begin(course, by):
    """Consultation to treatment: screen, fit, consents, agreement, through the gates."""
    consult(course, by)
    screen(course, by)
    fit(course, by)
    consent_all(course, by)
    agree(course, by)
    return care.begin_treatment(course=course, facts=gather(course), by=by)


def people(course, by):
    """Somebody close and somebody less close."""
    return inventory.add_person(
        client=course.client,
        id=new_id(),
        by=by,
        display_name="Devin",
        relation="partner",
        ring="outer",
        good="steady, funny",
        hard="silent",
        picture_on=clock.today("Europe/London"),
    )


def choose_focus(course, by, person=None):
    """One agreed primary focus, and a goal."""
    focus.rate_area(course=course, area="dispute", fit=3, evidence="Devin", version=0, by=by)
    choice = focus.choose_focus(
        course=course,
        id=new_id(),
        area="dispute",
        rank="primary",
        because="We stopped settling who does what.",
        client_agrees="yes",
        client_words="It is the quarrel.",
        person=person,
        by=by,
    )
    goal = focus.add_goal(
        course=course,
        id=new_id(),
        by=by,
        text="Say one want a week in a plain sentence",
        baseline=0,
        target=8,
        sign="He hears it.",
        area="dispute",
    )
    focus.rate_goal(goal=goal, id=new_id(), value=2, by=by)
    return choice, goal


def meet(course, by, on, at=time(17), kind="session"):
    """Plan one meeting."""
    return schedule.book(
        course=course,
        therapist=by,
        on=on,
        at=at,
        zone="Europe/London",
        by=by,
        id=new_id(),
        place="Room 2",
        kind=kind,
    )


def answer(course, on, by=None, **strings):
    """A check-in answered item by item, as the client does: answer(course, day, phq_9="233…")."""
    checkin = checkins.prepare(course=course, on=on)
    for name, digits in strings.items():
        measure = name.replace("_", "-")
        for number, digit in enumerate(digits, start=1):
            item = f"{measure.replace('-', '')}-{number}"
            checkins.answer(checkin=checkin, measure=measure, item=item, value=int(digit), by=by)
    checkins.finish(checkin=checkin, by=by)
    return checkin


def note(meeting, by, event="He forgot the talk.", practice="Ask again with a time.", said=None):
    """Hold the meeting and sign its note, with a practice agreed."""
    meeting = schedule.hold(
        meeting=meeting, version=meeting.version, by=by, facts=gather(meeting.course)
    )
    said = said or {}
    said = {
        "opening": {
            "mood_now": 4,
            "change": "worse",
            "before": 5,
            "after": 3,
            "event": event,
            "people": [],
            "feelings": "despair, anger",
        },
        "back": {},
        "worked_on": said.get("worked_on", "One real talk."),
        "summary": said.get("summary", "He wants quiet; she wants to be asked."),
        "time_left_said": True,
    }
    return notes.sign(
        meeting=meeting,
        by=by,
        facts=gather(meeting.course),
        said=said,
        practice={"what": practice} if practice else None,
    )


def whole_course(client, therapist, hour=time(17), signed=None):
    """Something in every room; returns the ids by the names that addresses use.

    signed   words for the parts of the signed note, which nothing can change later
    """
    signed = signed or {}
    course = care.open_course(client=client, therapist=therapist, by=therapist)
    today = clock.today("Europe/London")
    course = begin(course, therapist)
    contract = care.current_contract(course)
    person = people(course, therapist)
    choice, goal = choose_focus(course, therapist, person)
    inventory.save_safety_note(
        person=person, version=0, words="Shouts.", conjoint="unknown", by=therapist
    )
    safety.save_plan(
        client=client,
        parts={"warning_signs": [{"text": "quiet mornings"}]},
        read_number=0,
        by=therapist,
        course=course,
    )
    safety.save_contact(
        client=client,
        version=0,
        by=therapist,
        name="Pilar",
        phone="0800",
        safe_to_call="yes",
        not_to_say="Nothing about therapy.",
    )
    answer(course, today, phq_9="233322201", gad_7="3222121")
    held = meet(course, therapist, today - timedelta(days=1), hour)
    event = signed.get("event", "He forgot the talk.")
    practice = signed.get("practice", "Ask again with a time.")
    record = note(held, therapist, event=event, practice=practice, said=signed)
    added = signed.get("addendum", "She called.")
    notes.add(note=record, by=therapist, words=added, id=new_id())
    ahead = meet(course, therapist, today + timedelta(days=6), hour)
    ending.announce(course=course, by=therapist, said_on=today, last_on=contract.planned_last_on)
    ending.save_review(course=course, by=therapist, version=0, hard="To begin.")
    ending.add_gain(course=course, by=therapist, id=new_id(), what="Says want first.", how="Asked.")
    ending.save_plan(
        course=course, by=therapist, parts={"signs": ["quiet three days"]}, read_number=0
    )
    drafts.keep(therapist, "/somewhere/", {"words": "unsaved"})
    wrote = letter(course, therapist)
    intake.note_contact(
        course=course, id=new_id(), on=today, how="reached", words="Still waits.", by=therapist
    )
    concern = course.concerns.first()
    erasing = keeping.ask(client=client, by=therapist, why="client_asked")
    return {
        "course_id": course.pk,
        "client_id": client.pk,
        "contract_id": contract.pk,
        "person_id": person.pk,
        "choice_id": choice.pk,
        "goal_id": goal.pk,
        "concern_id": concern.pk,
        "letter_id": wrote.pk,
        "erasing_id": erasing.pk,
        "appointment_id": ahead.pk,
        "cover_id": cover(therapist, today).pk,
        "by_route": {"notes:addendum": {"appointment_id": held.pk}},
    }


def cover(user, today):
    """A week away, somebody reading meanwhile."""
    stand_in = user.practice.duty_clinician
    return Cover.objects.create(
        practice_id=user.practice_id,
        user=user,
        covered_by=stand_in,
        from_on=today + timedelta(days=60),
        until_on=today + timedelta(days=67),
    )


def in_need(opener, client):
    """Somebody opened the record of a client whom they do not treat."""
    opening = glass.start(
        opener=opener, name=client.name, reason="Called from the ward tonight.", id=new_id()
    )
    return {"opening_id": opening.pk, "part": "safety"}


def enquiry(practice, by):
    """Somebody who asked and waits."""
    row = intake.receive(
        practice=practice,
        id=new_id(),
        name="Wanda Waiting",
        reach="wanda@example.org",
        words="I am low since the move.",
    )
    table = b"Name,Phone,Words\nRita Referred,0201,Asks through her doctor.\n"
    file, _made = importing.add(practice=practice, content=table, by=by)
    return {"enquiry_id": row.pk, "file_id": file.pk}


def own_measures(practice, administrator):
    """A confirmed measure, and a definition of the practice's own."""
    measures.confirm(
        practice=practice,
        measure="who-5",
        kind="non_commercial",
        statement="A public clinic.",
        by=administrator,
        id=new_id(),
    )
    definition = measures.add_own(
        practice=practice,
        text=own_file("epds", "2.0.0"),
        holder="Lindenhof Practice",
        proof="Letter of 2 March",
        expires_on=None,
        by=administrator,
        id=new_id(),
    )
    return {"measure": "who-5", "definition_id": definition.pk}


def own_file(id, version, /, **more) -> str:
    """A definition file with made-up questions, as a practice with a licence would write it."""
    measure, words = library.load(id), library.words(id)
    items = {item.linkId: f"A question of our own, {item.number}" for item in measure.items}
    words = replace(words, version=version, items=items)
    measure = replace(
        measure, version=version, text_included=True, text_status="included", entered_by="client"
    )
    return json.dumps(own.write(measure, words) | more)
