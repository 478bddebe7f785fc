from dataclasses import replace

from django import forms

from ipt.forms import client_answers, for_client
from kith.web.book_forms import BookForm
from kith.web.forms import OnlyForYou


class Asked:
    """A sheet as one page asks it: what is shared, and beside it what is only for therapists.

    shared    the form without the fields that the book marks private
    beside    its private fields and free words; None where nothing stands beside
    """

    def __init__(
        self, kind, *, refs, row=None, private=None, data=None, typed=None, more="", staff=True
    ):
        self.kind = kind
        answers = (row.answers if row else None) or {}
        visible = kind.form.client_visible
        hidden = {**kind.usual, **((private.answers if private else None) or {})}
        common = {"words": kind.words, "refs": refs, "typed": typed, "more": more}
        self.shared = BookForm(
            data,
            asked=for_client(kind.form) if visible else kind.form,
            answers=client_answers(kind.form, answers) if visible else answers,
            outside=hidden,
            initial={"version": row.version if row else 0},
            **common,
        )
        self.beside = Beside(kind, private, data, common) if visible and staff else None

    @property
    def sides(self):
        """Both parts, or the one there is."""
        return [self.shared, *([self.beside] if self.beside else [])]

    def is_valid(self):
        """Both are looked at, so that all that is wrong is said at once."""
        return all([side.is_valid() for side in self.sides])

    @property
    def wrong(self):
        """Whether something was refused."""
        return any(side.is_bound and side.errors for side in self.sides)


class Beside(BookForm):
    """The private fields of a shared form, and the twin of its free words."""

    beside_words = OnlyForYou()
    private_version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False
    )

    def __init__(self, kind, row, data, common):
        hidden = tuple(each for each in kind.form.fields if each.private)
        answers = row.answers if row else kind.usual
        super().__init__(
            data,
            asked=replace(kind.form, fields=hidden),
            answers=answers,
            initial={"private_version": row.version if row else 0},
            **common,
        )
        del self.fields["version"]
        self.initial["beside_words"] = self.typed.get("beside_words", row.words if row else "")

    def take_private_version(self, version):
        """After a conflict was shown: the next save is meant to replace `version`."""
        self.data = self.data.copy()
        self.data["private_version"] = str(version)
