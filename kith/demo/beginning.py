"""From the first words to the first session: enquiry, consultation, screen, fit, consents."""

from datetime import timedelta
from pathlib import Path

from ipt import consents as book_consents
from ipt.safety import stops
from kith import clock
from kith.care import actions as care
from kith.care import consents
from kith.care.models import Course
from kith.intake import actions as intake
from kith.intake import importing, letters
from kith.intake.models import Hopes, Patterns, Presenting
from kith.safety import actions as safety
from kith.schedule import actions as schedule

from .told import Told


def ask(t: Told, *, name, words, reach, referrer="", **more):
    """Somebody writes through the public page, or is referred and typed in by the coordinator."""
    said = {"name": name, "words": words, "reach": reach, **more}
    if referrer:
        said |= {"referrer": referrer, "by": t.house.coordinator}
    return intake.receive(practice=t.house.practice, id=t.id("enquiry"), **said)


def take_up(t: Told, enquiry, **details):
    """The coordinator gives the person a therapist: the course is open."""
    t.course = intake.accept(
        enquiry=enquiry, therapist=t.therapist, by=t.house.coordinator, **details
    )
    return t.again()


def consult(t: Told, *, presenting: dict, patterns: dict, hopes: dict):
    """What was said in the first conversation."""
    for model, words in ((Presenting, presenting), (Patterns, patterns), (Hopes, hopes)):
        if words:
            intake.save_part(course=t.course, model=model, version=0, by=t.therapist, **words)
    intake.explain(course=t.course, by=t.therapist)


def screen(t: Told, name="first", *, level, rationale, private="asked_no_fear", **said):
    """The risk screen, with the private question asked alone."""
    return safety.record_screen(
        course=t.course,
        by=t.therapist,
        id=t.id(f"screen {name}"),
        clinician_level=level,
        rationale=rationale,
        private_question=private,
        private_answers=dict.fromkeys(stops.questions(), "no"),
        **said,
    )


def contact(t: Told, *, name, relation, phone, safe_to_call="yes", not_to_say=""):
    """Whom to call, asked alone."""
    return safety.save_contact(
        client=t.client,
        version=0,
        by=t.therapist,
        name=name,
        relation=relation,
        phone=phone,
        safe_to_call=safe_to_call,
        not_to_say=not_to_say,
    )


def plan(t: Told, parts: dict, *, follows: int):
    """A version of the safety plan, after version `follows`."""
    return safety.save_plan(
        client=t.client, parts=parts, read_number=follows, by=t.therapist, course=t.course
    )


def fit(
    t: Told, *, outcome, reasons, ratings=None, notes=None, protocol="", next_step="", days=7,
    condition="",
):  # fmt: skip
    """Sign whether IPT fits and where it leads."""
    intake.sign_fit(
        course=t.course,
        id=t.id("fit"),
        by=t.therapist,
        outcome=outcome,
        reasons=reasons,
        ratings=ratings or {},
        notes=notes or {},
        condition=condition,
        protocol=protocol,
        next_step=next_step,
        next_on=clock.today(t.house.practice.time_zone) + timedelta(days=days),
    )
    return t.again()


LETTER = ("brings", "medication", "health", "scores", "outcome")


def letter(t: Told, *, to_whom, name, how):
    """A letter to whoever also looks after the person, composed of what is there, and sent."""
    begun = letters.begin(
        course=t.course,
        id=t.id(f"letter {to_whom}"),
        to_whom=to_whom,
        name=name,
        address="",
        include=LETTER,
        by=t.therapist,
    )
    today = clock.today(t.house.practice.time_zone)
    letters.note_sent(letter=begun, on=today, how=how, by=t.therapist)


def referrals(house) -> None:
    """The coordinator has a list from a GP surgery before her: nothing of it is taken in yet."""
    file = Path(__file__).parent / "cast" / "referrals.csv"
    importing.add(practice=house.practice, content=file.read_bytes(), by=house.coordinator)


def consent(t: Told, *, how="said", no=()):
    """Each question of consent asked and answered; `no`: the kinds that were declined."""
    texts = consents.Texts(t.house.practice.pk)
    for kind in book_consents.kinds():
        if kind == "other_provider":
            continue
        text = texts.of(kind)
        care.answer_consent(
            course=t.course,
            kind=kind,
            given=kind not in no,
            how=how,
            by=t.therapist,
            text_version=text.version,
            language=text.language,
            asked=text.words,
        )


def begin(t: Told) -> Course:
    """Into treatment: the gates of risk screen and consents are passed."""
    care.begin_treatment(course=t.course, facts=t.facts(), by=t.therapist)
    return t.again()


def contract(t: Told, number: int, *, how="said", **terms):
    """Propose a version of the agreement; the client says yes."""
    made = care.propose_contract(
        course=t.course, by=t.therapist, id=t.id(f"contract {number}"), terms=terms
    )
    by = t.client.user if how == "screen" and t.client.user_id else t.therapist
    care.agree_to_contract(contract=made, by=by, how=how)
    schedule.number(course=t.course, facts=t.facts(), by=t.therapist)
    return made


def middle(t: Told) -> Course:
    """Into the middle phase: one focus is agreed."""
    care.enter_middle(course=t.course, facts=t.facts(), by=t.therapist)
    return t.again()
