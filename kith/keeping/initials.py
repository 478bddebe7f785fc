"""Third persons by their initials, in a copy that goes to somebody else than the client."""

import re

NAMED_IN = (
    ("inventory.Person", "display_name"),
    ("safety.EmergencyContact", "name"),
    ("care.NamedPerson", "name"),
    ("notes.Homework", "with_whom"),
    ("ending.Gain", "with_whom"),
)
SHORTEST = 3  # a single word of a name is looked for from this length on
REACHED = (("safety.EmergencyContact", "phone"), ("care.NamedPerson", "reach"))


def only(rows: dict, own_name: str) -> dict:
    """The rows with every third person's name turned into initials, in all texts.

    own_name   the client's own name: its words stay
    """
    pattern = _pattern(_names(rows), set(re.findall(r"\w+", own_name.casefold())))
    for label, field in REACHED:
        for line in rows.get(label, ()):
            line[field] = ""
    return _walk(rows, pattern) if pattern else rows


def _names(rows):
    found = {line.get(field) for label, field in NAMED_IN for line in rows.get(label, ())}
    for line in rows.get("care.Contract", ()):
        found |= {row["who"] for row in (line.get("others") or {}).get("rows", ())}
    for line in rows.get("care.Consent", ()):
        found |= set((line.get("giver") or "").splitlines())
    opened = [line.get("opening") or {} for line in rows.get("notes.SessionRecord", ())]
    found |= {name for said in opened for name in said.get("names") or ()}
    return {name.strip() for name in found if name and name.strip()}


def _pattern(names, own):
    words = {word for name in names for word in name.split() if _is_name(word, own)}
    parts = sorted({*names, *words} - own, key=len, reverse=True)
    parts = [part for part in parts if part.casefold() not in own]
    if not parts:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, parts))})(?!\w)", re.IGNORECASE)


def _is_name(word, own):
    return len(word) >= SHORTEST and word[:1].isupper() and word.casefold() not in own


def initials(name: str) -> str:
    """ "Devin Hale" -> "D. H." """
    return " ".join(f"{word[0].upper()}." for word in re.findall(r"\w+", name))


def _walk(value, pattern):
    if isinstance(value, str):
        return pattern.sub(lambda met: initials(met.group()), value)
    if isinstance(value, list):
        return [_walk(one, pattern) for one in value]
    if isinstance(value, dict):
        return {name: _walk(one, pattern) for name, one in value.items()}
    return value
