"""What may be said of a person: the fields of the book's form, and where each is kept."""

from dataclasses import replace
from functools import cache

from ipt import forms as book_forms
from ipt import inventory as book_inventory
from ipt.diary.emotions import emotions
from kith.web import book
from kith.web.book_forms import Refs, saying

FORM = "inventory_person"
WHO = ("display_name", "relation", "relation_words", "status")
WHERE = ("ring", "good", "hard")
# Kept in columns of their own, under the names that the rooms use.
COLUMNS = {"ring_now": "ring", "satisfying": "good", "unsatisfying": "hard"}
ELSEWHERE = {"ring_before": "before", "ring_wished": "wished"}
PRIVATE = ("bearing", "safety_note", "conjoint_possible")  # rows of their own: SafetyNote


def _rest():
    every = [each.id for each in book_forms.load(FORM).fields]
    kept = {*WHO, *COLUMNS, *ELSEWHERE, *PRIVATE}
    return tuple(name for name in every if name not in kept)


SAID = _rest()


def shared_fields():
    """What is asked about a person and read by client and therapist alike."""
    return tuple(each.id for each in book_forms.load(FORM).fields if each.id not in PRIVATE)


def merged(kept, said) -> dict:
    """What was said, with new answers laid over it; an empty answer takes one back."""
    found = {**kept, **{name: value for name, value in said.items() if name in SAID}}
    return {name: value for name, value in found.items() if value not in (None, "", [])}


@cache
def asked(*fields):
    """The form of the book, narrowed to these fields."""
    form = book_forms.load(FORM)
    chosen = tuple(each for each in form.fields if each.id in fields)
    return replace(form, fields=chosen, reminders=())


def words():
    """The words of the form in the reader's language."""
    return book.form_words(FORM)


def feelings() -> Refs:
    """The words for feelings that the book knows."""
    return Refs(emotions={each.id: book.text(f"emotion.{each.id}") for each in emotions()})


def parts():
    """(id, title, fields) of what is asked, a few questions at a time."""
    for part in book_inventory.parts():
        yield part, book.text(f"inventory.part.{part}"), book_inventory.fields(part)


def in_words(asked, value, words, refs) -> str:
    """One answer in words."""
    return saying.in_words(asked, asked.id, value, words, refs)


def in_columns(answers) -> dict:
    """Answers of the form under the names by which the actions take them."""
    return {COLUMNS.get(name, name): value for name, value in answers.items()}
