"""The links on real diaries kept outside the project: how often a clear link is found, and how
often after the columns were rotated in time, when there is nothing left to find.

The two data sets (their licences and origins stand in docs/care/links.md):
ema_social_contact_students.csv and ema_company_clinical.csv.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from ipt.diary.choosing import usable
from ipt.diary.links import Column, Diary, fit, read

WORRIES = ("relax", "irritable", "worry", "nervous", "future", "anhedonia", "angry")
TIMES = ("social_offline", "social_online", "outdoors")
COMPANIONS = ("10", "27", "30", "40")
PROMPTS_A_DAY = 4
PROMPT_HOURS = (12, 15, 18, 21)


def students(folder: Path) -> list[Diary]:
    """79 students, 14 days, 4 prompts a day: time with people and outdoors, rated 1 to 5."""
    return [_student(rows) for rows in _people(folder / "ema_social_contact_students.csv")]


def _student(rows: list[dict[str, str]]) -> Diary:
    rows = [row for row in rows if all(row[name] for name in TIMES)]
    prompts = [int(row["beep"]) - 1 for row in rows]
    return Diary(
        t_days=tuple(
            int(row["day"]) + prompt / PROMPTS_A_DAY
            for row, prompt in zip(rows, prompts, strict=True)
        ),
        mood=tuple(-np.mean([float(row[n]) for n in WORRIES if row[n]]) for row in rows),
        columns=tuple(
            Column("quality", name, tuple(float(row[name]) for row in rows)) for name in TIMES
        ),
        hour=tuple(PROMPT_HOURS[prompt] for prompt in prompts),
        scale=(-5, -1),
    )


def company(folder: Path) -> list[Diary]:
    """20 people with Parkinson's disease, 14 days, up to 7 prompts a day: who was there."""
    return [_companion(rows) for rows in _people(folder / "ema_company_clinical.csv")]


def _companion(rows: list[dict[str, str]]) -> Diary:
    mood = ("cheerful", "relaxed", "well", "down", "tense")
    rows = [row for row in rows if all(row[name] for name in mood)]
    sign = {"down": -1, "tense": -1}
    met = [{row[f"soc_who{end}"] for end in ("", "02", "03")} for row in rows]
    start = float(rows[0]["hour"]) / 24 - float(rows[0]["t_days"])
    return Diary(
        t_days=tuple(float(row["t_days"]) + start for row in rows),
        mood=tuple(sum(sign.get(n, 1) * float(row[n]) for n in mood) / 5 for row in rows),
        columns=tuple(
            Column("with", code, tuple(float(code in who) for who in met)) for code in COMPANIONS
        ),
        hour=tuple(float(row["hour"]) for row in rows),
        scale=(-3, 5),
    )


def rotated(diary: Diary, rng: np.random.Generator) -> Diary:
    """Return the diary with all columns shifted together by 25 to 75 % of its length."""
    by = int(rng.integers(round(0.25 * diary.n), round(0.75 * diary.n) + 1))
    columns = tuple(Column(c.kind, c.name, (*c.values[by:], *c.values[:by])) for c in diary.columns)
    return Diary(diary.t_days, diary.mood, columns, diary.hour, scale=diary.scale)


def shares(diaries: list[Diary], surest: Callable[[Diary], float | None]) -> str:
    """Return how many diaries were read and the shares with a link at pd .95 and .985."""
    sure = np.array([found for found in map(surest, diaries) if found is not None])
    return f"{len(sure)} | {np.mean(sure >= 0.95):.3f} | {np.mean(sure >= 0.985):.3f}"


def as_kith(diary: Diary) -> float | None:
    """Return the surest pd as Kith reads a diary: 10 different days, time of day in the trend."""
    return max((each.pd for each in read(diary).findings if each.pd is not None), default=None)


def as_reference(diary: Diary) -> float | None:
    """Return the surest pd as the reference was counted: 14 entries, no time of day."""
    if diary.n < 14:
        return None
    order = sorted(range(diary.n), key=lambda i: diary.t_days[i])
    found = fit(replace(diary.entries(order), hour=None), usable(diary.entries(order)))
    return float(found.links.sure().max()) if found and found.groups else None


REFERENCE = {
    "students, as kept": ".208 / .052",
    "students, rotated": ".108 / .022",
    "company, as kept": ".200 / .000",
    "company, rotated": ".030-.117 / .000-.017",
}


def report(folder: Path, *, seed: int = 1, times: int = 10) -> Iterator[str]:
    """Give the lines of a table: as kept and rotated in time, as the reference and as Kith."""
    yield "| data | reference | counted as | people | pd .95 | pd .985 |"
    yield "| --- | --- | --- | --- | --- | --- |"
    ways = {"the reference": as_reference, "Kith reads": as_kith}
    for name, load in {"students": students, "company": company}.items():
        diaries, rng = load(folder), np.random.default_rng(seed)
        turned = [rotated(diary, rng) for diary in diaries for _ in range(times)]
        for what, some in {f"{name}, as kept": diaries, f"{name}, rotated": turned}.items():
            for way, surest in ways.items():
                yield f"| {what} | {REFERENCE[what]} | {way} | {shares(some, surest)} |"


def _people(file: Path) -> list[list[dict[str, str]]]:
    with file.open(encoding="utf-8", newline="") as source:
        people: dict[str, list[dict[str, str]]] = {}
        for row in csv.DictReader(source):
            people.setdefault(row["id"], []).append(row)
    return list(people.values())
