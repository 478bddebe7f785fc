from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import deeds, sides


@require_http_methods(["GET", "POST"])
def own_add(request, piece):
    """The client puts something on their line."""
    return deeds.add(sides.own(request), piece)


@require_http_methods(["GET", "POST"])
def own_mark(request, piece, mark_id):
    """One thing on the line, changed by the client."""
    return deeds.mark(sides.own(request), piece, mark_id)


@require_POST
def own_aside(request, piece, mark_id):
    """The client takes something off the line, or puts it back."""
    return deeds.aside(sides.own(request), piece, mark_id, "D")


@require_http_methods(["GET", "POST"])
def own_onset(request):
    """When it began, in the client's own words."""
    return deeds.onset(sides.own(request))


@require_safe
def own_line(request):
    """The client's line of mood, by hand and by numbers."""
    return deeds.line(sides.own(request))
