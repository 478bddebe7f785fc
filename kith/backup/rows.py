"""What a backup holds: the rows of every table, in an order and form that no engine changes."""

import base64
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256, Hash
from django.apps import apps

from kith.vault.fields import Sealed, SealedField
from kith.web import tenancy

LEFT_OUT = {
    "contenttypes.ContentType": "made anew by each installation",
    "auth.Permission": "made anew by each installation",
    "auth.Group": "not used",
    "auth.Group_permissions": "not used",
    "sessions.Session": "whoever was signed in signs in again",
    "people.OpenSession": "it goes with its session",
    "people.Tries": "counts of the last hour",
    "django_tasks_database.DBTaskResult": "jobs; letters that wait are in the outbox itself",
}


def models() -> list:
    """The models of a backup, by label."""
    known = apps.get_models(include_auto_created=True)
    kept = [m for m in known if m._meta.managed and m._meta.label not in LEFT_OUT]
    return sorted(kept, key=lambda model: model._meta.label)


def kind(field) -> str:
    """The type of a column; that of the other end for a foreign key."""
    while field.remote_field:
        field = field.target_field
    return field.get_internal_type()


def _same(value):
    return value


def _utc(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


NUMBERS = (
    "AutoField BigAutoField IntegerField BigIntegerField SmallIntegerField FloatField "
    "PositiveIntegerField PositiveSmallIntegerField PositiveBigIntegerField"
).split()
TEXTS = "CharField TextField SlugField EmailField URLField".split()
FORMS = {name: (_same, _same) for name in [*NUMBERS, *TEXTS, "BooleanField", "JSONField"]}
FORMS |= {
    "UUIDField": (str, UUID),
    "DateTimeField": (_utc, datetime.fromisoformat),
    "DateField": (date.isoformat, date.fromisoformat),
    "TimeField": (time.isoformat, time.fromisoformat),
    "BinaryField": (_text, base64.b64decode),
}


def columns(model) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def schema() -> str:
    """A fingerprint (hex) of all tables and columns."""
    seal = Hash(SHA256())
    for model in models():
        facts = [f"{field.attname} {kind(field)}" for field in model._meta.concrete_fields]
        seal.update(f"{model._meta.label}: {', '.join(facts)}\n".encode())
    return seal.finalize().hex()


def _from_row(fields):
    ways = [FORMS[kind(field)][0] for field in fields]
    return lambda row: [None if v is None else way(v) for way, v in zip(ways, row, strict=True)]


def _to_object(model):
    fields = model._meta.concrete_fields
    ways = [
        (f.attname, FORMS[kind(f)][1], Sealed if isinstance(f, SealedField) else _same)
        for f in fields
    ]

    def build(values):
        pairs = zip(ways, values, strict=True)
        return model(
            **{name: None if v is None else wrap(way(v)) for (name, way, wrap), v in pairs}
        )

    return build


def sections() -> list:
    """What the rows belong to, in order: None (no practice), each practice, the house."""
    practices = apps.get_model("people", "Practice")._base_manager
    return [None, *practices.order_by("pk").values_list("pk", flat=True), tenancy.HOUSE]


def of(model, section):
    """The rows of one table that belong to one section; None when there can be none."""
    rows = model._base_manager.order_by("pk")
    if tenancy.walled(model) == (section is None):
        return None
    if section == tenancy.HOUSE and not getattr(model, "house_rows", False):
        return None
    return rows if section is None else rows.filter(practice_id=section)


def stream() -> Iterator:
    """Every line of the body: {"section"}, {"table"} and lists of values."""
    for section in sections():
        yield {"section": None if section is None else str(section)}
        with tenancy.within(section):
            for model in models():
                rows = of(model, section)
                if rows is None:
                    continue
                yield {"table": model._meta.label}
                plain = _from_row(model._meta.concrete_fields)
                for row in rows.values_list(*columns(model)).iterator(chunk_size=2000):
                    yield plain(row)


class Tally:
    """Counts and hashes the rows of each table as they pass."""

    def __init__(self):
        self.counts = {model._meta.label: 0 for model in models()}
        self.seals = {label: Hash(SHA256()) for label in self.counts}
        self.table = None

    def see(self, value, text: bytes):
        if isinstance(value, dict):
            self.table = value.get("table", self.table)
        else:
            self.counts[self.table] += 1
            self.seals[self.table].update(text)

    def tables(self) -> dict:
        """Table to its number of rows and the SHA-256 over them (hex)."""
        return {
            label: {"rows": self.counts[label], "sha256": seal.copy().finalize().hex()}
            for label, seal in self.seals.items()
        }


class Loader:
    """Puts rows back, some hundred at a time, within the practice that they belong to."""

    AT_ONCE = 500

    def __init__(self):
        self.section = self.model = self.build = None
        self.waiting = []
        self.by_label = {model._meta.label: model for model in models()}

    def see(self, value):
        if isinstance(value, list):
            self.waiting.append(self.build(value))
            if len(self.waiting) >= self.AT_ONCE:
                self.flush()
            return
        self.flush()
        if "section" in value:
            self.section = value["section"] and UUID(value["section"])
        elif "table" in value:
            self.model = self.by_label[value["table"]]
            self.build = _to_object(self.model)

    def flush(self):
        if self.waiting:
            with tenancy.within(self.section):
                self.model._base_manager.bulk_create(self.waiting)
        self.waiting = []
