"""Rules that are read off the source: what no line of the house may do."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

from kith.web import logs

ROOT = Path(__file__).resolve().parents[2]
VENDORED = ROOT / "kith/web/static/web/vendor"


def sources(*places):
    files = [f for place in places for f in (ROOT / place).rglob("*.py")]
    return sorted(f for f in files if "migrations" not in f.parts)


HOUSE = sources("kith")
ALL = sources("kith", "ipt")
TREES = {file: ast.parse(file.read_text(encoding="utf-8")) for file in ALL}


def place(file, node=None):
    where = str(file.relative_to(ROOT))
    return f"{where}:{node.lineno}" if node is not None else where


def nodes(files, kind):
    for file in files:
        for node in ast.walk(TREES[file]):
            if isinstance(node, kind):
                yield file, node


def dotted(node) -> str:
    """'a.b.c' of an attribute chain; '' of anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def imported(file):
    """(full name, node) of everything a file imports."""
    for node in ast.walk(TREES[file]):
        if isinstance(node, ast.Import):
            yield from ((name.name, node) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((f"{node.module}.{name.name}", node) for name in node.names)


def is_views(file):
    return file.stem.startswith("views") or file.stem.endswith("_views") or "views" in file.parts


def test_SEC_05_views_reach_clinical_rows_only_through_the_askers_eyes():
    clinical = {m.__name__ for m in apps.get_models() if getattr(m, "access_object", None)}
    assert len(clinical) > 10
    managers = {"objects", "_base_manager", "_default_manager"}
    wrong = [
        place(file, node)
        for file, node in nodes(filter(is_views, HOUSE), ast.Attribute)
        if isinstance(node.value, ast.Attribute)
        and node.value.attr in managers
        and dotted(node.value.value).split(".")[-1] in clinical
        and node.attr not in {"for_user", "none"}
    ]
    assert not wrong


SAFE_WORDS = {"mark_safe", "SafeString", "SafeText", "SafeData", "html_safe"}


def test_SEC_10_markup_is_written_by_python_in_one_place_only():
    allowed = ROOT / "kith/web/safe_markup.py"
    types_only = {f for f in HOUSE if "pictures" in f.parts}  # names the type in annotations
    wrong = [
        place(file, node)
        for file in HOUSE
        if file not in {allowed, *types_only}
        for name, node in imported(file)
        if name.split(".")[-1] in SAFE_WORDS
    ]
    wrong += [
        place(file, node)
        for file, node in nodes(HOUSE, ast.Call)
        if file != allowed and dotted(node.func).split(".")[-1] in SAFE_WORDS
    ]
    assert not wrong


TEMPLATES = sorted(ROOT.glob("kith/*/templates/**/*.html"))
FORBIDDEN_MARKUP = {
    "|safe": re.compile(r"\|\s*safe(seq)?\b"),
    "autoescape off": re.compile(r"autoescape\s+off"),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.I),
    "script address": re.compile(r"javascript:", re.I),
    "htmx code": re.compile(r"hx-on|hx-vals\s*=\s*[\"']?js:|js:", re.I),
    "frame": re.compile(r"<(iframe|object|embed|base)\b", re.I),
}


@pytest.mark.parametrize("what", FORBIDDEN_MARKUP)
def test_SEC_10_no_template_has_it(what):
    assert TEMPLATES
    found = [
        str(file.relative_to(ROOT))
        for file in TEMPLATES
        if FORBIDDEN_MARKUP[what].search(file.read_text(encoding="utf-8"))
    ]
    assert not found


def test_SEC_10_every_script_of_a_page_carries_the_nonce():
    bare = [
        f"{file.name}: {tag}"
        for file in TEMPLATES
        for tag in re.findall(r"<script[^>]*>", file.read_text(encoding="utf-8"))
        if 'nonce="{{ request.csp_nonce }}"' not in tag
    ]
    assert not bare


OWN_SCRIPTS = [f for f in ROOT.glob("kith/*/static/**/*.js") if VENDORED not in f.parents]
FORBIDDEN_SCRIPT = re.compile(
    r"\.innerHTML|outerHTML\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function"
    r"|localStorage|indexedDB|document\.cookie|sendBeacon|WebSocket"
)
# Asking for a page of ours as a document: the browser reads it, no words become markup here.
AS_DOCUMENT = 'responseType = "document"'


def test_SEC_11_own_scripts_write_no_markup_and_keep_nothing():
    assert OWN_SCRIPTS
    found = {
        f.name: FORBIDDEN_SCRIPT.findall(f.read_text(encoding="utf-8"))
        for f in OWN_SCRIPTS
        if FORBIDDEN_SCRIPT.search(f.read_text(encoding="utf-8"))
    }
    assert not found
    for file in OWN_SCRIPTS:
        text = file.read_text(encoding="utf-8")
        assert text.count("XMLHttpRequest") == text.count(AS_DOCUMENT), file.name


# Names of tables, settings and pragmas cannot be parameters. Each place makes them from the
# models or from words of its own, never from what somebody typed.
SQL_BY_STRING = {
    "kith/web/tenancy.py": "tables of the models, the role named in the settings",
    "kith/serving/database.py": "names of pragmas and settings, listed there",
    "kith/notes/stays.py": "tables of the models",
    "kith/backup/loading.py": "Django's own statements to set sequences",
    "kith/bench/bare.py": "a list of constants",
    "kith/bench/bulk.py": "tables, columns and indexes of the models, pragmas listed there",
    "kith/vault/renewal.py": "tables of the models",
}


def is_constant(node):
    """A literal, or a name in capitals that holds one."""
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id.isupper())


def test_SEC_20_sql_is_never_put_together_from_strings():
    wrong = []
    for file, node in nodes(ALL, ast.Call):
        last = dotted(node.func).split(".")[-1] or getattr(node.func, "attr", "")
        if last in {"raw", "extra", "RawSQL", "executescript"}:
            wrong.append(place(file, node))
        if last in {"execute", "executemany"} and not is_constant(node.args[0]):
            wrong.append(place(file, node))
    left = [where for where in wrong if where.split(":")[0] not in SQL_BY_STRING]
    assert not left
    used = {where.split(":")[0] for where in wrong}
    assert used == set(SQL_BY_STRING), "an exception that nobody needs any more"


def test_SEC_20_nothing_typed_becomes_the_name_of_a_field():
    """No order_by, filter or values takes its names straight from a request."""
    risky = {"order_by", "values", "values_list", "only", "defer", "getattr", "annotate"}
    wrong = [
        place(file, node)
        for file, node in nodes(filter(is_views, HOUSE), ast.Call)
        if (dotted(node.func).split(".")[-1] or getattr(node.func, "attr", "")) in risky
        and any(
            re.search(r"request\.(GET|POST)|kwargs", ast.unparse(part))
            for part in [*node.args, *(k.value for k in node.keywords if k.arg is None)]
        )
    ]
    assert not wrong


LOGGED = {"debug", "info", "warning", "error", "critical", "exception"}


def test_SEC_36_what_the_log_of_the_machine_is_told_is_what_it_may_hold():
    """A key that the filter drops says nothing to whoever looks after the machine."""
    calls = [
        (file, node, {word.arg for word in node.keywords})
        for file, node in nodes(ALL, ast.Call)
        if isinstance(node.func, ast.Attribute)
        and node.func.attr in LOGGED
        and dotted(node.func.value) == "log"
    ]
    assert len(calls) > 5
    assert [place(file, node) for file, node, keys in calls if keys - {None} - logs.ALLOWED] == []


NETWORK = (
    "requests urllib.request urllib3 http.client httpx aiohttp ftplib telnetlib smtplib poplib "
    "imaplib xmlrpc websocket websockets socketserver asyncio.open_connection"
).split()
SOCKET_ALLOWED = {"kith/serving/web.py": "the socket that Kith listens on"}
SHELL = {"subprocess", "pty", "os.system", "os.popen", "commands"}
SHELL_ALLOWED = {
    "kith/vault/command.py": "the command of whoever runs the machine, no shell",
    "kith/backup/sending.py": "the command of whoever runs the machine, no shell",
    "kith/backup/due.py": "kith itself, for a backup",
    "kith/serving/upgrading.py": "pg_dump, before an upgrade",
}
MEASURING = ROOT / "kith/bench"  # starts servers of its own on loopback; the house never imports it


def begins(name, module):
    return name == module or name.startswith(f"{module}.")


def test_SEC_22_nothing_calls_another_house():
    serving = [file for file in ALL if MEASURING not in file.parents]
    wrong = [
        f"{place(file, node)} {name}"
        for file in serving
        for name, node in imported(file)
        if any(begins(name, module) for module in NETWORK)
        or (begins(name, "socket") and place(file) not in SOCKET_ALLOWED)
        or (any(begins(name, m) for m in SHELL) and place(file) not in SHELL_ALLOWED)
    ]
    wrong += [
        place(file, node)
        for file, node in nodes(ALL, ast.Call)
        if dotted(node.func) in {"os.system", "os.popen", "os.execv", "os.spawnv"}
    ]
    assert not wrong


def test_SEC_22_what_measures_is_no_part_of_what_serves():
    wrong = [
        place(file, node)
        for file in ALL
        for name, node in imported(file)
        if begins(name, "kith.bench") and MEASURING not in file.parents
    ]
    assert not wrong


def test_SEC_22_redirects_lead_to_local_places():
    """HttpResponseRedirect with an address of its own making is written nowhere but here."""
    allowed = {"kith/people/adapter.py", "kith/home/views.py", "kith/web/views.py"}
    wrong = [
        f"{place(file, node)}"
        for file, node in nodes(HOUSE, ast.Call)
        if dotted(node.func).split(".")[-1] == "redirect"
        and node.args
        and re.search(r"request\.(GET|POST|META|headers)", ast.unparse(node.args[0]))
        and place(file) not in allowed
    ]
    assert not wrong


CRYPTO = {
    "cryptography.exceptions.InvalidTag",
    "cryptography.hazmat.primitives.ciphers.aead.AESGCM",
    "cryptography.hazmat.primitives.hashes",
    "cryptography.hazmat.primitives.hashes.SHA256",
    "cryptography.hazmat.primitives.hashes.Hash",
    "cryptography.hazmat.primitives.hmac.HMAC",
    "cryptography.hazmat.primitives.kdf.hkdf.HKDF",
    "cryptography.hazmat.primitives.kdf.scrypt.Scrypt",
}
OTHER_CRYPTO = "hashlib hmac random ssl crypt Crypto nacl jwt passlib bcrypt OpenSSL".split()
NOT_FOR_SECRETS = {
    "kith/serving/assets.py": "hashlib: has a file of our own changed?",
    "ipt/diary/entries.py": "hashlib: is a result still that of these entries?",
}
FICTION = {"demo", "bench"}  # made-up people are drawn with a fixed seed
KEYS = ROOT / "docs/security/keys.md"


def uses_of_crypto():
    return {
        place(file)
        for file in ALL
        for name, _ in imported(file)
        if begins(name, "cryptography") or begins(name, "secrets")
    }


def test_SEC_31_only_a_few_known_primitives_are_used():
    wrong = [
        f"{place(file, node)} {name}"
        for file in ALL
        for name, node in imported(file)
        if (begins(name, "cryptography") and name not in CRYPTO)
        or (
            any(begins(name, m) for m in OTHER_CRYPTO)
            and place(file) not in NOT_FOR_SECRETS
            and not (name == "random" and FICTION & set(file.parts))
        )
    ]
    wrong += [
        place(file, node)
        for file, node in nodes(ALL, ast.Call)
        if dotted(node.func) in {"uuid.uuid1", "os.urandom", "time.time_ns"}
    ]
    assert not wrong


def test_SEC_31_the_inventory_lists_each_place_that_uses_them():
    listed = set(re.findall(r"`((?:kith|ipt)/[\w/]+\.py)`", KEYS.read_text(encoding="utf-8")))
    assert listed == uses_of_crypto() | set(NOT_FOR_SECRETS)


def test_SEC_31_the_inventory_names_each_purpose_of_a_derived_key():
    text = KEYS.read_text(encoding="utf-8")
    purposes = {
        node.args[0].value
        for _, node in nodes(HOUSE, ast.Call)
        if dotted(node.func).split(".")[-1] in {"derived", "salted", "mac", "macs", "keyed_hash"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert purposes
    assert not [purpose for purpose in purposes if f"`{purpose}`" not in text]


RISKY = {"eval", "exec", "compile", "__import__", "pickle", "marshal", "shelve", "csrf_exempt"}


def test_SEC_21_nothing_that_was_typed_can_run():
    wrong = [
        f"{place(file, node)} {dotted(node.func)}"
        for file, node in nodes(ALL, ast.Call)
        if dotted(node.func) in RISKY
    ]
    wrong += [
        f"{place(file, node)} {name}"
        for file in ALL
        for name, node in imported(file)
        if name.split(".")[0] in {"pickle", "marshal", "shelve"} or name.endswith("csrf_exempt")
    ]
    assert not wrong


CLOCKS = (
    "timezone.now datetime.now datetime.utcnow date.today datetime.today datetime.datetime.now "
    "datetime.date.today"
).split()
OWN_CLOCK = {"kith/clock.py"}
MACHINE_TIME = {
    "kith/people/views/sign_in.py": "how long an answer has taken",
    "kith/serving/doctor_data.py": "how long ago a file was touched",
    "kith/serving/children.py": "how often a process fell",
    "kith/people/signing_in.py": "compared with the sign-in library's own mark",
}


def test_REL_11_there_is_one_clock():
    wrong = [
        place(file, node)
        for file, node in nodes(ALL, ast.Attribute)
        if dotted(node) in CLOCKS and place(file) not in OWN_CLOCK
    ]
    wrong += [
        place(file, node)
        for file, node in nodes(ALL, ast.Call)
        if dotted(node.func) in {"timezone.localtime", "timezone.localdate"} and not node.args
    ]
    wrong += [
        place(file, node)
        for file, node in nodes(ALL, ast.Attribute)
        if dotted(node) in {"time.time", "time.monotonic"}
        and place(file) not in MACHINE_TIME
        and "bench" not in file.parts
    ]
    assert not wrong


def test_REL_01_no_request_is_one_transaction_and_settings_stay_durable():
    text = (ROOT / "kith/settings.py").read_text(encoding="utf-8")
    assert "ATOMIC_REQUESTS" not in text
    assert "synchronous=FULL" in text and '"transaction_mode": "IMMEDIATE"' in text
    assert "mmap_size" not in text
    everywhere = "\n".join(f.read_text(encoding="utf-8") for f in HOUSE)
    assert not re.search(r"synchronous\s*=\s*(NORMAL|OFF)", everywhere)


def test_SEC_36_what_is_logged_is_a_word_of_ours():
    """The event of a log line is a constant; the rest goes through the list of known keys."""
    levels = {"debug", "info", "warning", "error", "critical", "exception"}
    wrong = [
        place(file, node)
        for file, node in nodes(HOUSE, ast.Call)
        if isinstance(node.func, ast.Attribute)
        and node.func.attr in levels
        and dotted(node.func.value) in {"log", "logger", "logging"}
        and not (node.args and isinstance(node.args[0], ast.Constant))
    ]
    assert not wrong


PRINTING = {"kith/cli.py"}


def test_SEC_36_nothing_is_printed_while_people_are_served():
    wrong = [
        place(file, node)
        for file, node in nodes(HOUSE, ast.Call)
        if dotted(node.func) == "print"
        and not {"serving", "bench", "demo"} & set(file.parts)
        and place(file) not in PRINTING
    ]
    assert not wrong


def test_SEC_29_the_admin_site_of_django_is_not_there():
    from django.conf import settings

    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    used = [
        place(file, node)
        for file in ALL
        for name, node in imported(file)
        if begins(name, "django.contrib.admin")
    ]
    assert not used


STYLES = sorted(ROOT.glob("kith/*/static/**/*.css"))
FETCHED = re.compile(r"""@import\s+(?:url\()?["']?([^"')\s]+)|url\(\s*["']?([^"')]+)""", re.I)


def test_PRIV_01_SEC_22_style_sheets_fetch_only_files_of_ours():
    fetched = [
        (file.name, "".join(found))
        for file in STYLES
        for found in FETCHED.findall(file.read_text(encoding="utf-8"))
    ]
    assert len(fetched) > 10
    assert [(name, to) for name, to in fetched if re.match(r"(?!data:)[a-z]+:|//", to, re.I)] == []
