from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith import clock
from kith.people.models import User
from kith.people.records import ClientRecord
from kith.vault.fields import SealedJSON, SealedText

from .course import Course


class Contract(ClientRecord):
    """What both agreed to: how many sessions, how often, until when. A change is a new version.

    protocol, protocol_version   the form of treatment it was written under
    others       who else may be involved, and for what: {"rows": [{"who", "for_what"}]}
    work         focus, goals and questionnaires as they stood when it was written, in words:
                 {"focus": [...], "goals": [...], "measures": [...]}
    recording    is a consent of its own and never a line of the agreement
    """

    access_object = "episode"

    KINDS = [("acute", _("Course of treatment")), ("maintenance", _("Maintenance"))]
    HOW = [
        ("screen", _("on their own screen")),
        ("said", _("said in the room")),
        ("paper", _("signed on paper")),
    ]
    MISSED = [("counts", _("it counts as a session")), ("moved", _("it is moved"))]
    MODES = [
        ("in_person", _("in person")),
        ("video", _("video")),
        ("phone", _("phone")),
        ("blended", _("mixed")),
    ]

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="contracts")
    kind = models.CharField(max_length=12, choices=KINDS, default="acute")
    protocol = models.CharField(max_length=40, blank=True)
    protocol_version = models.CharField(max_length=20, blank=True)
    number = models.PositiveSmallIntegerField(help_text="version, from 1")
    sessions_planned = models.PositiveSmallIntegerField()
    every_days = models.PositiveSmallIntegerField(default=7)
    minutes = models.PositiveSmallIntegerField(default=50)
    starts_on = models.DateField()
    planned_last_on = models.DateField()
    mode = models.CharField(max_length=12, choices=MODES, default="in_person")
    place = SealedText("care.contract.place")
    fee = SealedText("care.contract.fee")
    fee_payer = SealedText("care.contract.fee_payer", null=True)
    missed = models.CharField(max_length=8, choices=MISSED, default="moved")
    cancel_hours = models.PositiveSmallIntegerField(default=24)
    attendance = SealedText("care.contract.attendance", null=True)
    lateness = SealedText("care.contract.lateness", null=True)
    contact_by = SealedText("care.contract.contact_by", null=True)
    contact_hours = SealedText("care.contract.contact_hours", null=True)
    answer_within = SealedText("care.contract.answer_within", null=True)
    contact_between = SealedText("care.contract.contact_between")
    practice_ok = models.BooleanField(default=True)
    others = SealedJSON("care.contract.others", null=True)
    confidentiality = SealedText("care.contract.confidentiality", null=True)
    review_points = models.JSONField(default=list)
    ending_named_at = models.PositiveSmallIntegerField(null=True, help_text="session number")
    after_ending = SealedText("care.contract.after_ending", null=True)
    own_words = SealedText("care.contract.own_words")
    work = SealedJSON("care.contract.work", null=True)
    reason = SealedText("care.contract.reason")
    supervisor_note = SealedText("care.contract.supervisor_note", null=True)
    made_at = models.DateTimeField(default=clock.now)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agreed_by_therapist_at = models.DateTimeField(null=True)
    agreed_by_client_at = models.DateTimeField(null=True)
    client_agreed_how = models.CharField(max_length=8, choices=HOW, blank=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["course", "number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="care_contract_versions"),
            models.CheckConstraint(
                condition=Q(sessions_planned__gte=1, sessions_planned__lte=60),
                name="care_contract_sessions",
            ),
            models.CheckConstraint(
                condition=Q(planned_last_on__gte=models.F("starts_on")),
                name="care_contract_forward",
            ),
        ]

    def __str__(self):
        return f"contract {self.number}"

    @property
    def agreed(self):
        return bool(self.agreed_by_client_at and self.agreed_by_therapist_at)
