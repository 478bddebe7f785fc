"""Things of which there are several, a row each: treatments before, medicines, key people.

What a row holds and how many there may be is the book's (ipt/forms). A row is a dict of texts; an
empty one is left out.
"""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ipt import forms as book_forms
from ipt import inventory as book_inventory
from kith.web import book
from kith.web.forms import Line, Words

SPARE = 1  # empty rows beside those that are filled
HELPED = [
    ("yes", gettext_lazy("yes")),
    ("partly", gettext_lazy("partly")),
    ("no", gettext_lazy("no")),
]


@dataclass(frozen=True)
class Kind:
    """One sort of row: its fields as {name: label}, the first of which each row needs."""

    labels: dict
    form: str
    field: str

    @property
    def most(self) -> int:
        """How many there may be."""
        found = {each.id: each for each in book_forms.load(self.form).fields}
        return int(found[self.field].max)


KINDS = {
    "tried": Kind(
        {
            "what": gettext_lazy("What"),
            "when": gettext_lazy("When"),
            "helped": gettext_lazy("Did it help"),
            "how": gettext_lazy("What helped, what did not"),
        },
        "presenting",
        "treatments",
    ),
    "medicines": Kind(
        {
            "name": gettext_lazy("Which"),
            "dose": gettext_lazy("How much"),
            "since": gettext_lazy("Since when"),
        },
        "presenting",
        "medication",
    ),
    "people": Kind(
        {
            "name": gettext_lazy("Name"),
            "relation": gettext_lazy("Who this is"),
            "words": gettext_lazy("In a few words"),
        },
        "relationship_patterns",
        "key_people",
    ),
}


def field(kind, name):
    """The form field for one cell."""
    label = KINDS[kind].labels[name]
    if name == "helped":
        return forms.ChoiceField(label=label, choices=[("", "–"), *HELPED], required=False)
    if name == "relation":
        said = book.choices("relation", book_inventory.relations())
        return forms.ChoiceField(label=label, choices=[("", "–"), *said], required=False)
    if name == "how":
        return Words(label=label, lines=1, max_length=2000)
    return Line(label=label)


class Rows(forms.Form):
    """Mixin of a form with rows: names like `tried-0-what`. `kinds` says which."""

    kinds: tuple = ()

    def add_rows(self):
        """Make the fields; to be called when the form is made."""
        for kind in self.kinds:
            for number in range(KINDS[kind].most):
                for name in KINDS[kind].labels:
                    self.fields[f"{kind}-{number}-{name}"] = field(kind, name)

    def lines(self, kind):
        """(rows to show, further empty rows), each a list of bound fields."""
        there = [
            [self[f"{kind}-{number}-{name}"] for name in KINDS[kind].labels]
            for number in range(KINDS[kind].most)
        ]
        filled = [n for n, cells in enumerate(there) if any(c.value() or c.errors for c in cells)]
        shown = min(len(there), max(filled, default=-1) + 1 + SPARE)
        return there[:shown], there[shown:]

    def check_rows(self):
        """A row with anything in it needs its first cell."""
        for kind in self.kinds:
            first = next(iter(KINDS[kind].labels))
            for number, row in enumerate(self._typed(kind)):
                if any(row.values()) and not row[first].strip():
                    label = KINDS[kind].labels[first]
                    self.add_error(
                        f"{kind}-{number}-{first}", _("“%(label)s” is open.") % {"label": label}
                    )

    def _typed(self, kind):
        for number in range(KINDS[kind].most):
            yield {
                name: self.cleaned_data.get(f"{kind}-{number}-{name}") or ""
                for name in KINDS[kind].labels
            }

    def with_rows(self, words):
        """Cleaned values with the rows as lists, as the models keep them."""
        plain = {name: value for name, value in words.items() if not self._is_cell(name)}
        return plain | {k: [row for row in self._typed(k) if any(row.values())] for k in self.kinds}

    def _is_cell(self, name):
        return any(name.startswith(f"{kind}-") for kind in self.kinds)


def initial(kind, kept) -> dict[str, str]:
    """Start values of the cells of rows that were kept."""
    return {
        f"{kind}-{number}-{name}": row.get(name, "")
        for number, row in enumerate(kept or [])
        for name in KINDS[kind].labels
    }


def said(kind, kept) -> list[str]:
    """Rows in words, one line each."""
    return [
        " · ".join(word for name in KINDS[kind].labels if (word := _word(name, row.get(name, ""))))
        for row in kept or []
    ]


def _word(name, value):
    if name == "helped":
        words = {"yes": _("it helped"), "partly": _("it helped partly"), "no": _("it did not help")}
        return words.get(value, "")
    if name == "relation" and value:
        return book.text(f"relation.{value}")
    return value
