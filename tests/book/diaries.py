"""The worked diary of the book, and small ones to vary."""

from ipt.diary.links import Column, Diary

DAYS = (0, 1, 2, 4, 5, 6, 7, 9, 10, 11, 12, 14, 15, 16, 18, 19, 20, 21, 23, 24, 25, 27, 28, 29)
MOOD = (5, 6, 3, 5, 6, 4, 6, 7, 3, 5, 6, 6, 2, 5, 7, 6, 4, 7, 6, 7, 3, 6, 7, 6)
ARGUED = (2, 10, 15, 20, 25)
MOTHER = (0, 5, 6, 11, 14, 18, 24, 28)


def on(days, kind, name, label="", **more):
    """Return a column that is 1 on these days of the worked diary."""
    return Column(kind, name, tuple(float(day in days) for day in DAYS), label, **more)


ARGUMENT = on(ARGUED, "event", "argument", "an argument")
WITH_MOTHER = on(MOTHER, "with", "mother", "your mother")


def worked(*columns, **more):
    """Return the worked diary with these columns (argument and mother if none are given)."""
    return Diary(DAYS, MOOD, columns or (ARGUMENT, WITH_MOTHER), **more)


def rated(ratings, name="Sam", **more):
    """Return a rating on the first entries of the worked diary and no contact after."""
    return Column("quality", name, (*ratings, *[None] * (len(DAYS) - len(ratings))), **more)


def busy():
    """Return two times 56 entries with 13 people who are there often and one who is rare."""
    days = range(112)
    people = [
        Column("with", f"P{i:02}", [float(day % 14 in (i, i + 1)) for day in days])
        for i in range(13)
    ]
    rare = Column("with", "Rare", [float(day % 14 == 13) for day in days])
    return Diary(days, [3 + day * 7 % 5 for day in days], (*people, rare))


def finding(reading, key):
    """Return the finding that stands for a column."""
    return next(each for each in reading.findings if key in each.columns)
