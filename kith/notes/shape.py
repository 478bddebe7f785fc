"""How the note's page is laid out: the session's shape, the people, both texts of a conflict."""

from dataclasses import replace

from ipt import protocol
from kith.care import reading as care
from kith.inventory import reading as inventory
from kith.people.conflicts import shown
from kith.schedule import gathered
from kith.schedule import reading as meetings

from . import words
from .forms import NoteForm
from .models import Addendum
from .reading import practice_before


def people(course, user):
    """The people that can be named in a note."""
    return inventory.present(course, user)


def of_session(course, meeting):
    """Which session this is, how many are left after it, and its agenda from the protocol."""
    progress = meetings.progress(course)
    session = meetings.place_of(course, meeting)
    planned = progress.planned or care.frame(course).planned
    return {
        "progress": progress,
        "session": session,
        "planned": planned,
        "left": protocol.sessions_left(planned, session),
        "agenda": _agenda(course, meeting, session, planned),
        "first_session": session == 1,
    }


def _agenda(course, meeting, session, planned):
    met = meetings.by_course([course.pk])[course.pk]
    contract = care.frame(course).contract
    facts = replace(
        gathered.facts(course),
        protocol=care.present_plan(course).id,
        version=care.present_plan(course).version,
        planned=max(planned, session),
        held=met.held_on(contract.kind if contract else "acute")[: session - 1],
        missed=met.missed_on(),
        practice_open=practice_before(meeting, None) is not None,
        ending_announced_on=meeting.on if course.phase in ("final", "followup") else None,
        decided=care.decided([course.pk]).get(course.pk, ({}, None))[0],
        done=care.marks(course),
    )
    return protocol.agenda(facts, session=session)


def sentence(note):
    """Mood and event of a note in one sentence, and what is still missing in it."""
    text, event = words.link(note.opening), note.opening.get("event") or ""
    whole = event if event not in text else ""
    return {"text": text, "whole": whole, "lacks": words.lacks(note.opening)}


def addenda(note, user):
    """What was added to a note, in order."""
    return list(
        Addendum.objects.for_user(user).filter(record=note).select_related("author__practice")
    )


def conflict(saved, form):
    """Both texts of a draft, field by field, where they differ."""
    mine = {name: form.data.get(name, "") for name in form.fields}
    differing = [n for n in form.fields if n != "version" and saved.typed.get(n, "") != mine[n]]
    theirs = [f"{form.fields[n].label}: {saved.typed.get(n, '')}" for n in differing]
    yours = [f"{form.fields[n].label}: {mine[n]}" for n in differing]
    return {"saved": "\n".join(theirs), "yours": "\n".join(yours), "at": saved.kept_at}


def unsaid(note, typed):
    """What was typed for a note and does not stand in it as signed: label and words, by field."""
    there, lines = _as_typed(note), []
    for name, value in there.items():
        mine = typed.get(name, "")
        if name == "feelings" and isinstance(mine, str):
            mine = ", ".join(word.strip() for word in mine.split(",") if word.strip())
        if isinstance(mine, str) and mine.strip() and mine.strip() != value.strip():
            field = NoteForm.base_fields[name]
            lines.append(f"{field.label}: {shown(field, mine)}")
    return "\n".join(lines)


def _as_typed(note):
    """The words, marks and choices of a signed note as its form sends them."""
    agreed = note.practice_agreed or {}
    said = {name: note.opening.get(name) for name in ("mood_now", "change", "event")}
    said |= {name: note.opening.get(name) for name in ("before", "after")}
    said["feelings"] = ", ".join(note.opening.get("feelings") or [])
    said |= {f"back_{name}": note.back.get(name) for name in ("result", "happened", "learned")}
    said["worked_on"] = note.worked_on
    said |= {f"p_{name}": agreed.get(name) for name in ("what", "when", "obstacle", "help")}
    said["summary"] = note.summary
    return {name: "" if value is None else str(value) for name, value in said.items()}
