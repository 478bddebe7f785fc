import uuid

from django.db import models

ABOUT_THE_HOUSE = {"people", "refused", "audit", "vault", "backup", "opened", "glass"}


class AuditHead(models.Model):
    """The last link of a practice's chain: writers queue here."""

    house_rows = True

    practice_id = models.UUIDField(primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    mac = models.CharField(max_length=64, blank=True)

    def __str__(self):
        return f"{self.practice_id} at {self.seq}"


class AuditEvent(models.Model):
    """One thing seen, done or refused. Written once; ids and action names only."""

    house_rows = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    practice_id = models.UUIDField()
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    actor_role = models.CharField(max_length=80, blank=True)
    action = models.CharField(max_length=60)
    about_kind = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    client_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    request_id = models.CharField(max_length=36, blank=True)
    mac = models.CharField(max_length=64)

    class Meta:
        ordering = ["practice_id", "seq"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice_id", "seq"], name="audit_one_place_in_the_chain"
            ),
        ]
        indexes = [models.Index(fields=["client_id", "at"]), models.Index(fields=["at"])]

    def __str__(self):
        return f"{self.seq} {self.action}"

    @property
    def plain_reason(self):
        """The reason as an administrator may read it: none of rooms where people are treated."""
        return self.reason if self.action.split(".")[0] in ABOUT_THE_HOUSE else ""
