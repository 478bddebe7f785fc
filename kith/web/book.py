"""The book's words in the reader's language."""

from django.utils import translation

from ipt import words

PSEUDO = "en-xa"


def language() -> str:
    """The language of the book nearest to the reader's; English if there is none."""
    here = (translation.get_language() or "en").lower()
    known = words.languages()
    return here if here in known else here.split("-")[0] if here.split("-")[0] in known else "en"


def text(id: str, **values) -> str:
    """The words for a message id of the book."""
    said = words.text(id, language(), **values)
    if (translation.get_language() or "").lower() == PSEUDO:
        return f"[{said}]"
    return said


def say(message) -> str:
    """The words of a `Message` of the book."""
    return text(message.id, **message.values)


def choices(prefix: str, ids) -> list[tuple[str, str]]:
    """Choices for a form field: each id with its words `prefix.id`."""
    return [(id, text(f"{prefix}.{id}")) for id in ids]
