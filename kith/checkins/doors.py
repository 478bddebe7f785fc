"""The two ways in: a mailed link that needs no password, or one's own account."""

from functools import wraps

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone, translation

from kith.people import links
from kith.safety.reading import help_numbers
from kith.web import tenancy, trouble

from . import limits, visits


def by_link(view):
    """Find what the token stands for and work inside its practice. A link that is over, or never
    was, leads to signing in, not to a dead end."""

    @wraps(view)
    def enter(request, token, **rest):
        link = links.find("checkin", token)
        if link is None:
            return _over(request, 404)
        if limits.too_often(token):
            return trouble.too_often(request)
        if not links.works(link):
            return _over(request, 410, link.practice)
        with tenancy.within(link.practice_id):
            visit = visits.by_link(link, token)
            request.practice = visit.practice
            with translation.override(_language(visit)), timezone.override(_zone(visit)):
                return view(request, visit, **rest)

    return enter


def signed_in(view):
    """The same page for the client who has signed in."""

    @wraps(view)
    def enter(request, **rest):
        if request.client is None:
            raise Http404
        return view(request, visits.signed_in(request), **rest)

    return enter


def _over(request, status, practice=None):
    """`practice`: of a link that was one, for its numbers."""
    if status == 404 and limits.guesses(request):
        return trouble.too_often(request)
    context = {"dock": None, "help": help_numbers(practice) if practice else None}
    return render(request, "checkins/over.html", context, status=status)


def _language(visit):
    spoken = visit.client.language if visit.course else ""
    return spoken or visit.practice.language


def _zone(visit):
    return visit.client.zone if visit.course else visit.practice.time_zone
