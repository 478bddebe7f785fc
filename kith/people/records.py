"""What every remembered row has: a random id, a practice, and mostly a client."""

import sys
import uuid

from django.db import models

from . import access


class Unscoped(AssertionError):
    """A view looked at clinical rows without saying for whom."""


class ScopedQuerySet(models.QuerySet):
    """Rows of a practice. Views must pass through `for_user`; tests hold them to it."""

    watch = False  # tests set it: a view that evaluates unscoped rows is an error

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._scoped = False

    def _clone(self):
        clone = super()._clone()
        clone._scoped = self._scoped
        return clone

    def for_user(self, user, letter="R", *, minimal=False):
        """Only the rows on which `user` may do `letter`, by the access matrix."""
        model = self.model
        found = self.filter(
            access.reach(
                user, model.access_object, letter, client=model.access_client, minimal=minimal
            )
        )
        found._scoped = True
        return found

    def _look(self):
        if not ScopedQuerySet.watch or self._scoped or self.model.access_object is None:
            return
        frame = sys._getframe(2)
        while frame:
            name = frame.f_globals.get("__name__", "")
            if name.startswith("kith.") and name not in WATCHERS:
                if name.endswith(".views") or ".views." in name:
                    raise Unscoped(f"{self.model.__name__} is read in {name} without for_user()")
                return
            frame = frame.f_back

    def _fetch_all(self):
        if self._result_cache is None:
            self._look()
        super()._fetch_all()

    def count(self):
        self._look()
        return super().count()

    def exists(self):
        self._look()
        return super().exists()


WATCHERS = {"kith.people.records", "kith.vault.fields"}


class PracticeRecord(models.Model):
    """A row of one practice. `access_object` names its line in the matrix."""

    access_object = None
    access_client = "client"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(
        "people.Practice", on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


class ClientRecord(PracticeRecord):
    """A row about one client, sealed with the client's key. The practice follows the client."""

    client = models.ForeignKey(
        "people.Client", on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.practice_id is None and self.client_id:
            self.practice_id = self.client.practice_id
        super().save(*args, **kwargs)
