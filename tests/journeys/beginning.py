"""The first sessions of a case, all at the desk: sheets, timeline, circle, evidence, formulation.

Whatever the case holds of the beginning is typed in on the pages, word for word.
"""

import re

from ipt import forms
from ipt.timeline import dates
from tests.journeys import deeds

PERSON = re.compile(r"\A[ABC]\d\Z")
DAY = re.compile(r"\Aday (-?\d+)\Z")
CONDITIONS = {"a": "depression", "b": "postpartum", "c": "grief"}
CALL = "020 7946 0104"
BESIDE = {"words": "beside_words"}  # what is only for the therapist, on the same page


def tell(story):
    """From the referral to the formulation that was put right; then the picture at the end."""
    first_conversation(story)
    for session in (1, 2, 3, 4):
        with story.at(7 * (session - 1), 12):
            if session == 1:
                lifeline(story, people=False)
            if session == 2:
                circle(story)
                lifeline(story, people=True)
            sheets(story, session)
            if session == story.case["formulation"]["session"]:
                focus(story)
                formulate(story)
            if session == story.case["formulation"]["corrected_session"]:
                put_right(story)
    with story.at(98, 12):
        at_the_end(story)


def first_conversation(story):
    told = story.case["consultation"]
    protocol = story.case["protocol"]
    with story.at(-21, 11):
        deeds.refer(story, told["presenting"], told["referred"], CALL)
    with story.at(-20, 12):
        deeds.take_on(story, on_paper=True, phone=CALL)
    with story.at(told["day"], 12):
        deeds.consult(story, private=told["private_question"], level=told["risk"]["level"])
        adapted = {"protocol": protocol} if protocol != "ipt_standard" else {}
        deeds.judge_fit(story, condition=CONDITIONS[story.case["id"]], **adapted)
        deeds.consent(story, how="paper")
        deeds.begin(story)


def meant(story, value):
    """People and days of the case as a page of this story knows them."""
    if isinstance(value, dict):
        return {key: meant(story, one) for key, one in value.items()}
    if isinstance(value, list):
        return [meant(story, one) for one in value]
    if isinstance(value, str) and PERSON.match(value):
        return story.ids[value]
    if isinstance(value, str) and (found := DAY.match(value)):
        return story.on(int(found[1])).isoformat()
    return value


def rows_of(story, session):
    return [row for row in story.case["sheets"] if row["session"] == session]


def sheets(story, session):
    """Each sheet of a session: one more line is asked for until there is room for all."""
    for row in rows_of(story, session):
        desk = story.desk.open(story.page("sheets")).follow(forms.words(row["form"]).title)
        answers = meant(story, row["answers"])
        for name, lines in groups(answers).items():
            for _more in lines[1:]:
                first_lines(desk, name, lines)
        desk.press("Save", typed(row["form"], answers, row.get("beside", {})))
        story.addresses[row["form"]] = desk.address


def groups(answers):
    """The lists of lines among the answers."""
    return {k: v for k, v in answers.items() if isinstance(v, list) and isinstance(v[0], dict)}


def first_lines(desk, name, lines):
    """Fill in the lines that have room and ask for one more."""
    fields = [field for form in desk.page.forms for field in form.values]
    room = {field.split("-")[1] for field in fields if field.startswith(f"{name}-")}
    desk.press("Save, and one more line", line_fields(name, lines[: len(room)]))


def line_fields(name, lines):
    return {f"{name}-{n}-{k}": said(v) for n, line in enumerate(lines) for k, v in line.items()}


def said(value):
    """A value as it is typed or chosen."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def typed(form, answers, beside):
    """The fields of a sheet's page with these answers, and with what stands beside them."""
    lines, of = groups(answers), forms.load(form)
    found = {}
    for name, value in answers.items():
        if name in lines:
            found |= line_fields(name, value)
        elif of.field(name).type == "texts":
            found[name] = "\n".join(value)
        else:
            found[name] = said(value)
    return found | {BESIDE.get(k, k): said(v) for k, v in beside.items() if v != ""}


def lifeline(story, *, people):
    """What happened, the symptoms and the mood, when it began: those with people once they are
    in the circle."""
    case = story.case
    for row in case["timeline"]:
        if bool(row["people"]) == people:
            event(story, row)
    if people:
        return
    for row in case.get("symptoms", ()):
        fields = {"symptom": row["symptom"], "turn": row["turn"], "when": story.on(row["day"])}
        put(story, "symptom", fields)
    for row in case["mood_points"]:
        put(story, "mood", {"mood": row["mood"], "when": story.on(row["day"])})
    told = case["consultation"]
    began = dates.day(story.on(told["onset_day"]), told.get("onset_about", False))
    fields = {"when": dates.written(began, "en"), "note": told.get("onset_note", "")}
    story.desk.open(story.page("timeline/onset")).press("Save", fields)


def event(story, row):
    fields = {name: row[name] for name in ("title", "kind", "valence", "area") if name in row}
    fields |= {"when": story.on(row["day"]), "told_by": "client"}
    if row.get("hidden"):
        fields["hide_from_joint_sessions"] = True
    if row["people"]:
        fields["person_ids"] = meant(story, row["people"])
    put(story, "event", fields)


def put(story, kind, fields):
    story.desk.open(story.page(f"timeline/add/{kind}")).press("Put on the line", fields)


FIELDS = {
    "status": "status",
    "i_expect": "i_expect",
    "they_expect": "they_expect",
    "contact": "contact_freq",
    "knows": "knows",
}


def circle(story):
    """Everybody of the case: where they stand, stood and are wished to stand, and what is said."""
    for row in story.case["people"]:
        before, now, wished, end = row["rings"]
        add = {"display_name": row["name"], "relation": row["relation"], "ring": now or end}
        add |= {"good": row.get("good", ""), "hard": row.get("hard", "")}
        desk = story.desk.open(story.page("people")).press("Add", add)
        desk.follow(row["name"])
        story.ids[row["id"]] = desk.address.rstrip("/").split("/")[-1]
        rest = {field: row[name] for name, field in FIELDS.items() if row.get(name)}
        rest |= {"ring_before": before} if before else {}
        rest |= {"ring_wished": wished} if wished else {}
        desk.press("Save", rest)


def focus(story):
    """Each area against its evidence, then the primary focus, and the goals."""
    told, fields = story.case["focus"], {}
    for area, fit in told["ratings"].items():
        found = story.case["evidence"].get(area, {})
        fields |= {f"row_{area}_{name}": value for name, value in found.get("rows", {}).items()}
        fields |= {f"fit_{area}": fit, f"evidence_{area}": found.get("for", "")}
        fields[f"against_{area}"] = found.get("against", "")
        if found.get("people"):
            fields[f"people_{area}"] = meant(story, found["people"])
    story.desk.open(story.page("focus/evidence")).press("Save", fields)
    more = {"loss_type": told["loss_type"]} if "loss_type" in told else {}
    if "person" in told:
        more["person"] = meant(story, told["person"])
    deeds.choose_focus(story, agrees="yes", **more)
    if "secondary" in told:
        second = {"area": told["secondary"], "rank": "secondary", "because": told["because"]}
        second["person"] = meant(story, told["secondary_person"])
        desk = story.desk.open(story.page("focus"))
        desk.press("Agree on this focus", {**second, "client_agrees": "yes"})
    deeds.add_goals(story)


def formulate(story):
    told = story.case["formulation"]
    desk = story.desk.open(story.page("formulation"))
    fields = {**told["parts"], "words": told["text"], "people": meant(story, told["people"])}
    story.keep("formulation", desk.press("Save this version", fields))


def put_right(story):
    """What the client says to it, and the version that takes it over, to which they say yes."""
    told = story.case["formulation"]
    desk = story.desk.open(story.page("formulation"))
    answer = {"a-fits": "partly", "a-said": told["correction"]}
    desk.press("Keep what the client said", answer)
    desk.open(story.page("formulation"))
    desk.press("Save this version", {"words": told["corrected"]})
    desk.open(story.page("formulation")).press("Keep what the client said", {"a-fits": "yes"})
    story.keep("formulation put right", desk)


def at_the_end(story):
    """Where everybody stands at the end, in a picture of its own."""
    desk = story.desk.open(story.page("people"))
    desk.press("Begin", {"moment": "end", "title": "At the end"})
    for row in story.case["people"]:
        if row["rings"][3]:
            desk.open(story.page(f"people/{story.ids[row['id']]}"))
            desk.press("Save", {"ring_now": row["rings"][3]})
    story.keep("then and now", desk.open(story.page("people/then-and-now")))
