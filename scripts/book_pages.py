"""The pages of docs/care/ that would only repeat the book: made from its data."""

from ipt import conditions as book_conditions
from ipt import focus, protocol, techniques
from ipt import glossary as book_glossary
from ipt.focus import steps, toolbox
from ipt.measures import library
from ipt.measures.definition import recalled
from ipt.words import say, text

STANDARD = "ipt_standard"
MARKS = {"checked": "read in the source", "teaching": "teaching, to be confirmed", "own": "own"}


def table(head, rows) -> str:
    """A Markdown table; a bar inside a cell would break it."""
    clean = [[str(cell).replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    lines = [head, ["---"] * len(head), *clean]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def figure(value) -> str:
    return "" if value is None else f"{value:g}"


def spot(low, high) -> str:
    return figure(low) if low == high else f"{figure(low)} to {figure(high)}"


# Measures


def measures() -> str:
    """Every questionnaire: what it comes to, its lines, its licence, its sources."""
    shelf = [(library.load(id), library.words(id)) for id in library.ids()]
    return "\n".join(
        [
            "# Questionnaires",
            "",
            "The wording is shipped where its licence allows it; scores can always be typed in.",
            "A figure with * is recalled from the literature, not checked against its source.",
            "",
            table(
                ("id", "name", "items", "range", "lines", "risk", "change that counts", "words"),
                [_measure(measure, words) for measure, words in shelf],
            ),
            "## Licences",
            "",
            table(
                ("id", "verdict", "on what ground", "holder", "how sure"),
                [_licence(measure) for measure, _ in shelf],
            ),
            "## Sources",
            "",
            *(f"- **{words.short}**: {' '.join(measure.citation)}" for measure, words in shelf),
            "",
        ]
    )


def _measure(measure, words):
    main = measure.main
    low, high = main.range
    return (
        f"`{measure.id}`",
        words.title,
        len(main.items),
        f"{figure(low)} to {figure(high)}, higher is {measure.higher_is}",
        "; ".join([*_bands(measure, words), *_cutoffs(main)]) or "none published",
        "; ".join(_risk(rule) for rule in measure.risk) or "none",
        _threshold(measure.change),
        measure.licence["verdict"],
    )


def _bands(measure, words):
    return [
        f"{spot(band.min, band.max)} {words.band(band.id)}{_star(band.verified)}"
        for band in measure.bands
    ]


def _cutoffs(scale):
    return [
        f"{cut.op} {figure(cut.value)} {cut.id}{_star(cut.verified)} ({cut.source})"
        for cut in scale.cutoffs
    ]


def _risk(rule):
    return f"{rule.item or rule.scale} {rule.op} {figure(rule.value)}: {rule.level}"


def _threshold(change):
    if change.threshold is None:
        return "not published"
    return f"{figure(change.threshold)}{_star(change.verified)} ({change.basis})"


def _star(verified):
    return "*" if recalled(verified) else ""


def _licence(measure):
    licence = measure.licence
    return (
        f"`{measure.id}`",
        licence["verdict"],
        licence["status"],
        licence["holder"],
        licence["confidence"],
    )


def _sources_of(evidence) -> str:
    said = ", ".join(f"{key}" for key in evidence.sources)
    return f"{said} ({MARKS[evidence.mark]})"


# Protocols


def protocols() -> str:
    """Every protocol: how many sessions, which phases, for whom, its tasks and decisions."""
    shelf = [protocol.load(id) for id in protocol.ids()]
    parts = [
        "# Protocols",
        "",
        "Session numbers count from the first; `n` is the agreed last one. Four gates stop a",
        "course; everything else reminds, and a person decides. A course keeps its version.",
        "",
        table(
            ("id", "name", "state", "sessions (usual)", "minutes", "phases", "areas", "measures"),
            [_protocol(each) for each in shelf],
        ),
    ]
    for each in shelf:
        parts += _chapter(each)
    return "\n".join(parts)


def _protocol(each):
    return (
        f"`{each.id}` {each.version}",
        text(each.title),
        each.status,
        f"{spot(each.sessions_min, each.sessions_max)} ({each.sessions_default})",
        each.session_minutes,
        "; ".join(f"{rule.code} {_when(rule.first, rule.last)}" for rule in each.phases),
        ", ".join(each.areas),
        ", ".join(row["id"] for row in each.measures),
    )


def _when(first, last) -> str:
    ends = [str(n) if n >= 0 else ("n" if n == -1 else f"n-{-1 - n}") for n in (first, last)]
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)


def _chapter(each):
    return [
        f"## {text(each.title)} (`{each.id}`)",
        "",
        f"{text(each.about)} {_sources_of(each.evidence)}.",
        "",
        *_listed("For", "indications", each),
        *_listed("With care", "cautions", each),
        *_listed("Not for", "exclusions", each),
        *(f"- Good to know: {text(hint.title)}" for hint in each.hints),
        *(f"- Phases may also be: {text(f'protocol_split.{split.id}')}" for split in each.splits),
        *(f"- Needed first: {text(f'requires.{id}.title')}" for id in each.requires),
        "",
        *_shared(each),
        table(
            ("task", "what", "phase", "session", "who", "after", "done when", "source"),
            [_task(task) for task in each.tasks if not _of_the_standard(task, each)],
        ),
        table(
            ("decision", "when", "asked below", "written down", "to choose from", "source"),
            [_decision(point) for point in each.decision_points],
        )
        if each.decision_points
        else "",
    ]


def _of_the_standard(task, each) -> bool:
    """Whether a task is taken over as it is, so that it need not be told again."""
    return each.id != STANDARD and task in protocol.load(STANDARD).tasks


def _shared(each):
    taken = [task.id for task in each.tasks if _of_the_standard(task, each)]
    if taken:
        left = [t.id for t in protocol.load(STANDARD).tasks if t.id not in taken]
        without = f", without or otherwise: {', '.join(f'`{id}`' for id in left)}" if left else ""
        yield f"The tasks of `{STANDARD}`{without}. Its own:"
        yield ""


def _listed(title, kind, each):
    return [f"- {title}: {text(f'{kind}.{id}')}" for id in getattr(each, kind)]


def _task(task):
    return (
        f"`{task.id}`",
        text(task.title),
        task.phase + (f", gate: {task.gate}" if task.gate else ""),
        _when(*task.sessions) if task.sessions else ("each" if task.every == 1 else "any"),
        text(f"actor.{task.actor}"),
        ", ".join(task.needs),
        text(task.done_when),
        _sources_of(task.evidence),
    )


def _decision(point):
    at = _when(point.session, point.session) if point.session is not None else ""
    week = f"week {point.week}" if point.week is not None else ""
    every = f"every {point.every}" if point.every is not None else ""
    return (
        text(f"decision.point.{point.id}.title"),
        ", ".join(part for part in (f"session {at}" if at else "", week, every) if part),
        "always" if point.below_percent is None else f"a fall of {figure(point.below_percent)} %",
        "yes" if point.must_record else "if wanted",
        "; ".join(text(f"decision.choice.{choice}") for choice in point.choices),
        _sources_of(point.evidence),
    )


# Focus areas and techniques


def work() -> str:
    """The strategies of each focus area, the techniques, and which tool serves where."""
    parts = ["# Focus areas and techniques", ""]
    for area in focus.area_ids():
        parts += _area(area)
    parts += ["## Techniques", "", *_techniques(), "## Which tool when", "", _tools()]
    return "\n".join(parts)


def _area(area):
    steps_of_area = [
        (
            f"`{step.id}`",
            text(f"strategy.{step.id}.therapist"),
            text(f"strategy.{step.id}.client"),
            _sources_of(step.evidence),
        )
        for step in steps.strategies(area)
    ]
    return [
        f"## {text(f'focus.{area}.title')} (`{area}`)",
        "",
        *(f"- Goal: {text(f'focus_goal.{goal}')}" for goal in toolbox.goals(area)),
        *(f"- Marker: {text(f'marker.{marker}')}" for marker in toolbox.markers(area)),
        *(f"- With care: {text(f'caution.{caution.id}')}" for caution in toolbox.cautions(area)),
        "",
        table(("strategy", "therapist reads", "client reads", "source"), steps_of_area),
    ]


def _techniques():
    for each in techniques.techniques():
        said = [text(step) for step in each.steps]
        yield f"### {text(f'technique.{each.id}.title')} (`{each.id}`)"
        yield ""
        yield f"{text(f'technique.{each.id}.when')} {_sources_of(each.evidence)}."
        yield ""
        yield from (f"{at}. {line}" for at, line in enumerate(said, 1))
        yield ""


def _tools():
    fits = {area: {t.id: t.fit for t in toolbox.tools(area)} for area in focus.area_ids()}
    ids = list(dict.fromkeys(id for tools in fits.values() for id in tools))
    head = ("tool", *(text(f"focus.{area}.title") for area in fits))
    rows = [(f"`{id}`", *(tools.get(id, "") for tools in fits.values())) for id in ids]
    return table(head, rows)


# Conditions


def conditions() -> str:
    """What may be said of each condition, and what not, with its sources."""
    parts = ["# What IPT is offered for, and what may be said", ""]
    for each in book_conditions.conditions():
        said = book_conditions.wording(each.id)
        parts += [
            f"## {say(said.title)}",
            "",
            f"Starts from `{each.protocol}`. "
            + (f"Also: {', '.join(each.alternatives)}." if each.alternatives else ""),
            "",
            f"- How well it is known: {say(said.strength)}",
            *(f"- May be said: {say(line)}" for line in said.may),
            *(f"- Not to be said: {say(line)}" for line in said.never),
            *(f"- The public page says of its limits: {say(line)}" for line in said.limits),
            *(f"- Source: {line}" for line in said.sources),
            "",
        ]
    return "\n".join(parts)


# Words


def glossary() -> str:
    """One word for each thing, for therapist and client."""
    rows = [
        (f"`{t.id}`", say(t.therapist), say(t.client) if t.client else "", say(t.means))
        for t in book_glossary.terms()
    ]
    return "# Words of the book\n\n" + table(
        ("in code", "therapist reads", "client reads", "means"), rows
    )
