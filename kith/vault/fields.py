"""Field types for words about people. A room writes

    story = SealedText("notes.story")                      # the client's key
    line = SealedText("people.line", scope="practice")     # the practice's key

The label never changes, not even when the field is renamed: it is part of the seal. The row says
whose key it is by `client_id`, `practice_id` or `author_id`; a Client row is its own owner.
Opening is lazy: rows can be listed without a single decryption.
"""

import json

from django.core.exceptions import ImproperlyConfigured
from django.db import models

from . import seal, store

LABELS: dict[str, str] = {}  # label: the one field that bears it


class LabelTaken(ImproperlyConfigured):
    """Two fields with one label: a value of one would open in the other."""


def register(label: str, model, field: str) -> None:
    """Note which field bears a label; past states of a model (in migrations) do not count."""
    if model._meta.abstract or model.__module__ == "__fake__":
        return
    place = f"{model._meta.label}.{field}"
    if LABELS.setdefault(label, place) != place:
        raise LabelTaken(f"{place} and {LABELS[label]} are both sealed as {label!r}")


class Sealed(bytes):
    """Ciphertext as it came from the database."""


class _Opener:
    """Gives the words when asked, remembers them, takes new ones."""

    def __init__(self, field):
        self.field = field

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.field.attname not in instance.__dict__:  # left out by defer() or only()
            instance.refresh_from_db(fields=[self.field.attname])
        value = instance.__dict__[self.field.attname]
        if isinstance(value, Sealed):
            value = instance.__dict__[self.field.attname] = self.field.open(value, instance)
        return value

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value


class SealedField(models.BinaryField):
    """Base: subclasses say how a value becomes bytes and back."""

    def __init__(self, label, *args, scope="client", **kwargs):
        if scope not in seal.SCOPES:
            raise ValueError(f"unknown scope {scope!r}")
        self.label, self.scope = label, scope
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self.scope != "client":
            kwargs["scope"] = self.scope
        return name, path, [self.label, *args], kwargs

    def contribute_to_class(self, cls, name, private_only=False):
        super().contribute_to_class(cls, name, private_only)
        register(self.label, cls, name)
        setattr(cls, self.attname, _Opener(self))

    def owner(self, instance):
        """Whose key: the id that the scope names."""
        own = getattr(instance, "vault_owner", None)
        return own if own is not None else getattr(instance, f"{self.scope}_id")

    def open(self, sealed, instance):
        plain = seal.unseal(
            sealed,
            scope=self.scope,
            owner=self.owner(instance),
            label=self.label,
            row=instance.pk,
        )
        return self.decode(plain)

    def from_db_value(self, value, expression, connection):
        return None if value is None else Sealed(bytes(value))

    def pre_save(self, instance, add):
        value = instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return self.renewed(value, instance)
        return Sealed(
            seal.seal(
                self.encode(value),
                scope=self.scope,
                owner=self.owner(instance),
                label=self.label,
                row=instance.pk,
            )
        )

    def renewed(self, value, instance):
        """Words read under a former key and never opened are not written back under it."""
        if value is None:
            return None
        version = store.present(self.scope, str(self.owner(instance)))
        if version is None or not seal.older(value, version):
            return value
        try:
            plain = self.open(value, instance)
        except seal.SealBroken:
            return value
        where = {"scope": self.scope, "owner": self.owner(instance)}
        return Sealed(seal.seal(self.encode(plain), **where, label=self.label, row=instance.pk))

    def get_db_prep_value(self, value, connection, prepared=False):
        if value is not None and not isinstance(value, Sealed):
            raise TypeError(f"{self.label} is sealed with its row: save the object instead")
        return super().get_db_prep_value(
            None if value is None else bytes(value), connection, prepared
        )

    def get_default(self):
        return self.empty() if not self.null and not self.has_default() else super().get_default()

    def value_to_string(self, obj):
        raise TypeError("sealed fields are not serialised")


class SealedText(SealedField):
    """Text of any length, Unicode kept exactly."""

    def empty(self):
        return ""

    def encode(self, value):
        return str(value).encode("utf-8")

    def decode(self, plain):
        return plain.decode("utf-8")


class SealedJSON(SealedField):
    """A small structure: answers, parts of a plan. Change it by assigning a new value."""

    def empty(self):
        return {}

    def encode(self, value):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")

    def decode(self, plain):
        return json.loads(plain)
