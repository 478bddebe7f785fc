from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith import clock
from kith.people.models import User
from kith.people.records import PracticeRecord
from kith.vault.fields import SealedJSON, SealedText


class PageWords(PracticeRecord):
    """What a practice says in its own words on one of its public pages; changed by versions."""

    access_object = "practice_settings"
    access_client = None

    PAGES = [
        ("start", _("First page")),
        ("ipt", _("What IPT is")),
        ("helps", _("Whom it may help")),
        ("evidence", _("What is known")),
        ("people", _("Our therapists")),
        ("asking", _("How to ask")),
        ("access", _("Access and privacy")),
    ]

    page = models.CharField(max_length=10, choices=PAGES)
    words = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "page"], name="welcome_one_text_a_page"),
            models.CheckConstraint(
                condition=Q(
                    page__in=["start", "ipt", "helps", "evidence", "people", "asking", "access"]
                ),
                name="welcome_a_page_that_there_is",
            ),
        ]

    def __str__(self):
        return self.page


class Profile(PracticeRecord):
    """What a member of staff writes of themself for anybody to read, once they want it shown."""

    access_object = "public_profile"
    access_client = None

    author = models.OneToOneField(User, on_delete=models.CASCADE, related_name="public_profile")
    title = SealedText("welcome.profile.title", scope="author")
    credentials = SealedJSON("welcome.profile.credentials", scope="author")
    languages = SealedText("welcome.profile.languages", scope="author")
    areas = SealedJSON("welcome.profile.areas", scope="author")
    words = SealedText("welcome.profile.words", scope="author")
    shown = models.BooleanField(default=False)
    begun_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    def __str__(self):
        return str(self.pk)


class Check(PracticeRecord):
    """An administrator has seen the papers behind a title and credentials, which stand here as they
    were then. A later check adds a row; one that no longer holds is taken back, not deleted."""

    access_object = "public_profile"
    access_client = None

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="checks")
    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    title = SealedText("welcome.check.title", scope="author")
    credentials = SealedJSON("welcome.check.credentials", scope="author")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="welcome_taken_back_by_somebody",
            )
        ]

    def __str__(self):
        return str(self.pk)


class Logo(PracticeRecord):
    """A picture for the practice's pages and papers, as we drew it anew: nothing else of the file
    that was sent is kept. `practice.logo` says which one is shown."""

    access_object = "practice_settings"
    access_client = None

    png = models.BinaryField()
    width = models.PositiveIntegerField(help_text="pixels")
    height = models.PositiveIntegerField(help_text="pixels")
    put_at = models.DateTimeField(default=clock.now)
    put_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["put_at"]

    def __str__(self):
        return f"{self.width} x {self.height}"


class FormerWords(PracticeRecord):
    """What a page or a profile said before it was changed, by whom and when."""

    label = models.CharField(max_length=60)
    row_id = models.UUIDField()
    version = models.PositiveIntegerField()
    said = SealedJSON("welcome.former_words", scope="practice")
    saved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["label", "row_id", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["label", "row_id", "version"], name="welcome_one_former_text"
            )
        ]

    def __str__(self):
        return f"{self.label} {self.version}"
