from django import forms
from django.utils.translation import gettext_lazy as _

from ipt import focus as book_focus
from kith.web import book
from kith.web.forms import CreateForm, EditForm, KithForm, Line, Scale, Words

from .models import AreaRating, FocusChoice


def titles(areas):
    return [(area, book.text(f"focus.{area}.title")) for area in areas]


def loss_types():
    return [("", _("choose")), *book.choices("loss_type", book_focus.loss_types())]


class RateForm(KithForm):
    """Each area of the course against the evidence, and what is only for the therapist."""

    private = Words(
        label=_("Only for you"),
        help_text=_("Not shown to the client, not in exports, not in supervision."),
    )
    private_version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False
    )

    def __init__(self, *args, areas, **kwargs):
        super().__init__(*args, **kwargs)
        self.areas = areas
        for area, label in titles(areas):
            self.fields[f"fit_{area}"] = forms.TypedChoiceField(
                label=label,
                coerce=int,
                empty_value=None,
                choices=AreaRating.FITS,
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"evidence_{area}"] = Words(label=_("What speaks for it"), lines=2)
            self.fields[f"version_{area}"] = forms.IntegerField(
                widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False
            )

    def rows(self):
        """Each area with its fields and the evidence to look for."""
        return [
            {
                "fit": self[f"fit_{area}"],
                "evidence": self[f"evidence_{area}"],
                "version": self[f"version_{area}"],
                "look_for": [
                    book.text(f"evidence.{row}") for row in book_focus.evidence_rows(area)
                ],
            }
            for area in self.areas
        ]

    def clean(self):
        said = super().clean()
        for area in self.areas:
            unrated = said.get(f"fit_{area}") is None and f"fit_{area}" not in self.errors
            if unrated and (said.get(f"evidence_{area}") or "").strip():
                self.add_error(f"fit_{area}", _("Say how well it fits, too."))
        return said

    def rated(self):
        """(area, fit, evidence, version read) of every area that was rated."""
        said = self.cleaned_data
        return [
            (a, said[f"fit_{a}"], said[f"evidence_{a}"], said.get(f"version_{a}") or 0)
            for a in self.areas
            if said[f"fit_{a}"] is not None
        ]

    def take(self, name, version):
        self.data = self.data.copy()
        self.data[self.add_prefix(name)] = str(version)


class ChooseForm(CreateForm):
    """An area to work on, with the reason and the client's answer."""

    area = forms.ChoiceField(label=_("Area"), widget=forms.RadioSelect)
    rank = forms.ChoiceField(label=_("As"), choices=FocusChoice.RANKS, widget=forms.RadioSelect)
    because = Words(
        label=_("Because"), help_text=_("In the client's own words where possible."), required=True
    )
    loss_type = forms.ChoiceField(
        label=_("Kind of loss"),
        choices=loss_types,
        required=False,
        help_text=_("Only for grief and loss."),
    )
    person = forms.ChoiceField(
        label=_("With whom"), required=False, help_text=_("In a dispute: the one other person.")
    )
    client_agrees = forms.ChoiceField(
        label=_("Does the client agree?"),
        choices=[*FocusChoice.AGREES, ("later", _("Not asked yet"))],
        widget=forms.RadioSelect,
    )
    client_words = Line(label=_("How the client says it"))
    third_reason = Words(
        label=_("Why a third area"), help_text=_("Only for a third: it needs a reason."), lines=2
    )

    def __init__(self, *args, areas, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = titles(areas)
        self.people = {str(person.id): person for person in people}
        names = [(id, person.name) for id, person in self.people.items()]
        self.fields["person"].choices = [("", _("nobody in particular")), *names]

    def clean(self):
        said = super().clean()
        grief = said.get("area") == "grief"
        if grief and not said.get("loss_type"):
            self.add_error("loss_type", _("Say what was lost: it decides how it is worked on."))
        if not grief:
            said["loss_type"] = ""
        third = said.get("rank") == "third"
        if third and not (said.get("third_reason") or "").strip():
            self.add_error("third_reason", _("A third area needs a written reason."))
        return said

    def deed(self):
        """The values as `actions.choose_focus` takes them; the person as an id."""
        said = self.words()
        said["client_agrees"] = "" if said["client_agrees"] == "later" else said["client_agrees"]
        return said


class AgreeForm(EditForm):
    client_agrees = forms.ChoiceField(
        label=_("Does this fit?"), choices=FocusChoice.AGREES, widget=forms.RadioSelect
    )
    client_words = Line(label=_("In your own words"))


class ReleaseForm(KithForm):
    because = Words(
        label=_("Why this area is let go"),
        help_text=_("Keep the focus through the middle unless something new has happened."),
        required=True,
    )


class GoalFields(forms.Form):
    text = Line(
        label=_("What will be different"),
        help_text=_("Between people, and so that somebody else could see it."),
        required=True,
        max_length=300,
    )
    sign = Line(label=_("How you will both notice"))
    area = forms.ChoiceField(label=_("Belongs to"), required=False)
    people = forms.MultipleChoiceField(
        label=_("With whom"), widget=forms.CheckboxSelectMultiple, required=False
    )
    baseline = Scale(label=_("Where it stands today"), required=True)
    target = Scale(label=_("Where it is to go"), required=True)

    def offer(self, people, held):
        """Offer the people of the circle and the areas that are worked on."""
        names = [(str(person.id), person.name) for person in people]
        self.fields["people"].choices = names
        if not names:
            del self.fields["people"]
        self.fields["area"].choices = [("", _("no area")), *((h.area, h.label) for h in held)]

    def deed(self):
        """The values as the actions take them."""
        said = self.words()
        said["person_ids"] = said.pop("people", [])
        return said


class GoalForm(CreateForm, GoalFields):
    def __init__(self, *args, people=(), held=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(people, held)


class GoalEditForm(EditForm, GoalFields):
    def __init__(self, *args, people=(), held=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(people, held)


class GoalRatingForm(CreateForm):
    value = Scale(label=_("Where it stands now"), required=True)


class OwnGoalForm(EditForm):
    """The client's own wording of a goal."""

    text = Line(label=_("What will be different"), required=True, max_length=300)
    sign = Line(label=_("How I will notice"))
    client_agrees = forms.ChoiceField(
        label=_("Is this what I want?"),
        choices=FocusChoice.AGREES,
        widget=forms.RadioSelect,
        required=False,
    )
