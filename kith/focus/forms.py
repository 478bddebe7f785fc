from django import forms
from django.utils.translation import gettext_lazy as _

from ipt import focus as book_focus
from ipt.focus import suggesting
from kith.web import book
from kith.web.forms import CreateForm, EditForm, KithForm, Line, OnlyForYou, Words

from .models import AreaRating, FocusChoice


def titles(areas):
    return [(area, book.text(f"focus.{area}.title")) for area in areas]


def loss_types():
    return [("", _("choose")), *book.choices("loss_type", book_focus.loss_types())]


def row_field(row):
    """The name of the field of a row of evidence."""
    return f"row_{row.replace('.', '_')}"


def _rows_said(area, said):
    rows = {row: said.get(row_field(row)) for row in book_focus.evidence_rows(area)}
    return {row: value for row, value in rows.items() if value is not None}


def _judgement(**more):
    return forms.TypedChoiceField(
        coerce=int, empty_value=None, widget=forms.RadioSelect, required=False, **more
    )


class RateForm(KithForm):
    """Each area of the course against the evidence, and what is only for the therapist."""

    private = OnlyForYou()
    private_version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False
    )

    def __init__(self, *args, areas, people=(), events=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.areas = areas
        linked = {
            "people": (_("Who is part of it"), [(str(each.id), each.name) for each in people]),
            "events": (
                _("What happened"),
                [(str(each.id), f"{each.title} ({each.words})") for each in events],
            ),
        }
        words = book.choices("evidence_rating", range(suggesting.CLEAR + 1))
        for area, label in titles(areas):
            for row in book_focus.evidence_rows(area):
                self.fields[row_field(row)] = _judgement(
                    label=book.text(f"evidence.{row}"), choices=words
                )
            self.fields[f"evidence_{area}"] = Words(label=_("What speaks for it"), lines=2)
            self.fields[f"against_{area}"] = Words(label=_("What speaks against it"), lines=2)
            for name, (title, choices) in linked.items():
                if choices:
                    self.fields[f"{name}_{area}"] = forms.MultipleChoiceField(
                        label=title,
                        choices=choices,
                        widget=forms.CheckboxSelectMultiple,
                        required=False,
                    )
            self.fields[f"fit_{area}"] = _judgement(
                label=_("%(area)s: how well it fits, all in all") % {"area": label},
                choices=AreaRating.FITS,
            )
            self.fields[f"version_{area}"] = forms.IntegerField(
                widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False
            )

    def rows(self):
        """Each area with its fields, in the order in which they are asked."""
        return [
            {
                "area": area,
                "label": label,
                "rows": [self[row_field(row)] for row in book_focus.evidence_rows(area)],
                "evidence": self[f"evidence_{area}"],
                "against": self[f"against_{area}"],
                "linked": [
                    self[f"{name}_{area}"]
                    for name in ("people", "events")
                    if f"{name}_{area}" in self.fields
                ],
                "fit": self[f"fit_{area}"],
                "version": self[f"version_{area}"],
            }
            for area, label in titles(self.areas)
        ]

    def clean(self):
        said = super().clean()
        for area in self.areas:
            unrated = said.get(f"fit_{area}") is None and f"fit_{area}" not in self.errors
            if unrated and self._touched(area, said):
                self.add_error(f"fit_{area}", _("Say how well it fits, too."))
        return said

    def _touched(self, area, said):
        words = [(said.get(f"{name}_{area}") or "").strip() for name in ("evidence", "against")]
        linked = [said.get(f"{name}_{area}") for name in ("people", "events")]
        return any([*words, *linked, _rows_said(area, said)])

    def rated(self):
        """By area that was rated, what `actions.rate_area` takes; the version that was read."""
        said = self.cleaned_data
        return {
            area: {
                "fit": said[f"fit_{area}"],
                "rows": _rows_said(area, said),
                "evidence": said[f"evidence_{area}"],
                "against": said[f"against_{area}"],
                "person_ids": said.get(f"people_{area}", []),
                "event_ids": said.get(f"events_{area}", []),
                "version": said.get(f"version_{area}") or 0,
            }
            for area in self.areas
            if said[f"fit_{area}"] is not None
        }

    @staticmethod
    def start(ratings):
        """Start values from the ratings as they stand."""
        said = {}
        for area, row in ratings.items():
            said |= {row_field(id): value for id, value in (row.rows or {}).items()}
            said |= {
                f"fit_{area}": row.fit,
                f"evidence_{area}": row.evidence,
                f"against_{area}": row.against or "",
                f"people_{area}": row.person_ids or [],
                f"events_{area}": row.event_ids or [],
                f"version_{area}": row.version,
            }
        return said

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
        if said.get("area") != "grief":
            said["loss_type"] = ""
        self._with_what_it_needs(said)
        third = said.get("rank") == "third"
        if third and not (said.get("third_reason") or "").strip():
            self.add_error("third_reason", _("A third area needs a written reason."))
        return said

    def _with_what_it_needs(self, said):
        needs = {"loss_type": said.get("loss_type", ""), "person": said.get("person") or None}
        try:
            book_focus.check_needs(said.get("area", ""), **needs)
        except book_focus.NeedsLossType:
            self.add_error("loss_type", _("Say what was lost: it decides how it is worked on."))
        except book_focus.NeedsPerson:
            if "person" not in self.errors:
                here = _(
                    "A dispute is with one other person: say who. Add them under People first."
                )
                self.add_error("person", here if not self.people else _("Say with whom it is."))

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


class StageForm(CreateForm):
    """Where a dispute stands: any stage may follow any."""

    after = forms.ChoiceField(label=_("Where it stands now"), widget=forms.RadioSelect)
    session = forms.IntegerField(label=_("In session"), min_value=1, max_value=99)
    why = Words(label=_("What shows it"), lines=2, required=True)

    def __init__(self, *args, now="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["after"].choices = [
            (stage, book.text(f"dispute_stage.{stage}.title"))
            for stage in book_focus.dispute_stages()
            if self.is_bound or stage != now  # sent a second time, it is the present one
        ]
