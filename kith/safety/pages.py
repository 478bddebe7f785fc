"""What the pages of this room show, put into words."""

from django.utils.translation import gettext as _

from ipt.measures import scoring
from ipt.safety import concerns, never, plan, risk_screen, stops
from kith.measures import shelf
from kith.web import book

from . import reading
from .models import ConcernEntry


def screen_row(screen) -> dict:
    """A recorded risk screen, in words and in the order in which it is asked."""
    asked = [
        (book.text(f"risk_screen.{q.id}"), _answer(screen.answers.get(q.id)))
        for q in risk_screen.questions()
        if screen.answers.get(q.id)
    ]
    private = [
        (book.text(f"private_question.{name}"), _answer(screen.private_answers.get(name)))
        for name in stops.questions()
        if screen.private_answers.get(name)
    ]
    return {
        "screen": screen,
        "level": book.text(f"risk_level.{screen.clinician_level}"),
        "private": book.text(f"private_answer.{screen.private_question}"),
        "asked": asked,
        "private_asked": private,
        "alarm": risk_screen.asks_for_crisis_steps(screen.clinician_level),
        "suggestion": suggestion(screen.answers),
        "lower": lower(screen),
    }


def as_asked(answers) -> dict:
    """Saved answers of a screen as the book takes them."""
    kinds = {question.id: question.kind for question in risk_screen.questions()}
    return {
        id: given == "yes" if kinds[id] == "yes-no" else given
        for id, given in answers.items()
        if id in kinds
    }


def suggestion(answers) -> dict | None:
    """The level that the answers suggest and why, in words; None where nothing was said."""
    asked = as_asked(answers)
    why = risk_screen.reasons(asked)
    if not why:
        return None
    level = risk_screen.suggest(asked)
    return {
        "level": book.text(f"risk_level.{level}"),
        "reasons": [book.text(f"risk_screen.{id}") for id in why],
    }


def lower(screen) -> bool:
    """Whether the clinician chose a lower level than the answers suggest."""
    return risk_screen.lower(screen.clinician_level, risk_screen.suggest(as_asked(screen.answers)))


def _answer(given):
    return {"yes": _("Yes"), "no": _("No")}.get(given, given)


def steps(screen) -> list[str]:
    """What the level of a screen, or the higher one that its answers suggest, asks to do now; a day
    that was set is not asked for again."""
    suggested = risk_screen.suggest(as_asked(screen.answers))
    return [
        book.text(f"risk_step.{step}")
        for step in risk_screen.steps(
            screen.clinician_level, suggested, day_set=screen.next_check_on is not None
        )
    ]


def after_fear(course, user) -> list[str]:
    """What follows now that fear was told of alone, in words; nothing when it was not."""
    if reading.fear_told_at(course, user) is None:
        return []
    return [book.text(f"after_fear.{id}") for id in never.after_fear()]


def item_words(asked, item) -> str:
    """The question that was answered, as it was asked, or the scale that a rule is on; its number
    where the text is not shipped. `asked`: the questionnaire and its version."""
    words = _wording(asked)
    if words is None:
        return item
    return words.items.get(item) or words.scales.get(item) or item


def answer_words(asked, item, value) -> str:
    """The answer in words, with its value."""
    if value is None:
        return _("taken back, now unanswered")
    words = _wording(asked)
    if words is None or item not in words.items:
        return f"{value:g}"
    said = words.option(item, value)
    return said if said == f"{value:g}" else f"{value:g} · {said}"


def _wording(asked):
    id, version = asked
    try:
        return shelf.here().words(id, version=version or None)
    except LookupError:
        return None


def concern_row(concern, user) -> dict:
    """One concern with its story."""
    entries = [entry_row(concern, entry) for entry in in_order(concern.entries.all())]
    answers = [row["entry"] for row in entries if row["answer"]]
    highest = max(answers, key=lambda entry: _weight(concern, entry), default=None)
    item = highest.item if highest else concern.item
    return {
        "concern": concern,
        "level": book.text(f"concern_level.{concern.level}"),
        "question": item_words(_asked(highest, concern), item),
        "entries": entries,
        "said": _said(concern, answers, highest) if answers else "",
        "changed": sum(1 for entry in answers if entry.kind != "raised" and (entry.nth or 0) > 1),
        "no_second": _no_second(concern, entries),
        "mine": concern.owner_id == user.pk,
    }


def _weight(concern, entry):
    """How much an answer asks for, so that those of several questionnaires can be compared."""
    value = entry.answer["value"]
    if value is None:
        return -1, -1
    id, version = _asked(entry, concern)
    definition = shelf.here().load(id, version or None)
    if entry.item not in {item.linkId for item in definition.items}:
        return concerns.rank(concern.level), value
    worst = concerns.worst(scoring.risk(definition, {entry.item: value}))
    return concerns.rank(worst.level) if worst else -1, value


def _said(concern, answers, highest) -> str:
    """The highest answer and the last one: a later, lower one never stands for the concern."""
    last = answers[-1]
    if last is highest:
        return _answered(concern, highest, highest.measure)
    return _("Highest: %(highest)s. Last: %(last)s") % {
        "highest": _answered(concern, highest, last.measure),
        "last": _answered(concern, last, highest.measure),
    }


def _answered(concern, entry, other):
    """An answer in words; with its questionnaire where another one is named beside it."""
    asked = _asked(entry, concern)
    said = answer_words(asked, entry.item, entry.answer["value"])
    return said if entry.measure == other else f"{_wording(asked).short}: {said}"


def _no_second(concern, entries) -> bool:
    """Whether the level asks for a second reader and nobody could be named."""
    asked = {row["entry"].to_id for row in entries} - {None}
    return concern.open and concern.level != "review" and len(asked) < 2


def in_order(entries) -> list:
    """Entries as they happened; at one moment, the answer before the telling."""
    place = {kind: number for number, (kind, _words) in enumerate(ConcernEntry.KINDS)}
    return sorted(entries, key=lambda entry: (entry.at, place[entry.kind], entry.nth or 0))


def entry_row(concern, entry) -> dict:
    answered = entry.kind in ConcernEntry.ANSWERS and entry.answer is not None
    return {
        "entry": entry,
        "kind": entry.get_kind_display(),
        "answer": _given(concern, entry) if answered else "",
    }


def _asked(entry, concern):
    """Which questionnaire was answered, and its version: several may join one concern."""
    if entry and entry.measure:
        return entry.measure, entry.measure_version
    return concern.measure, ""


def _given(concern, entry):
    return _answered(concern, entry, concern.measure)


def concern_page(concern, user) -> dict:
    """Everything that whoever reads a concern needs: the answer, the person, whom to call."""
    row = next(c for c in reading.concerns(user, concern.course) if c.pk == concern.pk)
    client = row.client
    plans = reading.plans(client, user)
    return {
        "row": concern_row(row, user),
        "course": row.course,
        "client": client,
        "contact": reading.contact(client, user),
        "said_no": reading.said_no_to_calling(client),
        "plan": plan_parts(plans[0].parts) if plans else [],
        "help": reading.help_numbers(client.practice),
        "tab": "safety",
        "zone": user.zone,
    }


def plan_parts(saved) -> list[dict]:
    """The filled parts of a safety plan, in words."""
    return [
        {
            "id": part.id,
            "title": book.text(f"plan.{part.id}.title"),
            "hint": book.text(f"plan.{part.id}.hint"),
            "lines": [plan_line(part, line) for line in saved.get(part.id, [])],
        }
        for part in plan.parts()
    ]


def plan_line(part, line) -> dict:
    """One line of the plan: its main words, its telephone, and the rest with labels."""
    named = {field.name: field for field in part.fields}
    main = part.fields[0].name
    rest = [
        (book.text(f"plan.field.{name}"), plan_value(named[name], line[name]))
        for name in named
        if name not in (main, "phone") and line.get(name)
    ]
    return {"words": line.get(main, ""), "phone": line.get("phone", ""), "rest": rest}


def plan_value(field, value) -> str:
    if field.kind == "choice":
        return book.text(f"plan.choice.{value}")
    return _answer(value) if field.kind == "yes-no" else value


def plan_text(saved) -> str:
    """A whole plan as text, for showing two of them side by side."""
    lines = []
    for part in plan_parts(saved):
        lines += [part["title"]] if part["lines"] else []
        for line in part["lines"]:
            rest = ", ".join(f"{label}: {value}" for label, value in line["rest"])
            words = [line["words"], line["phone"], rest]
            lines.append("– " + " · ".join(word for word in words if word))
    return "\n".join(lines)


def plan_conflict(saved, typed, zone) -> dict:
    """What components/conflict.html shows when a plan was saved elsewhere meanwhile."""
    return {
        "label": _("Plan"),
        "saved_text": plan_text(saved.parts),
        "saved_by": saved.saved_by.name,
        "saved_at": saved.saved_at,
        "your_text": plan_text(typed),
        "zone": zone,
    }


def plan_versions(versions) -> list[dict]:
    """Older versions of a plan, newest first."""
    return [{"version": version, "parts": plan_parts(version.parts)} for version in versions[1:]]


def contact_initial(present) -> dict:
    """Start values of the contact form."""
    if present is None:
        return {"version": 0}
    names = ("name", "relation", "phone", "safe_to_call", "not_to_say", "version")
    return {name: getattr(present, name) for name in names}


def contact_conflict(saved, typed, zone) -> dict:
    """What components/conflict.html shows when the contact was saved elsewhere meanwhile."""

    def text(values):
        return "\n".join(str(values[name]) for name in typed if values[name])

    return {
        "label": _("Contact"),
        "saved_text": text({name: getattr(saved, name) for name in typed}),
        "saved_by": saved.asked_by.name if saved.asked_by else "",
        "saved_at": saved.asked_at,
        "your_text": text(typed),
        "zone": zone,
    }
