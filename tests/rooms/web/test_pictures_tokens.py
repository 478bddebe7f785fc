"""A11Y-07: text 4.5:1 and parts 3:1 on every ground they stand on, in light and in dark."""

import re
from pathlib import Path

import pytest

import kith.web

TOKENS = Path(kith.web.__file__).parent / "static/web/css/tokens.css"
AREAS = ["grief", "transition", "dispute", "connection"]
TEXT = ["ink", "ink-2", "ink-3", "brand-ink", "warm", "good", "watch", "alarm", *AREAS]
GROUNDS = ["paper", "sheet", "sunk", "phase"]
PAIRS = [(text, ground) for text in TEXT for ground in GROUNDS]
PAIRS += [(text, "brand-wash") for text in ("ink", "ink-2", "brand-ink")]
PAIRS += [("ink", "warm-wash"), ("brand-ink", "warm-wash"), ("warm", "warm-wash")]
PAIRS += [("ink", "alarm-wash"), ("brand-ink", "alarm-wash"), ("alarm", "alarm-wash")]
PAIRS += [("on-brand", "brand"), ("on-alarm", "alarm")]
PARTS = [(part, ground) for part in ("edge", "brand", "alarm") for ground in GROUNDS[:3]]
PARTS += [(area, ground) for area in AREAS for ground in ("paper", "sunk", "brand-wash")]


def block(mark):
    """The custom properties that one part of the file sets."""
    part = TOKENS.read_text().split(mark)[1].split("@media")[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6}|\w+)", part))


def schemes():
    light, dark = block("color-scheme: light dark;"), block("(prefers-color-scheme: dark)")
    return {"light": light, "dark": light | dark}


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("needed, pairs", [(4.5, PAIRS), (3, PARTS)])
def test_A11Y_07_colours_can_be_told_apart(scheme, needed, pairs):
    tokens = schemes()[scheme]
    weak = {
        f"{a} on {b}": round(contrast(tokens[a], tokens[b]), 2)
        for a, b in pairs
        if contrast(tokens[a], tokens[b]) < needed
    }

    assert not weak


def test_A11Y_07_forced_colours_replace_every_colour():
    colours = {name for name, value in block("color-scheme: light dark;").items() if "#" in value}

    assert colours and colours <= set(block("(forced-colors: active)"))
