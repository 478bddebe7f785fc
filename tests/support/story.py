"""A whole course of treatment told through the actions that the pages use, step by step."""

from datetime import time, timedelta

from ipt import consents as book_consents
from kith import clock
from kith.care import actions as care
from kith.checkins import actions as checkins
from kith.ending import actions as ending
from kith.focus import actions as focus
from kith.focus import formulating
from kith.focus.facts import gather
from kith.intake import actions as intake
from kith.intake import letters
from kith.intake.models import Hopes, Patterns, Presenting
from kith.inventory import actions as inventory
from kith.keeping import actions as keeping
from kith.leaflets import actions as leaflets
from kith.leaflets.models import Leaflet
from kith.notes import actions as notes
from kith.people import drafts
from kith.safety import actions as safety
from kith.schedule import actions as schedule
from kith.timeline import actions as timeline
from kith.timeline.models import Event, MoodPoint, SymptomMarker
from kith.worksheets import actions as worksheets
from kith.worksheets import sheets as worksheet_kinds
from tests.support import office
from tests.support.cast import new_id

TERMS = {
    "sessions_planned": 14,
    "every_days": 7,
    "minutes": 50,
    "mode": "in_person",
    "place": "Room 2",
    "fee": "60",
    "fee_payer": "I pay by the month.",
    "missed": "moved",
    "cancel_hours": 24,
    "attendance": "Tell us a day before.",
    "lateness": "We begin when both are there.",
    "contact_by": "Telephone",
    "contact_hours": "Nine to noon",
    "answer_within": "By the next working day",
    "others": {"rows": [{"who": "Devin", "for_what": "One meeting."}]},
    "confidentiality": "What is said stays here. Danger to life does not.",
    "review_points": [4, 8],
    "after_ending": "Two follow-ups.",
    "contact_between": "By telephone in the mornings; not for emergencies.",
    "own_words": "What happens at home.",
}


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


def screen(course, by, private="asked_no_fear", level="low", **more):
    """The risk screen, with the private question asked alone."""
    return safety.record_screen(
        course=course,
        by=by,
        id=new_id(),
        clinician_level=level,
        private_question=private,
        **{"answers": {}, "rationale": "No thoughts of death.", **more},
    )


def fit(course, by, outcome="ipt_start"):
    return intake.sign_fit(
        course=course,
        id=new_id(),
        by=by,
        ratings={"dx_match": "favours"},
        notes={},
        condition="depression",
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


def begin(course, by, **terms):
    """Consultation to treatment: screen, fit, consents, agreement, through the gates."""
    consult(course, by)
    screen(course, by)
    fit(course, by)
    consent_all(course, by)
    agree(course, by, **terms)
    return care.begin_treatment(course=course, facts=gather(course), by=by)


def people(course, by):
    """Somebody in the circle, with expectations both ways."""
    return inventory.add_person(
        client=course.client,
        id=new_id(),
        by=by,
        display_name="Devin",
        relation="partner",
        ring="outer",
        good="steady, funny",
        hard="silent",
        i_expect="Share the load at home.",
        they_expect="A calm house.",
        picture_on=clock.today("Europe/London"),
    )


def lifeline(course, by, person):
    """Something on the timeline of each kind, gone through together."""
    own = {"client": course.client, "by": by}
    event = timeline.add(
        model=Event,
        id=new_id(),
        title="A quarrel about Sunday chores",
        when="2025-10",
        kind="conflict",
        valence=-2,
        person_ids=[str(person.pk)],
        area="dispute",
        told_by="client",
        **own,
    )
    timeline.note_event(event=event, version=0, words="He withdraws.", by=by)
    timeline.add(model=MoodPoint, id=new_id(), when="2025-09", mood=6, label="tired", **own)
    timeline.add(model=MoodPoint, id=new_id(), when="~2026-01", mood=3, label="", **own)
    poor = {"symptom": "Poor sleep", "turn": "began"}
    timeline.add(model=SymptomMarker, id=new_id(), when="2025-11-02", **poor, **own)
    timeline.say_onset(course=course, version=0, when="2025-11", note="Exam term.", by=by)
    timeline.look_at(course=course, id=new_id(), by=by)
    return event


def choose_focus(course, by, person=None):
    """One agreed primary focus with its stage, and a goal."""
    person = person or people(course, by)
    focus.rate_area(
        course=course,
        area="dispute",
        fit=3,
        evidence="Devin",
        against="They still laugh together.",
        rows={"dispute.one_other": 2},
        person_ids=[person.pk],
        version=0,
        by=by,
    )
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
    why = "They try, and it goes badly."
    focus.move_stage(choice=choice, id=new_id(), after="renegotiation", session=1, why=why, by=by)
    goal = focus.add_goal(
        course=course,
        id=new_id(),
        by=by,
        text="Say one want a week in a plain sentence",
        baseline=0,
        target=8,
        sign="He hears it.",
        area="dispute",
        unit="times a week",
        why_more="The only one.",
    )
    focus.rate_goal(goal=goal, id=new_id(), value=2, what_helped="A quiet evening.", by=by)
    return choice, goal


def formulate(course, by):
    """How it hangs together, what the client said to it, and the version that takes it over."""
    words = "It began last spring, when the two of you stopped settling who does what."
    parts = {"onset": "last spring", "strengths": "Humour.", "supports": "Tamsin."}
    first = formulating.write(course=course, by=by, words=words, parts=parts, read_number=0)
    said = {"fits": "partly", "words": "I also shout. Put that in.", "told": "said"}
    answer = formulating.answer(formulation=first, id=new_id(), by=by, **said)
    words += " You fall silent, and sometimes you shout."
    formulating.write(
        course=course, by=by, words=words, parts=parts, read_number=1, takes_over=answer
    )


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
    picture = inventory.begin_sitting(client=client, by=therapist, title="Session 3")
    choice, goal = choose_focus(course, therapist, person)
    formulate(course, therapist)
    inventory.save_safety_note(
        person=person, version=0, words="Shouts.", conjoint="unknown", by=therapist
    )
    event = lifeline(course, therapist, person)
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
    happened = signed.get("event", "He forgot the talk.")
    practice = signed.get("practice", "Ask again with a time.")
    record = note(held, therapist, event=happened, practice=practice, said=signed)
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
    sheet, handed = sheets_of(course, therapist), leaflet_to(course, therapist)
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
        "sitting_id": picture.pk,
        "asked": "expectations",
        "choice_id": choice.pk,
        "goal_id": goal.pk,
        "piece": "event",
        "mark_id": event.pk,
        "concern_id": concern.pk,
        "letter_id": wrote.pk,
        "erasing_id": erasing.pk,
        "sheet_id": sheet.pk,
        "leaflet_id": handed.leaflet_id,
        "given_id": handed.pk,
        "appointment_id": ahead.pk,
        "cover_id": office.cover(therapist, today).pk,
        "by_route": {"notes:addendum": {"appointment_id": held.pk}},
    }


def sheets_of(course, therapist):
    """A sheet filled in together with what stands beside it, and one of the therapist's own."""
    kinds = {kind.form.id: kind for kind in worksheet_kinds.kinds(course)}
    own = {"number": 1, "version": 0, "by": therapist, "course": course}
    worksheets.save(
        kind=kinds["history"], answers={"family": "Her mother too.", "bipolar_screen": "no"}, **own
    )
    answers = {"ease": [{"demand": "cover work"}], "duties": ["tell Greer"]}
    sheet = worksheets.save(kind=kinds["sick_role"], answers=answers, **own)
    worksheets.save_private(
        sheet=sheet,
        version=0,
        answers={"variant": "full", "medicine_note": "Asks for tablets."},
        words="Too hasty?",
        by=therapist,
    )
    return sheet


def leaflet_to(course, therapist):
    """The practice's text, handed to the client."""
    practice = course.client.practice
    leaflet = Leaflet.objects.filter(practice=practice).first() or leaflets.write(
        practice=practice,
        id=new_id(),
        by=therapist,
        title="Mood and people",
        words="They go together.",
        topic="",
        language="en",
        names_condition=False,
    )
    return leaflets.give(course=course, leaflet=leaflet, by=therapist)
