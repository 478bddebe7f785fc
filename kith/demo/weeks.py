"""A week of treatment: what happened, the session, its note, and what is tried until the next."""

from datetime import timedelta

from kith import clock
from kith.audit.actions import opened
from kith.inventory import actions as inventory
from kith.notes import actions as notes
from kith.notes.reading import practice_before
from kith.schedule import actions as schedule

from .told import Told, hold, just_after, meeting, send_checkin, tap, type_in

HARD = frozenset(
    "afraid alone anger angry anxious ashamed bitter despair embarrassed empty envy fear fury "
    "guilt guilty hurt lonely lost low numb panic sad scared shame shaking sobbed tears tired "
    "worried yearning".split()
)
PHONE, PAPER = ("phq-9", "gad-7"), ("epds",)
NOTE_AFTER = timedelta(minutes=40)


def week(t: Told, row: dict, **more):
    """One week: the check-in goes out and is answered, the session is held, its note signed."""
    yield from checkin(t, row) if more.get("asked") is None else more["asked"]
    if result := more.get("result"):
        yield t.at(row["day"] - 1, 19, 40)
        tell_practice(t, row["day"], *result)
    yield t.begins(row["day"])
    opened(t.course, by=t.therapist, what="course")
    yield t.ends(row["day"])
    if more.get("asked") is None:
        on_paper(t, row)
    found = hold(t, row["day"])
    if deed := more.get("deed"):
        deed()
    note = more.get("note", {})
    if note.get("draft"):
        yield t.at(row["day"], 18, 40)
        return keep_draft(t, found, row)
    if note.get("later"):
        return
    yield t.ends(row["day"]) + NOTE_AFTER
    sign(t, found, row, previous=more.get("previous"), **note)


def checkin(t: Told, row: dict):
    """It goes out the morning before and is answered in the evening."""
    yield t.at(row["day"] - 1, 9)
    sent = send_checkin(t, row["day"])
    yield t.at(row["day"] - 1, 19, 20)
    tap(t, sent, {m: row[m]["items"] for m in PHONE if m in row})


def on_paper(t: Told, row: dict):
    """Instruments whose text may not be shown on a screen are filled in on paper, then typed in."""
    for measure in PAPER:
        if measure in row:
            type_in(t, row["day"], measure, row[measure]["items"])


def keep_draft(t: Told, found, row: dict):
    """The note was begun in the evening; it is not signed yet."""
    typed = {"worked_on": row["work"], "event": row["event"], "mood_now": str(row["mood"])}
    notes.keep_draft(meeting=found, by=t.therapist, typed=typed, version=0)


def tell_practice(t: Told, day: int, state: str, happened: str, learned: str = ""):
    """How the practice went, in the client's own words: on their pages, or said in the room."""
    practice = practice_before(meeting(t, day), None)
    user = t.client.user
    notes.report(
        homework=practice,
        version=practice.version,
        by=user or t.therapist,
        state=state,
        told="screen" if user else "said",
        happened=happened,
        learned=learned,
    )


def sign(t: Told, found, row: dict, *, previous=None, summary="", ending=False, **_more):
    """Sign the note of a session with its opening link, the look back and the next practice."""
    found.refresh_from_db()
    notes.sign(
        meeting=found,
        by=t.therapist,
        facts=t.facts(),
        said={
            "opening": opening(t, row, previous),
            "back": look_back(found),
            "worked_on": row.get("work", ""),
            "summary": summary,
            "time_left_said": ending or row.get("session") == 1,
        },
        practice=practice(t, row),
    )


def opening(t: Told, row: dict, previous: dict | None) -> dict:
    """How mood went and what happened with whom, named together."""
    mood, low, feelings = row.get("mood"), row.get("low"), row.get("feelings", [])
    hard = bool(feelings) and feelings[0].split()[0] in HARD
    known = [t.people[id] for id in row.get("people", []) if id in t.people]
    return {
        "mood_now": mood,
        "change": _change(mood, (previous or {}).get("mood")),
        "before": mood if hard else low,
        "after": low if hard else mood,
        "event": row.get("event", ""),
        "people": [str(person.pk) for person in known],
        "names": [person.display_name for person in known],
        "feelings": list(feelings),
    }


def _change(mood, before):
    if mood is None or before is None:
        return ""
    return "better" if mood > before else "worse" if mood < before else "same"


def look_back(found) -> dict:
    """What was to be tried since last time, and how it went."""
    last = practice_before(found, None)
    if last is None:
        return {}
    result = "" if last.state == "planned" else last.state
    return {
        "practice": str(last.pk),
        "what": last.what,
        "result": result,
        "happened": last.happened,
        "learned": last.learned,
    }


def practice(t: Told, row: dict) -> dict | None:
    """What is agreed to be tried, with the person of the inventory that it names."""
    what = row.get("practice", "")
    if not what:
        return None
    whom = next((p for p in t.people.values() if p.display_name in what), None)
    return {
        "what": what,
        "person": str(whom.pk) if whom else None,
        "with_whom": whom.display_name if whom else "",
        **row.get("practice_how", {}),
    }


def missed(t: Told, day: int, *, by_client: bool, reason: str):
    """A session that did not take place: taken back by the client, or nobody came."""
    found = meeting(t, day)
    if by_client:
        return schedule.cannot_come(meeting=found, by=t.client.user or t.therapist, words=reason)
    return schedule.did_not_come(
        meeting=found, version=found.version, by=t.therapist, reason=reason
    )


def add_people(t: Told, rows: list[dict]):
    """Put people into the circle as they stand now, before it began, and as wished for."""
    for number, row in enumerate(rows):
        if row["id"] not in t.people:
            with just_after(number):
                add_person(t, row)


def add_person(t: Told, row: dict):
    before, now, wished, _end = row["rings"]
    person = inventory.add_person(
        client=t.client,
        id=t.id(f"person {row['id']}"),
        by=t.therapist,
        display_name=row["name"],
        relation=row["relation"],
        status=row["status"],
        ring=now,
        good=row.get("good", ""),
        hard=row.get("hard", ""),
        i_expect=row.get("i_expect", ""),
        they_expect=row.get("they_expect", ""),
        contact_freq=row.get("contact", ""),
        knows=row.get("knows", ""),
    )
    t.people[row["id"]] = person
    for moment, ring in (("before", before), ("wished", wished)):
        if ring:
            place(t, person, moment, ring)


def place(t: Told, person, moment: str, ring: str, **words):
    """Where somebody stands in another picture."""
    inventory.place(
        person=person,
        moment=moment,
        ring=ring,
        by=t.therapist,
        picture_on=clock.today(t.client.zone),
        **words,
    )


def picture(t: Told, title: str, moment: str = "now"):
    """A new picture of the circle, dated today, from the former one."""
    inventory.begin_sitting(client=t.client, by=t.therapist, moment=moment, title=title)


def come_closer(t: Told, id: str, ring: str, **words):
    """Somebody has moved in the present picture."""
    person = t.people[id]
    person.refresh_from_db()
    t.people[id] = inventory.edit_person(
        person=person, version=person.version, by=t.therapist, ring=ring, **words
    )
