"""The book's words in the reader's language."""

from dataclasses import fields, replace

from django.utils import translation

from ipt import forms, words

PSEUDO = "en-xa"


def language() -> str:
    """The language of the book nearest to the reader's; English if there is none."""
    here = (translation.get_language() or "en").lower()
    known = words.languages()
    return here if here in known else here.split("-")[0] if here.split("-")[0] in known else "en"


def text(id: str, **values) -> str:
    """The words for a message id of the book."""
    return marked(words.text(id, language(), **values))


def marked(said):
    """The same; in the made-up language each paragraph in [], so that it shows who said it."""
    if (translation.get_language() or "").lower() != PSEUDO:
        return said
    if isinstance(said, str):
        return "\n\n".join(f"[{part}]" for part in said.split("\n\n")) if said else said
    if isinstance(said, tuple):
        return tuple(marked(part) for part in said)
    return {key: marked(part) for key, part in said.items()}


def form_words(id: str) -> forms.FormWords:
    """The words of a form of the book; English where the reader's language has none."""
    here = language()
    found = forms.words(id, here if here in forms.languages(id) else "en")
    said = [each.name for each in fields(found) if each.name not in ("form", "version", "language")]
    return replace(found, **{name: marked(getattr(found, name)) for name in said})


def say(message) -> str:
    """The words of a `Message` of the book."""
    return text(message.id, **message.values)


def choices(prefix: str, ids) -> list[tuple[str, str]]:
    """Choices for a form field: each id with its words `prefix.id`."""
    return [(id, text(f"{prefix}.{id}")) for id in ids]
