"""What the weeks of the crowd hold: drawn from lists, the same for the same person and day."""

import random

PEOPLE_EACH = 3
FALL = {"improving": 0.06, "recovered": 0.09, "slow": 0.03, "flat": 0.0, "worse": -0.16}
OTHERS = ("friend", "sibling", "neighbour", "colleague", "parent")


def life(said: dict, book: dict, draw_: random.Random) -> dict:
    """The person's words: whom it is about, why, the goal, the circle."""
    words = book["words"][said["area"]]
    relation = draw_.choice(words["one"])
    one = draw_.choice(book["names"][relation])
    rings = [draw_.choice(["inner", "middle"]), "outer", draw_.choice(["middle", "inner"]), ""]
    circle = [_person("one", one, relation, rings, gone=said["area"] == "grief")]
    for other in draw_.sample([o for o in OTHERS if o != relation], PEOPLE_EACH):
        name = draw_.choice(book["names"][other])
        ring = draw_.choice(["middle", "outer", "inner"])
        circle.append(_person(other, name, other, [ring, ring, "", ""]))
    goal = words["goal"].format(one=one)
    return {
        "one": one,
        "asked_at": (draw_.randint(8, 21), draw_.randint(0, 59)),
        "asks": f"Low for {draw_.randint(3, 14)} months, sleeps badly, keeps away from people.",
        "because": words["because"].format(one=one),
        "goal": goal,
        "aim": {"id": "goal", "text": goal, "unit": "0-10", "start": 2, "target": 8, "end": 7},
        "people": circle,
        **{k: [w.format(one=one) for w in words[k]] for k in ("events", "work", "practice")},
        "feelings": words["feelings"],
    }


def _person(id, name, relation, rings, *, gone=False):
    status = "deceased" if gone else "alive"
    relation = "other_family" if relation == "deceased" else relation
    hard = "we do not say what we mean" if id == "one" else ""
    return {
        "id": id,
        "name": name,
        "relation": relation,
        "status": status,
        "rings": rings,
        "good": "there when it matters",
        "hard": hard,
    }


def draw(said: dict, session: int, day: int, words: dict) -> dict:
    """One week: answers along the person's curve, an event, what was worked on and agreed."""
    chance = random.Random(f"{said['key']}|{session}")
    phq = _total(said, session, chance, 24)
    gad = _total(said | {"phq": said["phq"] * 3 // 4}, session, chance, 21)
    mood = max(1, min(8, 8 - phq // 3))
    at = session % len(words["events"])
    return {
        "session": session,
        "day": day,
        "phq-9": {"items": spread(phq, 8, chance) + "0"},
        "gad-7": {"items": spread(gad, 7, chance)},
        "mood": mood,
        "low": max(0, mood - chance.randint(1, 2)),
        "event": words["events"][at],
        "feelings": [words["feelings"][at]],
        "people": ["one"] if words["one"] in words["events"][at] else [],
        "work": words["work"][session % len(words["work"])],
        "practice": words["practice"][session % len(words["practice"])],
    }


def _total(said, session, chance, most) -> int:
    """A score along the curve, a point up or down by chance."""
    left = max(0.2, 1 - FALL[said["curve"]] * max(0, session - 1))
    wobble = chance.choice([-1, 0, 0, 1]) if session > 1 else 0
    return max(0, min(most, round(said["phq"] * left) + wobble))


def spread(total: int, items: int, chance: random.Random) -> str:
    """Digits 0 to 3 that add up to `total`, the fuller ones at random places."""
    base, more = divmod(total, items)
    digits = [base + 1] * more + [base] * (items - more)
    chance.shuffle(digits)
    return "".join(map(str, digits))
