"""Every component in every state on one page, for those who build Kith."""

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from . import samples


class SampleForm(forms.Form):
    """One field of each kind."""

    words = forms.CharField(
        label="In her own words",
        help_text="What is hardest just now, and since when. She can read this.",
        widget=forms.Textarea,
    )
    began = forms.CharField(
        label="When it began", help_text="A day, a month, a season: as exact as she can say."
    )
    day = forms.DateField(
        label="First meeting",
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
    )
    at = forms.TimeField(label="Time", widget=forms.TimeInput(attrs={"type": "time"}))
    sessions = forms.IntegerField(label="Sessions", help_text="12 to 16.", min_value=1)
    where = forms.ChoiceField(label="Where", choices=[("room", "In the room"), ("video", "Video")])
    how = forms.ChoiceField(
        label="How may we reach you",
        widget=forms.RadioSelect,
        choices=[("mail", "E-mail"), ("phone", "Telephone"), ("letter", "Letter")],
    )
    days = forms.MultipleChoiceField(
        label="Days that suit you",
        help_text="As many as fit.",
        widget=forms.CheckboxSelectMultiple,
        choices=[("mon", "Monday"), ("wed", "Wednesday"), ("fri", "Friday")],
        required=False,
    )
    agreed = forms.BooleanField(label="I agree that my therapist keeps these answers")
    mood = forms.ChoiceField(
        label="Mood in the last week",
        help_text="0 is the worst it has ever been, 10 the best.",
        widget=forms.RadioSelect,
        choices=[(n, str(n)) for n in range(11)],
    )
    fit = forms.ChoiceField(
        label="A recent change or conflict near the beginning?",
        help_text="A judgement, not a sum. What you write under it is what counts.",
        widget=forms.RadioSelect,
        choices=[
            ("for", "speaks for"),
            ("n", "neutral"),
            ("care", "be careful"),
            ("no", "speaks against"),
        ],
    )
    item = forms.ChoiceField(
        label="Feeling down, depressed, or hopeless",
        widget=forms.RadioSelect,
        choices=list(
            enumerate(["Not at all", "Several days", "More than half the days", "Nearly every day"])
        ),
    )


FILLED = {
    "words": "Since the move in spring I hardly speak to anyone.",
    "began": "early summer",
    "mood": "3",
    "fit": "for",
    "how": "mail",
    "item": "1",
    "sessions": "16",
    "at": "14:00",
}


def sample_form(kind):
    """The form as it looks untouched, refused, or filled."""
    if kind == "refused":
        form = SampleForm({"began": "31 June", "sessions": "0"}, auto_id="no_%s", prefix="no")
        form.data = {f"no-{name}": value for name, value in form.data.items()}
        form.add_error(None, "The days do not fit the rhythm of the agreement.")
        form.add_error("began", "“31 June” is not a day. Try “June 2026”, or “early summer”.")
        return form
    return SampleForm(
        initial=FILLED if kind == "filled" else None, auto_id=f"{kind}_%s", prefix=kind
    )


@require_safe
def show(request):
    """The page at /components/; absent outside development."""
    if not (settings.DEBUG or getattr(settings, "KITH_DEVELOPMENT", False)):
        raise Http404
    context = {
        "empty_form": sample_form("empty"),
        "filled": sample_form("filled"),
        "refused": sample_form("refused"),
        "page": Paginator(range(50), 10).page(2),
        **samples.context(),
    }
    return render(request, "web/components.html", context)
