"""No pattern of the house can be made to work for ever (REL-17)."""

import re
import warnings

import pytest

from tests.support.patterns import PATTERNS

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from re import _constants as sre
    from re import _parser

REPEATS = {sre.MAX_REPEAT, sre.MIN_REPEAT}
MANY = 50  # a repeat of so many or fewer cannot run away by itself


def signs(parsed):
    """Which signs a piece can begin with: a set, or None for any."""
    for kind, said in parsed:
        if kind is sre.LITERAL:
            return {chr(said)}
        if kind is sre.IN and all(k is sre.LITERAL for k, _ in said):
            return {chr(v) for _, v in said}
        if kind is sre.SUBPATTERN:
            return signs(said[-1])
        if kind in REPEATS and said[0] > 0:
            return signs(said[2])
        if kind in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
            continue
        return None
    return None


def endless(kind, said):
    return kind in REPEATS and said[1] > MANY


def inner(kind, said):
    """The pieces within a piece."""
    if kind in REPEATS:
        return [said[2]]
    if kind is sre.SUBPATTERN:
        return [said[-1]]
    if kind is sre.BRANCH:
        return said[1]
    if kind in (sre.ASSERT, sre.ASSERT_NOT):
        return [said[1]]
    return []


def holds_endless(parsed):
    return any(
        endless(kind, said) or any(map(holds_endless, inner(kind, said))) for kind, said in parsed
    )


def begins_with_a_sign_of_its_own(parsed):
    """(x y*)* is safe where each turn begins with a sign that its own repeat cannot take."""
    while len(parsed) == 1 and parsed[0][0] is sre.SUBPATTERN:
        parsed = parsed[0][1][-1]
    first = signs(parsed)
    if not first or parsed[0][0] is not sre.LITERAL:
        return False
    rest = [said[2] for kind, said in parsed if endless(kind, said)]
    return bool(rest) and all(
        not any(re.compile(f"[{re.escape(sign)}]").match(one) for sign in first)
        for part in rest
        for one in members(part)
    )


def members(parsed):
    """The plain signs that a repeated piece takes."""
    plain = [chr(n) for n in range(32, 127)]
    for kind, said in parsed:
        if kind is sre.LITERAL:
            yield chr(said)
        elif kind is sre.NOT_LITERAL:
            yield from (one for one in plain if one != chr(said))
        elif kind is sre.IN:
            negated = any(k is sre.NEGATE for k, _ in said)
            yield from (one for one in plain if negated != any(takes(*part, one) for part in said))
        else:
            yield from plain


def takes(kind, said, one):
    if kind is sre.RANGE:
        return said[0] <= ord(one) <= said[1]
    return kind is sre.CATEGORY or (kind is sre.LITERAL and said == ord(one))


def faults(parsed):
    """Nested endless repeats, which can take the same text in exponentially many ways."""
    for kind, said in parsed:
        if endless(kind, said) and holds_endless(said[2]):
            if not begins_with_a_sign_of_its_own(said[2]):
                yield "an endless repeat within an endless repeat"
        for part in inner(kind, said):
            yield from faults(part)
    for nth, (kind, said) in enumerate(parsed):
        if endless(kind, said) and meets_its_like(set(members(firsts(said[2]))), parsed[nth + 1 :]):
            yield "two endless repeats of the same signs with nothing certain between"


def meets_its_like(own, rest):
    """Whether a repeat of some of these signs follows, and nothing has to stand before it."""
    for kind, said in rest:
        if endless(kind, said) and own & set(members(firsts(said[2]))):
            return True
        if kind not in REPEATS or said[0] > 0:
            return False
    return False


def firsts(parsed):
    """The piece that something begins with."""
    kind, said = parsed[0]
    if kind is sre.SUBPATTERN:
        return firsts(said[-1])
    return firsts(said[2]) if kind in REPEATS else parsed[:1]


def parsed(pattern):
    text = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
    return _parser.parse(text)


@pytest.mark.parametrize("where, pattern", PATTERNS, ids=[where for where, _ in PATTERNS])
def test_REL_17_no_pattern_repeats_without_end_within_a_repeat(where, pattern):
    assert not list(faults(parsed(pattern)))


def test_REL_17_the_patterns_are_found_and_a_bad_one_is_seen():
    assert len(PATTERNS) > 10
    for bad in (
        r"(a+)+$",
        r"([a-z]*)*x",
        r"(\w+\s?)+$",
        r"((a|b)*c?)*d",
        r"(?:x+x+)+y",
        r"\d+\.?\d*$",
    ):
        assert list(faults(parsed(bad))), bad
    for good in (r"[a-z0-9]+(-[a-z0-9]+)*", r"a+b+", r"(ab){2,9}", r"\d+(\.\d*)?$", r"(?:,[^,]*)*"):
        assert not list(faults(parsed(good))), good
