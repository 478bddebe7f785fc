"""`make audit`: everything that is too heavy for each change, and the page that tells the outcome.

python -m scripts.audit             all checks; writes docs/security/audit.md
python -m scripts.audit nu headers  only these; the others keep their result of the last day
python -m scripts.audit --list      what there is
"""

import json
import signal
import sys
import time
from contextlib import ExitStack

from . import attacks, eyes, interface, markup, others, patterns, tools, wire
from .house import ROOT, served
from .result import FAILED, NOT_RUN, PASSED, CannotRun, Result, page

PAGE = ROOT / "docs/security/audit.md"
LAST = tools.HOME / "last.json"
WHOLE = 60 * 60  # seconds; a check that would begin later is not begun
CHECKS = {
    "nu": ("Nu checker", "A11Y-01", markup.nu),
    "html-validate": ("html-validate", "A11Y-01", markup.html_validate),
    "pa11y": ("pa11y, axe and HTML CodeSniffer", "A11Y-01", eyes.pa11y),
    "lighthouse": ("Lighthouse", "A11Y-01", eyes.lighthouse),
    "headers": ("headers of every answer", "SEC-11, PRIV-07", wire.headers),
    "requests": (
        "Chromium's log of requests, and its disk",
        "SEC-22, PRIV-01, PRIV-07",
        wire.own_origin_only,
    ),
    "namespace": ("a network namespace without routes", "SEC-22", wire.without_routes),
    "raw": ("raw HTTP", "SEC-21, REL-17", attacks.raw_http),
    "hostile": (
        "hostile forms and requests, more of them",
        "SEC-20, SEC-21, REL-17",
        attacks.forms_and_requests,
    ),
    "patterns": ("patterns against long texts", "REL-17", patterns.patterns),
    "wapiti": ("Wapiti", "SEC-10, SEC-20", attacks.wapiti),
    "sqlmap": ("sqlmap", "SEC-20", attacks.sqlmap),
    "schemathesis": ("schemathesis", "SEC-20, SEC-21, REL-17", interface.schemathesis),
}
IDS = {
    "fault_upgrade": "REL-14, REL-20",
    "fault_": "REL-01 to REL-04",
    "enumeration": "SEC-14",
    "restore_": "REL-12",
}


def checks():
    """name -> (title, ids, function)."""
    programs = {}
    for name, minutes, file in others.programs():
        ids = next(ids for begin, ids in IDS.items() if name.startswith(begin))
        programs[name] = (f"`scripts/audit/{file.name}`", ids, others.program(file, minutes))
    return CHECKS | programs


def tried(title, ids, check, house):
    """The result of one check. It could not be run only where it says so itself: one that breaks
    off in any other way has failed."""
    began = time.monotonic()
    try:
        found = check(house)
    except CannotRun as why:
        result = Result(title, ids, NOT_RUN, str(why))
    except Exception as trouble:  # the other checks go on
        wrong = f"{type(trouble).__name__}: {trouble}"
        result = Result(title, ids, FAILED, "it broke off", [wrong])
    else:
        state = FAILED if found.findings else PASSED
        result = Result(title, ids, state, found.looked_at, found.findings)
    result.seconds, result.at = time.monotonic() - began, time.time()
    return result


def run(wanted):
    """Run the checks by name; gives their results by name."""
    began, results = time.monotonic(), {}
    every = checks()
    with ExitStack() as stack:
        house = None
        for name in wanted:
            title, ids, check = every[name]
            if time.monotonic() - began > WHOLE:
                results[name] = Result(title, ids, NOT_RUN, "the hour was over")
                continue
            if house is None and name in CHECKS:  # programs of their own serve what they need
                house = stack.enter_context(served())
            print(f"{name} ...", end=" ", flush=True)
            results[name] = tried(title, ids, check, house)
            print(f"{results[name].state} ({results[name].seconds:.0f} s)", flush=True)
            for line in results[name].findings[:10]:
                print(f"    {line[:200]}")
            write(results)
    return results


def kept():
    """Results of the last day, by name."""
    if not LAST.exists():
        return {}
    every = {name: Result(**said) for name, said in json.loads(LAST.read_text()).items()}
    return {name: result for name, result in every.items() if result.fresh}


def unseen(title, ids):
    return Result(title, ids, NOT_RUN, "it was not run within the last day")


def write(results):
    known = kept() | results
    ordered = {name: known[name] for name in checks() if name in known}
    LAST.parent.mkdir(exist_ok=True)
    LAST.write_text(json.dumps({name: vars(one) for name, one in ordered.items()}))
    told = [ordered.get(name) or unseen(*checks()[name][:2]) for name in checks()]
    PAGE.write_text(page(told, time.strftime("%d %B %Y"), tools.versions()), encoding="utf-8")


def main(words) -> int:
    """Run what is named, or all; give 1 when a check failed."""
    every = checks()
    if "--list" in words or set(words) - set(every):
        print("\n".join(every))
        return 0 if "--list" in words else 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the demo is stopped too
    results = run(words or list(every))
    print(f"Written to {PAGE.relative_to(ROOT)}.")
    return 1 if any(one.state == FAILED for one in results.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
