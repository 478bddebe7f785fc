"""A form of the book (`ipt.forms`) as a form of a page: its fields, its rows, its conditions.

The book says what is asked and what fits; this says how it is typed. A list that repeats shows its
rows and one empty one; an empty row is no row. What a condition hides is only folded away by
script: without it all is there, and nothing typed is lost.
"""

from kith.web.book_forms.asking import BookForm, Refs
from kith.web.book_forms.saying import said

__all__ = ["BookForm", "Refs", "said"]
