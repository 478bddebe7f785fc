from django import forms
from django.utils.translation import gettext_lazy as _

from ipt import inventory as book_inventory
from kith.web import book
from kith.web.forms import CreateForm, EditForm, Line, Words

from .models import Placement


def relations():
    return [("", _("choose")), *book.choices("relation", book_inventory.relations())]


def statuses():
    return book.choices("person_status", book_inventory.statuses())


def conjoint():
    return [
        ("", _("not asked")),
        *book.choices("conjoint_possible", book_inventory.conjoint_possible()),
    ]


class WhoAndWhere(forms.Form):
    """The questions about a person, the same for adding and changing."""

    display_name = Line(
        label=_("Name"),
        required=True,
        max_length=60,
        help_text=_("A first name or a nickname. Leave out the family name."),
    )
    relation = forms.ChoiceField(label=_("Who this is"), choices=relations)
    relation_words = Line(
        label=_("In your own words"), help_text=_("For example: my aunt's friend.")
    )
    ring = forms.ChoiceField(
        label=_("How close now"), choices=Placement.RINGS, widget=forms.RadioSelect
    )
    good = Words(label=_("What is good"), lines=2)
    hard = Words(label=_("What is hard"), lines=2)


class AddForm(CreateForm, WhoAndWhere):
    """Somebody new in the circle."""

    field_order = ["form_key", "display_name", "relation", "ring", "good", "hard", "relation_words"]


class ChangeForm(EditForm, WhoAndWhere):
    """Who somebody is and where they stand, as of now."""

    status = forms.ChoiceField(label=_("Are they in your life"), choices=statuses, required=False)

    field_order = [
        "version", "display_name", "relation", "relation_words", "status", "ring", "good", "hard",
    ]  # fmt: skip


class SafetyNoteForm(EditForm):
    """What only the client's therapists read."""

    words = Words(
        label=_("What to mind about safety"),
        help_text=_("Not shown to the client, not in exports, not in supervision."),
        lines=2,
    )
    conjoint = forms.ChoiceField(
        label=_("A joint session with this person"), choices=conjoint, required=False
    )


def looks_like_a_full_name(name: str) -> bool:
    """Whether a name has a family name in it: two capitalised words, no article between."""
    return len([word for word in name.split() if word[:1].isupper() and len(word) > 2]) > 1
