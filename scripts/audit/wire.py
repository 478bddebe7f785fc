"""What goes over the wire: headers, whom the pages ask, what stays in the browser's cache."""

import re
from urllib.parse import urljoin, urlsplit

from .house import ROOT
from .result import CannotRun, Found
from .tools import chromium, run

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
POLICY = ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
POLICY += ("form-action 'self'", "require-trusted-types-for 'script'")
DISTRUSTED = ("unsafe-inline", "unsafe-eval", "*", "http:", "https:", "data: 'self'")
SENSITIVE = ("Marisol", "Quintero", "Aoife", "Brennan", "Teodor", "Lindqvist", "Halvorsen")
ODD = ["/nowhere/", "/%00", "/static/nothing.css", "/courses/x/", "/" + "x" * 2_500]
# Chromium's own services, which are no part of the pages.
QUIET = ["--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic"]
QUIET += ["--disable-background-networking", "--disable-gpu", "--no-sandbox"]
QUIET += ["--disable-dev-shm-usage", "--disable-domain-reliability"]


def headers(house):
    """Every page, refusals and static files."""
    answers = list(house.pages) + [house.person().get(path) for path in ODD]
    answers += [house.person().ask("/sign-in/", b"x=1"), house.person().ask("/", method="PUT")]
    answers.append(house.person().ask("/sign-in/", b"x" * 1_000_001))
    files = {path for page in house.shapes for path in re.findall(r'"(/static/[^"?]+)"', page.body)}
    fixed = [house.person().get(path) for path in sorted(files)]
    findings = [
        f"{a.persona} {a.path[:80]} {a.status}: {what}" for a in answers for what in lacks(a)
    ]
    findings += [f"{a.path}: {what}" for a in fixed for what in fixed_lacks(a)]
    return Found(f"{len(answers)} answers, {len(fixed)} static files", sorted(set(findings)))


def fixed_lacks(answer):
    for name, wanted in FIXED.items():
        if answer.headers.get(name) != wanted:
            yield f"{name} is {answer.headers.get(name)!r}"
    if not answer.headers.get("Permissions-Policy"):
        yield "no Permissions-Policy"


def lacks(answer):
    """What a page's headers lack of SEC-11 and PRIV-07."""
    yield from fixed_lacks(answer)
    if "no-store" not in answer.headers.get("Cache-Control", ""):
        yield f"Cache-Control is {answer.headers.get('Cache-Control')!r}"
    policy = answer.headers.get("Content-Security-Policy", "")
    yield from (f"policy without {part}" for part in POLICY if part not in policy)
    yield from (f"policy with {part}" for part in DISTRUSTED if f" {part}" in policy)
    for name in ("Server", "X-Powered-By"):
        if re.search(r"\d", answer.headers.get(name, "")):
            yield f"{name} tells a version: {answer.headers[name]}"


def own_origin_only(house):
    """Chromium's own log of requests, and its cache on the disk, after a walk over all pages."""
    from playwright.sync_api import sync_playwright

    folder, asked, findings = house.home / "profile", [], []
    with sync_playwright() as player:
        for number, persona in enumerate(["", *house.personas]):
            browser = player.chromium.launch_persistent_context(
                folder / str(number), executable_path=chromium(), args=QUIET
            )
            browser.on("request", lambda request: asked.append(request.url))
            tab = browser.new_page()
            tab.goto(house.base)
            if persona:
                tab.click(f"button[value={persona}]")
            for page in house.shapes:
                if page.persona == persona and not page.is_file:
                    tab.goto(urljoin(house.base, page.path))
            browser.close()
    own = urlsplit(house.base).netloc
    foreign = {url for url in asked if urlsplit(url).netloc not in ("", own)}
    findings += [f"asked another house: {url}" for url in sorted(foreign)]
    files = [file for file in folder.rglob("*") if file.is_file()]
    findings += kept_on_disk(files, folder)
    return Found(f"{len(asked)} requests, {len(files)} files of the browser's profile", findings)


def kept_on_disk(files, folder):
    """Names of people that stand in a file of the browser's profile (PRIV-07)."""
    for file in files:
        held = file.read_bytes()
        for name in SENSITIVE:
            if name.encode() in held or name.encode("utf-16-le") in held:
                yield f"{name} in {file.relative_to(folder)}"


ALONE = """
import sys, socket
sys.path.insert(0, {root!r})
from scripts.audit.house import served
try:
    socket.create_connection(("192.0.2.1", 80), timeout=2)
    raise SystemExit("there is a way out")
except OSError:
    pass
with served() as house:
    wrong = [f"{{p.persona}} {{p.path}} {{p.status}}" for p in house.pages if p.status >= 500]
    print(len(house.pages), *wrong, sep="\\n")
"""


def without_routes(house):
    """The demo told, served and read in a network namespace that has only a loopback (SEC-22)."""
    probe = run(["unshare", "-rn", "sh", "-c", "ip link set lo up"], 20)
    if probe.returncode:
        raise CannotRun(f"unshare: {probe.stderr.strip()[-200:] or 'not allowed here'}")
    python = ROOT / ".venv/bin/python"
    script = f'ip link set lo up && exec "{python}" -c "$0"'
    done = run(["unshare", "-rn", "sh", "-c", script, ALONE.format(root=str(ROOT))], 400)
    if done.returncode:
        return Found("the demo without routes", [done.stderr.strip()[-300:]])
    seen, *wrong = done.stdout.split("\n")
    return Found(f"{seen} pages", [line for line in wrong if line])
