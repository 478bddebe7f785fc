from django.db import models


class Planted(models.Model):
    """A table of the next version."""

    words = models.CharField(max_length=20)
    more = models.CharField(max_length=20, default="")

    class Meta:
        indexes = [models.Index(fields=["words"], name="planted_words")]

    def __str__(self):
        return self.words
