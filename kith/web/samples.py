"""Fictional people and numbers for the page of components."""

import datetime as dt

from .pictures.circle import Person
from .pictures.ribbon import Point, RibbonData
from .pictures.timeline import Lane, Line, Pin, TimelineData

MOMENT = dt.datetime(2026, 11, 4, 14, 0, tzinfo=dt.UTC)
SCORES = [17, 16, 17, 14, None, 13, 9]
PHASES = [("Beginning", 1, 3), ("Middle", 4, 13), ("Ending", 14, 16)]
BANDS = [(0, "minimal"), (5, "mild"), (10, "moderate"), (15, "moderately severe"), (20, "severe")]


def course(scores=None, **changes):
    """A course of sixteen sessions with one week missing."""
    scores = SCORES if scores is None else scores
    known = dict(
        title="PHQ-9, sessions 1 to 7",
        sentence="From 17 at session 1 to 9 at session 7. A change this large is very unlikely "
        "to be chance. Session 5 has no answer.",
        sessions_planned=16,
        phases=PHASES,
        points=[Point(n, value, f"week {n}", n == 6) for n, value in enumerate(scores, 1)],
        bands=BANDS,
        floor=0,
        ceiling=27,
        reliable_line=11,
        reliable_text="reliable improvement below this line",
        expected=[(s, max(15 - s, 0), 17.5 - s * 0.3) for s in range(1, 17)],
        higher="worse",
    )
    return RibbonData(**(known | changes))


PEOPLE = [
    Person("1", "Daniel", "partner", "inner", "dispute"),
    Person("2", "Baby Leo", "son", "inner", "transition"),
    Person("3", "Noor", "sister", "inner", None),
    Person("4", "Irene", "mother", "middle", "grief"),
    Person("5", "Tess", "friend", "middle", "connection"),
    Person("6", "Paul", "manager", "outer", "transition"),
    Person("7", "Helen", "mother-in-law", "outer", "dispute"),
    Person("8", "Book group", "group", "outer", "connection"),
]
NAMES = (
    "Aoife Bartholomew Charlotte Dmitri Eleonora Friedrich Guinevere Hildegard Ines Jean-Baptiste "
    "Katarzyna Leo Maximilian Noor Oluwaseun Persephone Quentin Rosalind Svetlana Theodora"
).split()
CROWD_RINGS = ("inner", "middle", "middle", "outer", "outer")
CROWD_AREAS = (None, "grief", "dispute", "transition", "connection", None)


def crowd():
    """Twenty people, a few with long names, in all rings and areas."""
    for n, name in enumerate(NAMES):
        long = f"{name} of the long family name" if n % 7 == 0 else name
        yield Person(str(n), long, "", CROWD_RINGS[n % 5], CROWD_AREAS[n % 6])


def day(year, month, of_month):
    return dt.date(year, month, of_month)


LIFE = TimelineData(
    title="What happened, and how mood went",
    sentence="It began in May 2026. In the three months before: the move, and the quarrel at "
    "Easter. Mood fell from 7 in January to 2 in July.",
    start=day(2025, 11, 1),
    end=day(2026, 11, 4),
    onset=(day(2026, 5, 1), day(2026, 5, 31)),
    window=(day(2026, 2, 1), day(2026, 5, 1)),
    lanes=[
        Lane("grief", "Loss", "grief"),
        Lane("dispute", "Conflict", "dispute"),
        Lane("transition", "Change", "transition"),
        Lane("symptoms", "Symptoms"),
    ],
    pins=[
        Pin("1", day(2025, 12, 9), day(2025, 12, 9), "Irene dies", "grief"),
        Pin("2", day(2026, 3, 1), day(2026, 5, 31), "The move", "transition"),
        Pin("3", day(2026, 4, 5), day(2026, 4, 5), "The quarrel at Easter", "dispute"),
        Pin("4", day(2026, 8, 17), day(2026, 8, 17), "Back to work", "transition"),
        Pin("a", day(2026, 5, 20), day(2026, 5, 20), "Sleep", "symptoms", "began"),
        Pin("b", day(2026, 7, 1), day(2026, 7, 31), "Crying", "symptoms", "worse"),
        Pin("c", day(2026, 10, 12), day(2026, 10, 12), "Sleep", "symptoms", "better"),
    ],
    lines=[
        Line(
            "Mood",
            [
                (day(2026, 1, 15), 7),
                (day(2026, 4, 15), 5),
                (day(2026, 7, 15), 2),
                (day(2026, 10, 20), 5),
            ],
            0,
            10,
            "worst ever",
            "best ever",
        ),
        Line(
            "PHQ-9", [(day(2026, 9, 23), 17), (day(2026, 11, 4), 9)], 0, 27, way="Less is better."
        ),
    ],
)
LIFE_EMPTY = TimelineData(
    title="A line with one event",
    sentence="The move, spring 2026.",
    start=day(2025, 11, 1),
    end=day(2026, 11, 4),
    lanes=[Lane("transition", "Change", "transition")],
    pins=[Pin("1", day(2026, 3, 1), day(2026, 5, 31), "The move", "transition")],
)


def context():
    """Everything the page shows but for its forms."""
    return {
        "moment": MOMENT,
        "ribbon": course(),
        "ribbon_new": course(
            [12],
            title="PHQ-9, session 1",
            sentence="12 at session 1.",
            reliable_line=None,
            expected=[],
        ),
        "ribbon_after": course(
            [18, 17, 17, 16, 13, 12, 13, 10, 9, 8, 7, 8, 6, 5, 5, 4],
            title="PHQ-9 with follow-up",
            sentence="From 18 at session 1 to 4 at session 16, and 5 three months later.",
        ),
        "people": PEOPLE,
        "crowd": list(crowd()),
        "lives": [("life-a", LIFE), ("life-b", LIFE_EMPTY)],
        "spark_values": [17, 16, 17, 14, None, 13, 9],
        "tabs": [
            {"label": word, "url": "#", "current": not n}
            for n, word in enumerate(
                ["Prepare", "People", "Timeline", "Focus and goals", "Sessions", "Notes", "Ending"]
            )
        ],
        "steps": [
            {"label": "What brings her here", "url": "#", "state": "done"},
            {"label": "People and patterns", "url": "#", "state": "now"},
            {"label": "Hopes", "url": "#", "state": ""},
            {"label": "Safety, asked alone", "url": "", "state": ""},
        ],
        "figures": [
            {"label": "Need a look", "value": "2"},
            {"label": "Reliable improvement", "value": "61%", "aside": "14 of 23, 41–78%"},
            {"label": "Answered this week", "value": "22", "aside": "of 25"},
        ],
        "day": [
            {
                "at": MOMENT.replace(hour=9),
                "title": "Teodor L. · session 15 of 16",
                "text": "held · ending plan drafted",
                "done": True,
                "url": "#",
                "label": "Write the note",
            },
            {
                "at": MOMENT.replace(hour=10),
                "title": "Aoife B. · session 3 of 12",
                "text": "did not come · call made 10:20",
                "done": True,
                "tag": "note signed",
            },
            {
                "at": MOMENT,
                "title": "Marisol Q. · session 8 of 16",
                "primary": True,
                "text": "halfway today · PHQ-9 9, was 17 · practice done",
                "url": "#",
                "label": "Prepare",
            },
        ],
        "tasks": [
            {
                "title": "Ask for help out loud, twice a week",
                "done": True,
                "tag": "met",
                "tag_kind": "good",
            },
            {"title": "An evening a week that is mine", "tag": "2 of 4"},
            {
                "title": "Halfway: eight sessions left",
                "text": "Name it, and ask what it brings up",
                "aside": "5 min",
            },
            {
                "title": "Ruth A., Monday",
                "text": "draft saved 18:40",
                "url": "#",
                "label": "finish",
            },
        ],
        "rail": [
            {"label": word, "url": "#", "current": not n, "count": count}
            for n, (word, count) in enumerate(
                [("Today", 4), ("Caseload", 25), ("Calendar", None), ("Practice", None)]
            )
        ],
        "rail_foot": {"name": "Ines Halvorsen", "practice": "Lindenhof Practice"},
        "points": ["All messages end at once.", "Nothing is deleted."],
        "kinds": [
            "",
            "grief",
            "transition",
            "dispute",
            "connection",
            "good",
            "watch",
            "alarm",
            "brand",
        ],
    }
