"""Attacks on the served demo: raw HTTP, Wapiti, sqlmap, and the hostile sweeps with more tries."""

import json
import os
import re
import socket
import time
from urllib.parse import urlencode, urljoin, urlsplit

from .house import ROOT
from .result import CannotRun, Found
from .tools import python, run

RAW = [
    b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 500 + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
    b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /%zz%ff HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: [::1\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET http://elsewhere.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"\x00\x01\x02\x03\r\n\r\n",
    b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
    b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1e3\r\n\r\n",
    b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
    b"Content-Length: 3\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n",
    b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    + b"186a0\r\n"
    + b"x" * 100_000
    + b"\r\n" * 1
    + b"0\r\n\r\n",
    b"PROPFIND / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: kith=\x01\xff; =\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nExpect: 200-ok\r\nUpgrade: h2c\r\n\r\n",
    b"GET / HTTP/1.1\nHost: localhost\n\n",
    b"GET /?\r\nX: y HTTP/1.1\r\nHost: localhost\r\n\r\n",
]


def raw_http(house):
    """Requests that no browser sends, over a bare socket."""
    port, findings = urlsplit(house.base).port, []
    for sent in RAW:
        answer, seconds = spoken(port, sent)
        status = re.match(rb"HTTP/1\.[01] (\d{3})", answer)
        if status and int(status.group(1)) >= 500 and b"Not Implemented" not in answer[:60]:
            findings.append(f"{sent[:80]!r}: {answer[:40]!r}")
        if b"Traceback" in answer or b"site-packages" in answer:
            findings.append(f"{sent[:80]!r}: tells the inside")
        if seconds > 20:
            findings.append(f"{sent[:80]!r}: no answer in {seconds:.0f} s")
    if house.person().get("/healthz").status != 200:
        findings.append("Kith does not answer afterwards")
    return Found(f"{len(RAW)} requests", findings)


def spoken(port, sent):
    began, heard = time.monotonic(), b""
    with socket.create_connection(("127.0.0.1", port), timeout=21) as line:
        try:
            line.sendall(sent)
            line.shutdown(socket.SHUT_WR)
            while part := line.recv(65536):
                heard += part
        except OSError:
            pass
    return heard, time.monotonic() - began


def forms_and_requests(house):
    """tests/rules/test_hostile_*.py with every value and a second of the processor at most."""
    tests = sorted(map(str, (ROOT / "tests/rules").glob("test_hostile_*.py")))
    how = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--show-capture=no", "-n2"]
    tries = os.environ.get("AUDIT_TRIES", "15")
    more = {"HOSTILE_TRIES": tries, "HOSTILE_IN_FULL": "1"}
    done = run([ROOT / ".venv/bin/python", *how, *tests], 1_200, cwd=ROOT, env=more)
    lines = done.stdout.splitlines()
    findings = [line for line in lines if line.startswith(("E  ", "FAILED", "ERROR"))]
    if done.returncode and not findings:
        findings = lines[-5:]
    return Found(f"{tries} tries a form; {lines[-1].strip('= ') if lines else ''}", findings)


MODULES = "sql,xss,permanentxss,exec,file,crlf,redirect,ssrf,xxe,csp,http_headers"
MODULES += ",cookieflags,methods,backup,csrf,upload,ssti"
# Told by wapiti of every page, and wanted so: localhost has no https to demand.
EXPECTED = ("Strict-Transport-Security", "Secure Flag cookie")


def wapiti(house):
    """Wapiti's modules over the pages of nobody, a therapist and a client."""
    tool, findings, seen = python("wapiti3", "wapiti"), [], []
    for persona in ("", "therapist", "client_aoife"):
        out = house.home / f"wapiti-{persona}.json"
        command = [tool, "-u", f"{house.base}/", "--scope", "folder", "-m", MODULES, "-f", "json"]
        command += ["-o", out, "--flush-session", "--max-scan-time", "90", "--depth", "6"]
        command += ["--max-links-per-page", "60", "--max-attack-time", "20", "-S", "normal"]
        command += ["--store-session", house.home / "wapiti", "--no-bugreport", "-v", "0"]
        for path in ("/leave/", "/sign-out/", "/demo/enter/"):
            command += ["-x", urljoin(house.base, path)]
        if persona:
            command += ["-H", f"Cookie: {house.person(persona).cookie_header}"]
        done = run(command, 420, env={"HOME": str(house.home)})
        if not out.exists():
            raise CannotRun(f"wapiti: {(done.stderr or done.stdout)[-300:]}")
        told = json.loads(out.read_text(encoding="utf-8"))
        seen.append(f"{persona or 'nobody'} {told['infos'].get('crawled_pages_nbr')} pages")
        findings += said_by_wapiti(told, persona)
    return Found("; ".join(seen), findings)


def said_by_wapiti(told, persona):
    for kind in ("vulnerabilities", "anomalies"):
        for name, rows in told[kind].items():
            for row in rows:
                if not any(words in f"{name} {row['info']}" for words in EXPECTED):
                    at = f"{persona or 'nobody'} {row['method']} {row['path'][:90]}"
                    yield f"{at}: {name}: {row['info']}"


ATTACKED = [
    ("", "/sign-in/", {"login": "a@example.org", "password": "x", "next": "/today/"}),
    ("", "/sign-in/?next=/today/", None),
    ("therapist", "/find/?name=mari", None),
    ("therapist", "/calendar/?from=2026-03-04", None),
    ("owner", "/audit/?page=1", None),
    ("client_aoife", "/my/record/?page=1", None),
]


def sqlmap(house):
    """sqlmap at its lowest level on every parameter of a few forms and lists."""
    tool, findings = python("sqlmap", "sqlmap"), []
    for number, (persona, path, fields) in enumerate(ATTACKED):
        person = house.person(persona)
        person.get(path)
        command = [tool, "-u", urljoin(house.base, path), "--batch", "--level", "1", "--risk", "1"]
        command += ["--output-dir", house.home / f"sqlmap-{number}", "--flush-session", "--smart"]
        command += ["--technique", "BEUSQ", "--disable-coloring", "--ignore-code", "*"]
        command += ["--headers", f"Origin: {house.base}", "--drop-set-cookie", "--threads", "2"]
        if fields:
            token = {"csrfmiddlewaretoken": person.cookies.get("kith-csrf", "")}
            command += ["--data", urlencode(fields | token), "--skip", "csrfmiddlewaretoken"]
        if person.cookie_header:
            command += ["--cookie", person.cookie_header]
        done = run(command, 150, env={"HOME": str(house.home)})
        said = done.stdout
        if re.search(r"is vulnerable|sqlmap identified the following injection", said):
            findings.append(f"{path} ({persona}): {said[-400:]}")
        elif "do not appear to be injectable" not in said and "does not seem to be" not in said:
            raise CannotRun(f"sqlmap at {path}: {said.strip()[-300:]}")
    return Found(f"{len(ATTACKED)} forms and lists", findings)
