"""Ceilings over HTTP: a bare Django, no middleware, on the server that Kith ships with."""

import json
import os
import secrets

import kith  # noqa: F401  (the same SQLite)

PLACE = os.environ.get("KITH_BENCH_BARE", "bare.sqlite3")
INIT = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    "PRAGMA busy_timeout=5000; PRAGMA secure_delete=ON"
)
ROW = """{% for name, score, day in rows %}<tr><td>{{ name }}</td><td>{{ score }}</td>
<td>{{ day }}</td></tr>{% endfor %}"""

from django.conf import settings  # noqa: E402

settings.configure(
    SECRET_KEY=secrets.token_hex(16),
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    MIDDLEWARE=[],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": PLACE,
            "CONN_MAX_AGE": None,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 5, "init_command": INIT},
        }
    },
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", {"page.html": ROW})]},
        }
    ],
)

import django  # noqa: E402

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.http import HttpResponse, HttpResponseRedirect  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402

from ipt.measures import library, scoring  # noqa: E402

TABLES = (
    "CREATE TABLE IF NOT EXISTS response (id TEXT PRIMARY KEY, body TEXT)",
    "CREATE TABLE IF NOT EXISTS score (id TEXT PRIMARY KEY, total REAL)",
    "CREATE TABLE IF NOT EXISTS trace (id TEXT PRIMARY KEY, what TEXT)",
    "CREATE TABLE IF NOT EXISTS visit (key TEXT PRIMARY KEY, data TEXT)",
    "CREATE TABLE IF NOT EXISTS person (id INTEGER PRIMARY KEY, owner INT, name TEXT, score REAL,"
    " day TEXT)",
    "CREATE INDEX IF NOT EXISTS by_owner ON person (owner)",
)
FILLING = "x" * 1900  # a response is about 2 KB
KILOBYTE = b"x" * 1024


def prepare(people=10_000):
    """Tables, one visit, and people of whom 25 belong to each owner."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(table)
        cursor.execute("INSERT INTO visit VALUES ('v', %s)", [json.dumps({"owner": 7})])
        rows = [(n, n // 25, f"Person {n}", n % 28, "2026-03-04") for n in range(people)]
        cursor.executemany("INSERT INTO person VALUES (%s, %s, %s, %s, %s)", rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def store(answers, total):
    """One durable transaction: response, score, trace."""
    id = secrets.token_hex(16)
    with transaction.atomic(), connection.cursor() as cursor:
        body = json.dumps({"answers": answers, "filling": FILLING})
        cursor.execute("INSERT INTO response VALUES (%s, %s)", [id, body])
        cursor.execute("INSERT INTO score VALUES (%s, %s)", [id, total])
        cursor.execute("INSERT INTO trace VALUES (%s, 'submitted')", [id])
    return id


def submit(request):
    """Parse, check, score, store."""
    measure = library.load("phq-9")
    answers = {item: int(request.POST[item]) for item in measure.main.items}
    return HttpResponseRedirect(f"/done/{store(answers, scoring.score(measure, answers).total)}")


def page(request):
    """A session row, one indexed query, a template of 25 rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM visit WHERE key = %s", [request.COOKIES.get("v", "v")])
        owner = json.loads(cursor.fetchone()[0])["owner"]
        cursor.execute("SELECT name, score, day FROM person WHERE owner = %s", [owner])
        return render(request, "page.html", {"rows": cursor.fetchall()})


def small(request):
    return HttpResponse(KILOBYTE)


urlpatterns = [path("submit", submit), path("page", page), path("small", small)]
application = get_wsgi_application()

if __name__ == "__main__":
    prepare()
