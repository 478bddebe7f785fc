"""Rectangles and rough text widths, to keep labels from meeting."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

NARROW, WIDE = set("iljtfrI.,:;|!'’()[] "), set("mwMWQG@%")


@dataclass(frozen=True)
class Box:
    """A rectangle in px; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether the two share any area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, other: "Box") -> bool:
        """Whether this lies wholly inside the other."""
        return (
            self.left >= other.left
            and self.top >= other.top
            and self.right <= other.right
            and self.bottom <= other.bottom
        )


def _em(char):
    if unicodedata.combining(char):
        return 0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.05
    return 0.36 if char in NARROW else 0.95 if char in WIDE else 0.63


@lru_cache(maxsize=4096)
def text_width(text: str, size: float) -> float:
    """Width in px of text set at size px, estimated a little too wide."""
    return size * sum(_em(char) for char in text)


def shortened(text: str, room: float, size: float) -> str:
    """The text, cut with an ellipsis to fit into room px."""
    if text_width(text, size) <= room:
        return text
    kept = text
    while kept and text_width(kept + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"
