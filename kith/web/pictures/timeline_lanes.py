"""Where pins and their words stand in a lane, so that nothing covers anything.

A pin is a number in a mark; its words stand beside it where there is room. Where there is none
the number alone stands for it, and the list has the words. Pins of one day move apart downwards.
"""

from dataclasses import dataclass

from .boxes import Box, shortened, text_width
from .timeline_data import Pin

LETTER = 13  # px
ROW = 30  # px, the height of one row of pins
MARK = 11  # px, half the width of a mark
NEAR = 5  # px between a mark and its words
ROOM = 230  # px that words may take at most
ROWS_FOR_WORDS = 6  # beyond these rows the number alone stands


@dataclass(frozen=True)
class Placed:
    """A pin with the place of its mark; `words` is empty where only the number stands.

    span   left and right end in px of the days within which it was
    """

    pin: Pin
    x: float
    y: float
    span: tuple[float, float]
    words: str
    anchor: str
    box: Box

    @property
    def mark(self) -> Box:
        return Box(self.x - MARK, self.y - MARK, self.x + MARK, self.y + MARK)


def place(pins, top, frame) -> tuple[list[Placed], float]:
    """Every pin of a lane that begins at `top` px, and the height that the lane takes.

    frame   knows x(day), left, right and labels (False: numbers alone)
    """
    rows: list[list[Box]] = []
    placed = []
    for pin in sorted(pins, key=lambda each: (each.middle, each.tag)):
        at = min(max(frame.x(pin.middle), frame.left + MARK), frame.right - MARK)
        span = (max(frame.x(pin.first), frame.left), min(frame.x(pin.last), frame.right))
        one = _free(pin, at, span, rows, frame)
        number, words, anchor, box = one
        if number == len(rows):
            rows.append([])
        rows[number].append(box)
        y = top + number * ROW
        whole = Box(box.left, y, box.right, y + ROW)
        placed.append(Placed(pin, at, y + MARK + 1, span, words, anchor, whole))
    return placed, max(len(rows), 1) * ROW


def _free(pin, at, span, rows, frame):
    """(row, words, anchor, box) of the first free place: with words if that can be."""
    page = Box(frame.left, 0, frame.right, ROW)
    bare = _round(at, span)
    if frame.labels:
        words = whole_words(pin.title)
        wide = text_width(words, LETTER)
        right = Box(bare.left, 0, max(bare.right, at + MARK + NEAR + wide + 4), ROW)
        left = Box(min(bare.left, at - MARK - NEAR - wide - 4), 0, bare.right, ROW)
        for number in range(ROWS_FOR_WORDS if words else 0):
            for anchor, box in (("start", right), ("end", left)):
                if box.within(page) and _fits(box, rows, number):
                    return number, words, anchor, box
    number = next(each for each in range(len(rows) + 1) if _fits(bare, rows, each))
    return number, "", "", bare


def whole_words(title: str) -> str:
    """As many whole words as find room; none where the first is too long."""
    cut = shortened(title, ROOM, LETTER)
    if cut == title:
        return title
    kept = cut.removesuffix("…").rsplit(" ", 1)[0] if " " in cut else ""
    return f"{kept}…" if kept else ""


def _round(at, span) -> Box:
    """The room of a mark and of the stretch under it."""
    left, right = sorted((min(span[0], at), max(span[1], at)))
    return Box(min(left, at - MARK) - 1, 0, max(right, at + MARK) + 1, ROW)


def _fits(box, rows, number) -> bool:
    """Whether a box is free in a row that there is, or opens the next one."""
    if number > len(rows):
        return False
    return number == len(rows) or not any(box.meets(other) for other in rows[number])
