"""The one place where Python writes markup. Every text and attribute is escaped on the way in."""

import re
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString

ELEMENTS = frozenset(
    "svg g title desc rect line polyline polygon path circle text textPath tspan".split()
)
ATTRIBUTE = re.compile(r"(?!on)[a-zA-Z][a-zA-Z0-9-]*")
REFUSED = frozenset({"style", "src", "xlink-href"})


def element(name: str, *children: object, **attributes: object) -> SafeString:
    """One SVG element. Attributes: class_ for class, _ for -, None leaves one out, floats rounded.

    Children that are not yet markup are escaped. Raises ValueError for an element or an
    attribute that pictures do not need (scripts, handlers, styles).
    """
    if name not in ELEMENTS:
        raise ValueError(f"{name!r} is not an element of our pictures")
    if not str(attributes.get("href", "#")).startswith("#"):
        raise ValueError("a picture points only into itself")
    said = "".join(
        f' {_name(key)}="{_escaped(_value(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return SafeString(f"<{name}{said}>{join(children)}</{name}>")


def join(children) -> SafeString:
    """Several pieces one after another; what is not markup is escaped."""
    return SafeString("".join([_escaped(child) for child in children]))


def _escaped(value) -> str:
    """As Django's conditional_escape, without what lazy texts cost: pictures have many pieces."""
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))


@lru_cache(maxsize=512)
def _name(key):
    name = "viewBox" if key == "view_box" else key.rstrip("_").replace("_", "-")
    if not ATTRIBUTE.fullmatch(name) or name in REFUSED:
        raise ValueError(f"{key!r} is not an attribute of our pictures")
    return name


def _value(value):
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
