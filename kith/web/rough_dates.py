"""A date as people know it, to the day or only to the year: typed as it is said."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ipt.timeline.dates import NotADate, read, southern, understand, written
from kith import clock
from kith.web import book
from kith.web.forms import Line

HELP = _("As well as you know it: 2019, spring 2019, March 2019, 12 March 2019, 5 months ago.")


def words(code: str) -> str:
    """A date in the notation of the book, in words as they may be typed again."""
    return written(read(code), book.language())


class RoughDate(Line):
    """A day, a month, a season or a year, typed as people say it; cleaned to its notation.

    zone    of whoever types, for "5 months ago" and for when spring is
    ahead   whether it may lie in the time to come
    """

    def __init__(self, *, zone="UTC", ahead=False, **kwargs):
        kwargs.setdefault("help_text", HELP)
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        self.zone, self.ahead = zone, ahead
        super().__init__(**kwargs)

    def clean(self, value):
        typed = super().clean(value)
        if not typed and not self.required:
            return ""
        today, south = clock.today(self.zone), southern(str(self.zone))
        try:
            found = understand(typed, today, book.language(), south=south, ahead=self.ahead)
        except NotADate as refused:
            raise forms.ValidationError(book.say(refused.message)) from None
        return found.code

    def prepare_value(self, value):
        """What is kept, in words; what was typed as it was typed."""
        try:
            return words(value) if isinstance(value, str) and value else value
        except ValueError:
            return value
