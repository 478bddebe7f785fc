"""The form of a page that asks what a form of the book asks."""

import json
import re

from ipt.forms import check, look, walk
from ipt.forms.conditions import Compare, holds, named
from kith.web import book
from kith.web.forms import EditForm, unticked

from .fields import REFERS, TYPED, Refs, list_id, page_field, shown, value_of

ROW = re.compile(r"\A([a-z_]+)-(\d{1,4})-[a-z_]+\Z")
__all__ = ["BookForm", "Refs"]


class BookForm(EditForm):
    """Fields of a form of the book, under its words, filled from its answers.

    asked     `ipt.forms.Form`, already narrowed to what this reader may see
    words     `ipt.forms.FormWords`
    answers   the answers as they are kept
    refs      what fields may refer to; a field with nothing to refer to is left out
    typed     raw words of a draft, by the names of this page's fields, laid over the answers
    more      the list that shows one more, empty row; one without any row shows it anyway
    outside   answers of the same form that stand on no field of this page; a question that hangs
              on one of them alone is asked or left out by it

    After `is_valid`, `answers()` gives the answers as the book wants them. A part may be left
    open; only what does not fit is refused, with the book's sentence at its field.
    """

    def __init__(
        self, data=None, *, asked, words, answers,
        refs=None, typed=None, outside=None, more="", **kwargs,
    ):  # fmt: skip
        super().__init__(data, **kwargs)
        self.more = more
        self.asked, self.refs, self.kept = asked, refs or Refs(), answers
        self.book_words, self.typed = words, typed or {}
        self.look = look({**(outside or {}), **answers})
        self.here = {each.id for each in asked.fields}
        self.parts = [part for each in asked.fields if (part := self._part(each))]

    def _part(self, each):
        if not self._asked_here(each.show_if):
            return None
        if each.type == "group":
            return self._group(each)
        if not self._can_ask(each):
            return None
        name = self._add(each, each.id, each.id, self.kept.get(each.id))
        return {"name": name, "when": self._when(each.show_if)}

    def _asked_here(self, condition):
        """False when what it hangs on stands elsewhere and does not hold."""
        on = {one.field.partition(".")[0] for one in named(condition)} if condition else set()
        return not on or bool(on & self.here) or holds(condition, self.look)

    def _can_ask(self, each):
        if each.type in REFERS:
            return bool(self.refs.for_field(each).of(each.type))
        return each.type in TYPED

    def _add(self, each, name, path, value):
        self.fields[name] = page_field(
            each, self.book_words, path, self.refs.for_field(each, value)
        )
        kept = shown(each, value, self.refs)
        before = unticked(self.typed, name, kept) if self.typed else kept
        self.initial[name] = self.typed.get(name, before)
        return name

    def _group(self, each):
        kept = self.kept.get(each.id) or []
        count = max(len(kept), self._rows_sent(each.id))
        count += not self.is_bound and self.more == each.id
        rows = []
        for at in range(min(max(count, int(each.min), 1), int(each.max))):
            row = kept[at] if at < len(kept) else {}
            rows.append([r for f in each.fields if (r := self._cell(each, f, at, row))])
        if not any(rows):
            return None
        return {
            "group": each.id,
            "label": self.book_words.labels[each.id],
            "help": self.book_words.help.get(each.id, ""),
            "rows": rows,
            "more": len(rows) < each.max,
            "when": self._when(each.show_if),
        }

    def _rows_sent(self, group):
        """How many rows were sent, or stand in a draft."""
        names = list(self.data if self.is_bound else self.typed)
        found = [int(m[2]) for name in names if (m := ROW.match(name)) and m[1] == group]
        return max(found, default=-1) + 1

    def _cell(self, group, each, at, row):
        if not self._can_ask(each):
            return None
        start = f"{group.id}-{at}-"
        name = self._add(each, f"{start}{each.id}", f"{group.id}.{each.id}", row.get(each.id))
        here = {one.id for one in group.fields}
        return {"name": name, "when": self._when(each.show_if, start, here)}

    def _when(self, condition, start="", here=()):
        """A condition for the page's script: names of its fields instead of the book's."""
        return json.dumps(_plain(condition, start, here)) if condition else ""

    def shape(self):
        """The parts with their bound fields, for components/book_form.html."""
        for part in self.parts:
            if "group" in part:
                rows = [[{**cell, "field": self[cell["name"]]} for cell in r] for r in part["rows"]]
                yield {**part, "rows": rows}
            else:
                yield {**part, "field": self[part["name"]]}

    def suggestions(self):
        """(id of a list, its words) for the lines of text that may be taken over."""
        here = {path for path, _ in walk(self.asked.fields)}
        return [
            (list_id(path), words)
            for path, words in self.refs.suggest.items()
            if path in here and words
        ]

    def clean(self):
        said = super().clean()
        if self.errors:
            return said
        self._answers = self._read(said)
        for problem in check(self.asked, self._answers):
            self.add_error(self._place(problem.path), book.say(problem.message))
        return said

    def _read(self, said):
        """The answers: those kept, with what this page asks replaced by what was typed."""
        found = {id: value for id, value in self.kept.items() if id in self.here}
        for each in self.asked.fields:
            if each.type == "group" and any(p.get("group") == each.id for p in self.parts):
                found[each.id] = self._rows(each, said)
            elif each.id in said:
                found[each.id] = value_of(each, said[each.id], self.refs)
        return {id: value for id, value in found.items() if value not in (None, [])}

    def _rows(self, group, said):
        part = next(p for p in self.parts if p.get("group") == group.id)
        kept = self.kept.get(group.id) or []
        rows = []
        for at in range(len(part["rows"])):
            row = {f.id: self._cell_value(group, f, at, said, kept) for f in group.fields}
            row = {id: value for id, value in row.items() if value is not None}
            if row:
                rows.append(row)
        return rows

    def _cell_value(self, group, each, at, said, kept):
        name = f"{group.id}-{at}-{each.id}"
        if name in said:
            return value_of(each, said[name], self.refs)
        return kept[at].get(each.id) if at < len(kept) else None

    def _place(self, path):
        """The page's field that a path of the book means; the whole form where there is none."""
        name = path.replace(".", "-")
        return name if name in self.fields else None

    def answers(self):
        """What was said, as the book's answers. Only after `is_valid`."""
        return self._answers


def _plain(condition, start, here):
    if isinstance(condition, Compare):
        name = f"{start}{condition.field}" if condition.field in here else condition.field
        value = list(condition.value) if isinstance(condition.value, tuple) else condition.value
        return {"field": name, "op": condition.op, "value": value}
    return {condition.need: [_plain(each, start, here) for each in condition.conditions]}
