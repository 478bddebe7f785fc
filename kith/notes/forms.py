from django import forms
from django.utils.translation import gettext_lazy as _

from kith.web.forms import CreateForm, EditForm, Line, Scale, Words, clean_text

CHANGES = [("better", _("better")), ("same", _("about the same")), ("worse", _("worse"))]
RESULTS = [
    ("done", _("Done")),
    ("tried", _("In part")),
    ("not_now", _("Not this time")),
    ("changed", _("It became something else")),
]
ALONE, SOMEONE_ELSE = "alone", "other"
WORST, BEST = _("worst"), _("best")
NOT_TYPED = ("csrfmiddlewaretoken", "version", "deed")


def typed(data, known=None):
    """Everything that was typed into a form, as it is kept: text cleaned, lists as lists.

    known   the names that are kept, where not every name is
    """
    return {
        name: [clean_text(value) for value in values] if len(values) > 1 else clean_text(values[0])
        for name, values in data.lists()
        if name not in NOT_TYPED and values and (known is None or name in known)
    }


def one_of(choices):
    return {"choices": choices, "widget": forms.RadioSelect, "required": False}


class NoteForm(EditForm):
    """The parts of a session, in the order in which they come. Nothing has to be filled."""

    mood_now = Scale(label=_("Mood now"), low=WORST, high=BEST)
    change = forms.ChoiceField(label=_("Since we last met, mood is"), **one_of(CHANGES))
    event = Words(
        label=_("What happened"),
        help_text=_("The moment that goes with the change: what was said and done."),
    )
    people = forms.MultipleChoiceField(
        label=_("With whom"), required=False, widget=forms.CheckboxSelectMultiple
    )
    before = Scale(label=_("Mood before it"), low=WORST, high=BEST)
    after = Scale(label=_("Mood after it"), low=WORST, high=BEST)
    feelings = Line(
        label=_("Feelings, in their words"), help_text=_("Several, with commas between.")
    )
    back_result = forms.ChoiceField(label=_("How it went"), **one_of(RESULTS))
    back_happened = Words(label=_("What happened when it was tried"))
    back_learned = Words(label=_("What was learned, or what stood in the way"), lines=2)
    worked_on = Words(label=_("What we worked on"), lines=5)
    p_what = Words(label=_("What will be tried"), lines=2)
    p_person = forms.ChoiceField(label=_("With whom it is tried"), required=False)
    p_when = Line(label=_("When"))
    p_obstacle = Line(label=_("What could get in the way"))
    p_help = Line(label=_("What or who will help"))
    time_left_said = forms.BooleanField(
        label=_("We said how many sessions are left"), required=False
    )
    summary = Words(label=_("Summed up, linked to the focus"), lines=4)

    OPENING = ["mood_now", "change", "event", "people", "before", "after", "feelings"]
    BACK = ["back_result", "back_happened", "back_learned"]
    PRACTICE = ["p_what", "p_person", "p_when", "p_obstacle", "p_help"]

    def __init__(self, *args, people=(), last_practice=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.names = {str(person.id): person.name for person in people}
        chips = list(self.names.items())
        self.fields["people"].choices = chips
        self.fields["p_person"].choices = [
            ("", _("choose")),
            (ALONE, _("alone")),
            *chips,
            (SOMEONE_ELSE, _("with somebody who is not in the circle")),
        ]
        if not chips:
            del self.fields["people"]
        self.last_practice = last_practice
        if last_practice is None:
            for name in self.BACK:
                del self.fields[name]

    def clean(self):
        found = super().clean()
        what, whom = (found.get("p_what") or "").strip(), found.get("p_person")
        if whom and whom != ALONE and not what:
            self.add_error("p_what", _("Say what will be tried with this person."))
        if what and not whom and "p_person" not in self.errors:
            self.add_error("p_person", _("Say whether it is tried alone, or with whom."))
        return found

    def said(self):
        """The parts of the record, as the action takes them."""
        found = self.cleaned_data
        people = found.get("people") or []
        opening = {name: found.get(name) for name in ("mood_now", "before", "after")}
        opening |= {
            "change": found.get("change", ""),
            "event": found["event"],
            "people": people,
            "names": [self.names[id] for id in people],
            "feelings": [w.strip() for w in found["feelings"].split(",") if w.strip()],
        }
        return {
            "opening": opening,
            "back": self._back(),
            "worked_on": found["worked_on"],
            "summary": found["summary"],
            "time_left_said": found["time_left_said"],
        }

    def _back(self):
        if self.last_practice is None:
            return {}
        found = self.cleaned_data
        return {
            "practice": str(self.last_practice.pk),
            "what": self.last_practice.what,
            "result": found["back_result"],
            "happened": found["back_happened"],
            "learned": found["back_learned"],
        }

    def practice(self):
        """What is agreed to be tried; None for nothing this week."""
        found = self.cleaned_data
        if not found["p_what"].strip():
            return None
        whom = found["p_person"]
        return {
            "what": found["p_what"],
            "person": whom if whom in self.names else None,
            "someone_else": whom == SOMEONE_ELSE,
            "with_whom": self.names.get(whom, ""),
            "when": found["p_when"],
            "obstacle": found["p_obstacle"],
            "help": found["p_help"],
        }


class AddendumForm(CreateForm):
    words = Words(label=_("What to add"), required=True, lines=4)


class OwnPracticeForm(EditForm):
    """How it went, in the client's own words."""

    RESULTS = [
        ("done", _("I did it")),
        ("tried", _("I tried some of it")),
        ("changed", _("I did something else")),
        ("not_now", _("Not this time, and that is all right")),
    ]
    state = forms.ChoiceField(
        label=_("How did it go?"),
        choices=RESULTS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the one that comes nearest.")},
    )
    happened = Words(label=_("What happened?"), help_text=_("A line is enough."))
    learned = Words(label=_("What did you notice, or learn?"), lines=2)
