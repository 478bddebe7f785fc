from django import forms
from django.utils.translation import gettext_lazy as _

from kith.web.forms import KithForm

from .. import columns


class FileForm(KithForm):
    """A list of referrals as a CSV file."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("A CSV file in UTF-8, 500 kB and 1,000 rows at most."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty."),
            "invalid": _("Choose a file."),
        },
    )


class ColumnsForm(KithForm):
    """What each thing is read from: a column of the file, or none."""

    def __init__(self, *args, headings, reads, **kwargs):
        super().__init__(*args, **kwargs)
        places = [
            (str(number), heading or _("column %(number)d") % {"number": number + 1})
            for number, heading in enumerate(headings)
        ]
        for target, label in columns.TARGETS.items():
            self.fields[f"from_{target}"] = forms.ChoiceField(
                label=label,
                choices=[("", _("not in the file")), *places],
                initial=str(reads.get(target, "")),
                required=False,
            )

    def clean(self):
        said = super().clean()
        if not any(said.get(f"from_{target}") for target in ("name", "first_name", "last_name")):
            self.add_error("from_name", _("Say in which column the name stands."))
        if not any(said.get(f"from_{target}") for target in ("phone", "email", "reach")):
            self.add_error("from_phone", _("Say in which column a way to reach them stands."))
        return said

    def reads(self):
        """{target: number of the column}."""
        said = {target: self.cleaned_data[f"from_{target}"] for target in columns.TARGETS}
        return {target: int(column) for target, column in said.items() if column}


class RowsForm(KithForm):
    """Which of the rows shown are wanted."""

    def __init__(self, *args, lines, left_out, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = {line.number: line for line in lines}
        for line in lines:
            if not line.wrong:
                self.fields[f"row_{line.number}"] = forms.BooleanField(
                    label=line.said["name"],
                    initial=line.number not in left_out,
                    required=False,
                )

    def wanted(self):
        """Numbers of the rows that are ticked."""
        return [number for number in self.lines if self.cleaned_data.get(f"row_{number}")]

    def tick(self, number):
        """The bound box of a row, None where it cannot be taken in."""
        name = f"row_{number}"
        return self[name] if name in self.fields else None
