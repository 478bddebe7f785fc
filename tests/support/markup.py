"""Reading pages as a person would: the texts, the names of things, the elements."""

import re
from html.parser import HTMLParser

SPOKEN = ("aria-label", "title", "placeholder", "alt", "label", "aria-description")
SILENT = {"script", "style", "template", "head"}
VOID = set("area base br col embed hr img input link meta source track wbr".split())


class Page(HTMLParser):
    """A page taken apart: texts (with where they stand), elements with their attributes, title."""

    def __init__(self, markup):
        super().__init__(convert_charrefs=True)
        self.texts, self.elements, self.path, self.title = [], [], [], ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attributes):
        named = {name: value or "" for name, value in attributes}
        self.elements.append((tag, named))
        if tag not in VOID:
            self.path.append((tag, named))
        for name in SPOKEN:
            if named.get(name):
                self.texts.append((f"{tag} {name}", named[name]))
        if tag == "input" and named.get("type") in ("submit", "button", "reset"):
            self.texts.append(("button value", named.get("value", "")))
        if tag == "meta" and named.get("name") == "description":
            self.texts.append(("description", named.get("content", "")))

    def handle_endtag(self, tag):
        for place in range(len(self.path) - 1, -1, -1):
            if self.path[place][0] == tag:
                del self.path[place:]
                return

    def handle_data(self, data):
        within = [tag for tag, _ in self.path]
        if within[-1:] == ["title"] and "svg" not in within:
            self.title += data
        elif data.strip() and not SILENT & set(within):
            self.texts.append((" > ".join(within[-3:]), " ".join(data.split())))

    def count(self, tag):
        return sum(1 for name, _ in self.elements if name == tag)

    @property
    def words(self):
        """All that is said on the page, as one text."""
        return "\n".join([self.title, *(text for _, text in self.texts)])


TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.S)
TRANSLATED = re.compile(
    r"\{%\s*blocktrans(?:late)?\b.*?%\}.*?\{%\s*endblocktrans(?:late)?\s*%\}"
    r"|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}"
    r"|\{%\s*block (?:frame|width)\s*%\}.*?\{%\s*endblock\s*%\}",
    re.S,
)


def untranslated(source):
    """Texts that a template says without asking for a translation."""
    plain = TAG.sub("", TRANSLATED.sub("", source))
    return [text for _, text in Page(plain).texts if re.search(r"[A-Za-z]{2,}", text)]


def outside_brackets(text):
    """What is left of a text without ⟦translated⟧ and [said by the book] parts, nested or not.

    A picture breaks a long text into lines: one may close what the line before opened.
    """
    kept, depth = [], 0
    for sign in text:
        if sign in "⟦[":
            depth += 1
        elif sign in "⟧]":
            kept = kept if depth else []
            depth = max(0, depth - 1)
        elif not depth:
            kept.append(sign)
    return "".join(kept)
