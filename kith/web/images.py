"""Pictures that somebody sends: known by their content, drawn anew, nothing else kept (SEC-18).

What is sent is decoded and encoded again as PNG: place, camera, comments, thumbnails, further
frames and whatever hides behind the picture stay behind.
"""

import io
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

MOST_BYTES = 10_000_000
MOST_PIXELS = 40_000_000
KINDS = ("PNG", "JPEG", "WEBP")  # by content, whatever the name says


class NotAPicture(ValueError):
    """What was sent is none that is taken. `args[0]` says so to whoever sent it."""


NO_PICTURE = _("This is not a picture that can be read here. Send a PNG, JPEG or WebP.")
TOO_HEAVY = _("This file is larger than 10 MB. Save a smaller one.")
TOO_LARGE = _("This picture has more than 40 million points. Save a smaller one.")


@dataclass(frozen=True)
class Picture:
    """A PNG of our own making: its bytes, width and height in pixels."""

    png: bytes
    width: int
    height: int


def redrawn(sent: bytes, *, width: int, height: int) -> Picture:
    """What was sent, on white, no larger than `width` by `height` pixels. Raises NotAPicture."""
    from PIL import Image, ImageOps  # loaded where it is used: the web process starts without it

    if len(sent) > MOST_BYTES:
        raise NotAPicture(TOO_HEAVY)
    Image.MAX_IMAGE_PIXELS = None  # our own limit stands below, before anything is decoded
    try:
        with Image.open(io.BytesIO(sent), formats=KINDS) as found:
            if found.width * found.height > MOST_PIXELS:
                raise NotAPicture(TOO_LARGE)
            found.thumbnail((max(width, height),) * 2)
            small = ImageOps.exif_transpose(found).convert("RGBA")
            small.thumbnail((width, height))
    except NotAPicture:
        raise
    except Exception as broken:  # a decoder gives up in many ways
        raise NotAPicture(NO_PICTURE) from broken
    flat = Image.new("RGB", small.size, "white")
    flat.paste(small, mask=small.getchannel("A"))
    written = io.BytesIO()
    flat.save(written, "PNG", optimize=True)
    return Picture(written.getvalue(), *flat.size)
