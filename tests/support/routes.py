"""Every route of the house with an address that fits it, for sweeps over all pages."""

from uuid import uuid4

from django.urls import get_resolver

KNOWN = {"token": "x" * 22, "slug": "lindenhof", "step": "risk", "place": 1, "pk": 1}


def patterns(resolver=None, space=""):
    """(name, pattern) of each route, inner ones too."""
    for part in (resolver or get_resolver()).url_patterns:
        if hasattr(part, "url_patterns"):
            inner = f"{space}{part.namespace}:" if part.namespace else space
            yield from patterns(part, inner)
        else:
            yield f"{space}{part.name}", part


def address(pattern, **known):
    """A path for a route; ids that are not known are made up."""
    from django.urls import reverse

    name = next(name for name, part in patterns() if part is pattern)
    values = {**KNOWN, **{key: getattr(row, "pk", row) for key, row in known.items()}}
    wanted = pattern.pattern.converters
    return reverse(name, kwargs={key: values.get(key, uuid4()) for key in wanted})


def addresses(**known):
    """(name, path) of every route."""
    return [(name, address(part, **known)) for name, part in patterns()]
