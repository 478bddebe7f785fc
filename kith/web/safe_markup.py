"""The one place where Python writes markup. Every text and attribute is escaped on the way in."""

import re

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

ELEMENTS = frozenset(
    "svg g title desc rect line polyline polygon path circle text textPath tspan".split()
)
ATTRIBUTE = re.compile(r"(?!on)[a-zA-Z][a-zA-Z0-9-]*\Z")
REFUSED = frozenset({"style", "src", "xlink-href"})


def element(name: str, *children: object, **attributes: object) -> SafeString:
    """One SVG element. Attributes: class_ for class, _ for -, None leaves one out, floats rounded.

    Children that are not yet markup are escaped. Raises ValueError for an element or an
    attribute that pictures do not need (scripts, handlers, styles).
    """
    if name not in ELEMENTS:
        raise ValueError(f"{name!r} is not an element of our pictures")
    pairs = [(_name(key), _value(value)) for key, value in attributes.items() if value is not None]
    if not str(attributes.get("href", "#")).startswith("#"):
        raise ValueError("a picture points only into itself")
    opening = format_html("<{}{}>", name, format_html_join("", ' {}="{}"', pairs))
    return format_html("{}{}</{}>", opening, join(children), name)


def join(children) -> SafeString:
    """Several pieces one after another; what is not markup is escaped."""
    return format_html_join("", "{}", ((conditional_escape(child),) for child in children))


def _name(key):
    name = "viewBox" if key == "view_box" else key.rstrip("_").replace("_", "-")
    if not ATTRIBUTE.match(name) or name in REFUSED:
        raise ValueError(f"{key!r} is not an attribute of our pictures")
    return name


def _value(value):
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
