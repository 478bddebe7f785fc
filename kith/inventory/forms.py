from django import forms
from django.utils.translation import gettext_lazy as _

from ipt import inventory as book_inventory
from kith.web import book
from kith.web.book_forms import BookForm
from kith.web.forms import CreateForm, EditForm, KithForm, Line, Words

from . import telling
from .models import Placement, Sitting


def relations():
    return [("", _("choose")), *book.choices("relation", book_inventory.relations())]


def conjoint():
    return [
        ("", _("not asked")),
        *book.choices("conjoint_possible", book_inventory.conjoint_possible()),
    ]


def bearing():
    words = telling.words()
    asked = telling.asked("bearing").field("bearing")
    return [("", _("not rated")), *[(str(c), words.choice("bearing", c)) for c in asked.choices]]


class AddForm(CreateForm):
    """Somebody new in the circle: a name and a ring; the rest can follow."""

    display_name = Line(
        label=_("Name"),
        required=True,
        max_length=60,
        help_text=_("A first name or a nickname. Leave out the family name."),
    )
    relation = forms.ChoiceField(label=_("Who this is"), choices=relations)
    ring = forms.ChoiceField(
        label=_("How close now"), choices=Placement.RINGS, widget=forms.RadioSelect
    )
    good = Words(label=_("What is good"), lines=2)
    hard = Words(label=_("What is hard"), lines=2)
    relation_words = Line(
        label=_("In your own words"), help_text=_("For example: my aunt's friend.")
    )


class PersonForm(BookForm):
    """The book's questions about a person, all of them or a part.

    fields    names of the book's form
    answers   as they stand, by the same names
    typed     words of a draft, laid over them
    """

    def __init__(self, data=None, *, fields, answers, **kwargs):
        super().__init__(
            data,
            asked=telling.asked(*fields),
            words=telling.words(),
            answers=answers,
            refs=telling.feelings(),
            **kwargs,
        )
        for name, field in self.fields.items():
            if name.startswith("ring_"):
                field.choices = Placement.RINGS
        if "display_name" in self.fields:
            self.fields["display_name"].required = True
            self.fields["display_name"].help_text = _(
                "A first name or a nickname. Leave out the family name."
            )

    def sections(self):
        """(id, title, fields bound, how many are answered) part by part; who it is stands first."""
        who = [self[name] for name in telling.WHO if name in self.fields]
        if who:
            yield "who", _("Who it is"), who, len(who)
        for part, title, names in telling.parts():
            here = [self[name] for name in names if name in self.fields]
            if here:
                yield part, title, here, sum(f.name in self.kept for f in here)

    def told(self):
        """What was said of what this page asks, with an empty answer where one was taken back."""
        asked = {each.id: None for each in self.asked.fields}
        return {**asked, **self.answers()}


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
    bearing = forms.ChoiceField(
        label=_("How much it has to do with the focus"), choices=bearing, required=False
    )


class MoveForm(KithForm):
    """Where somebody is to stand, and where the mover saw them."""

    ring = forms.ChoiceField(choices=Placement.RINGS)
    was = forms.ChoiceField(choices=[("", ""), *Placement.RINGS], required=False)
    turn = forms.IntegerField(min_value=0, max_value=359, required=False)


class PictureForm(CreateForm):
    """A new dated picture, begun from the former one."""

    apart = "picture"
    title = Line(
        label=_("What to call it"),
        max_length=60,
        help_text=_("For example: session 3. It can stay empty; the date is always there."),
    )
    moment = forms.ChoiceField(
        label=_("Which time it shows"), choices=Sitting.MOMENTS, widget=forms.RadioSelect
    )
    after = forms.UUIDField(widget=forms.HiddenInput, required=False)


class HideForm(KithForm):
    """The client keeps a name to themself."""

    stand_in = Line(
        label=_("What others read instead"),
        max_length=60,
        help_text=_("A word of your own. Left empty, they read who it is to you: friend, parent."),
    )


def looks_like_a_full_name(name: str) -> bool:
    """Whether a name has a family name in it: two capitalised words, no article between."""
    return len([word for word in name.split() if word[:1].isupper() and len(word) > 2]) > 1
