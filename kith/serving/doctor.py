"""`kith doctor`: is this installation sound? One line a check, in plain words."""

from dataclasses import dataclass

import django

WORDS = {"ok": "ok    ", "look": "look  ", "wrong": "WRONG "}


@dataclass(frozen=True)
class Finding:
    """`state` is ok, look (worth knowing) or wrong; `sentence` says it in plain words."""

    state: str
    sentence: str


def ok(sentence):
    return Finding("ok", sentence)


def look(sentence):
    return Finding("look", sentence)


def wrong(sentence):
    return Finding("wrong", sentence)


def expect(true, good, bad):
    """`good` when `true`, else wrong with `bad`."""
    return ok(good) if true else wrong(bad)


def run(check) -> list[Finding]:
    """The findings of one check; one that cannot be made is itself wrong."""
    try:
        return list(check())
    except Exception as trouble:
        words = check.__name__.replace("_", " ")
        return [wrong(f"The check of {words} could not be made: {trouble or type(trouble)}")]


def findings() -> list[Finding]:
    """All findings, the machine first, then data, then work."""
    from kith.serving import doctor_backups, doctor_data, doctor_machine

    checks = [*doctor_machine.CHECKS, *doctor_data.CHECKS, *doctor_backups.CHECKS]
    return [finding for check in checks for finding in run(check)]


def examine(asked) -> int:
    """Print every finding; give 1 when one is wrong."""
    django.setup()
    found = findings()
    for finding in found:
        print(WORDS[finding.state] + finding.sentence)
    bad = sum(finding.state == "wrong" for finding in found)
    print("Nothing is wrong." if not bad else f"To be put right: {bad}.")
    return 1 if bad else 0
