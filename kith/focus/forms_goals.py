from django import forms
from django.utils.translation import gettext_lazy as _

from ipt.focus import goals as book_goals
from kith.web import book
from kith.web.forms import CreateForm, EditForm, Line, Scale, Words

from .models import FocusChoice, GoalRating


def number(**more):
    """A whole number that a goal can have, in any unit."""
    return forms.IntegerField(min_value=0, max_value=book_goals.UNIT_MOST, **more)


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
    unit = Line(
        label=_("Counted in"),
        help_text=_("For example nights a week. Empty: from 0, not at all, to 10, fully."),
        max_length=40,
    )
    most = number(
        label=_("How many there can be at most"),
        help_text=_("Only with a unit: of nights a week there are 7."),
        required=False,
    )
    baseline = number(label=_("Where it stands today"))
    target = number(label=_("Where it is to go"))
    review_session = forms.IntegerField(
        label=_("Look again in session"), min_value=1, max_value=60, required=False
    )
    why_more = Words(
        label=_("Why there are more than three"),
        help_text=_("Few goals work better. Another one needs a word why."),
        lines=2,
    )

    def offer(self, people, held, many=False, last=None):
        """Offer the people of the circle and the areas that are worked on.

        many   whether a few are there already, so that one more needs a word why
        last   the number of the last session agreed, None where none is
        """
        self.last = last
        names = [(str(person.id), person.name) for person in people]
        self.fields["people"].choices = names
        if not names:
            del self.fields["people"]
        if not many:
            del self.fields["why_more"]
        self.fields["area"].choices = [("", _("no area")), *((h.area, h.label) for h in held)]

    def clean(self):
        said = super().clean()
        known = {book.text(f"goal_unit.{unit.id}"): unit.most for unit in book_goals.units()}
        unit = said.get("unit", "")
        most = said.get("most") or known.get(unit) if unit else book_goals.STEPS
        if most is None and "most" not in self.errors:
            self.add_error("most", _("Say how many there can be at most, in this unit."))
        said["most"] = most
        if self.last and (said.get("review_session") or 0) > self.last:
            words = _("The agreement ends with session %(last)s.")
            self.add_error("review_session", words % {"last": self.last})
        for name in ("baseline", "target"):
            if most is not None and (said.get(name) or 0) > most:
                self.add_error(name, _("At most %(most)s.") % {"most": most})
        return said

    def deed(self):
        """The values as the actions take them."""
        said = self.words()
        said["person_ids"] = said.pop("people", [])
        return said


class GoalForm(CreateForm, GoalFields):
    def __init__(self, *args, people=(), held=(), many=False, last=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(people, held, many, last)

    def clean(self):
        said = super().clean()
        if "why_more" in self.fields and not (said.get("why_more") or "").strip():
            self.add_error("why_more", _("Say in a few words why one more is worth it."))
        return said


class GoalEditForm(EditForm, GoalFields):
    def __init__(self, *args, people=(), held=(), last=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(people, held, last=last)


def where_now(most, **more):
    """Where a goal stands: steps to tap while they fit in a row, else a number."""
    if most > book_goals.STEPS:
        return forms.IntegerField(min_value=0, max_value=most, **more)
    field = Scale(low=_("not at all") if most == book_goals.STEPS else "", **more)
    field.choices = [(n, str(n)) for n in range(most + 1)]
    return field


class GoalRatingForm(CreateForm):
    """Where one goal stands now, in its own unit."""

    def __init__(self, *args, goal, **kwargs):
        super().__init__(*args, **kwargs)
        label = _("Where it stands now (%(unit)s)") % {"unit": goal.counted_in}
        self.fields["value"] = where_now(goal.most, label=label, required=True)


class GoalReviewForm(CreateForm):
    """Every goal looked at again: where it stands, what helped, what to do with it."""

    def __init__(self, *args, goals, **kwargs):
        super().__init__(*args, **kwargs)
        self.goals = goals
        for goal in goals:
            label = _("Now (%(unit)s)") % {"unit": goal.counted_in}
            self.fields[f"value_{goal.id}"] = where_now(goal.most, label=label, required=False)
            self.fields[f"helped_{goal.id}"] = Line(label=_("What helped it along"))
            self.fields[f"way_{goal.id}"] = forms.ChoiceField(
                label=_("What to do with it"),
                choices=GoalRating.WAYS,
                widget=forms.RadioSelect,
                required=False,
            )

    def rows(self):
        """Each goal with its fields."""
        return [
            (goal, [self[f"{name}_{goal.id}"] for name in ("value", "helped", "way")])
            for goal in self.goals
        ]

    def clean(self):
        said = super().clean()
        for goal in self.goals:
            told = said.get(f"helped_{goal.id}") or said.get(f"way_{goal.id}")
            if told and said.get(f"value_{goal.id}") is None:
                self.add_error(f"value_{goal.id}", _("Say where it stands, too."))
        if not self.errors and not self.rated():
            self.add_error(None, _("Say of one goal at least where it stands."))
        return said

    def rated(self):
        """By goal id that was looked at, what `actions.rate_goal` takes."""
        said = self.cleaned_data
        return {
            goal.id: {
                "value": said[f"value_{goal.id}"],
                "what_helped": said[f"helped_{goal.id}"],
                "way": said[f"way_{goal.id}"],
            }
            for goal in self.goals
            if said.get(f"value_{goal.id}") is not None
        }


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
