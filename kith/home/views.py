from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kith.people.models import Practice
from kith.web import trouble
from kith.web.forms import clean_text

from . import cards


@require_safe
def today(request):
    """What matters to the client now, in a few cards."""
    return render(request, "home/today.html", cards.today(request.user, request.client))


@require_safe
def course(request):
    """The course so far: the picture, a sentence, the numbers; and what comes next."""
    return render(request, "home/course.html", cards.course(request.user))


@require_safe
def timeline(request):
    """The client's own timeline, with what they answered beside it."""
    return render(request, "timeline/own_picture.html", cards.timeline(request))


@require_safe
def more(request):
    """Everything else that is theirs, in one list."""
    return render(request, "home/more.html", cards.more(request.user))


@require_safe
def opened(request):
    """Who opened the record, when and as what, in plain words (PRIV-11)."""
    page = Paginator(cards.opened(request.client), 30).get_page(request.GET.get("page"))
    return render(request, "home/opened.html", {"page": page})


@require_safe
def help_now(request):
    """Numbers to call, for anybody, signed in or not."""
    user = request.user
    if user.is_authenticated:
        practices = [user.practice]
    else:
        practices = list(Practice.objects.exclude(emergency_number="").order_by("name"))
    context = {"practices": practices, "signed_in": getattr(request, "client", None) is not None}
    return render(request, "home/help.html", context)


def _neutral_site(request):
    """Where a practice wants it to lead: one's own, or the one whose public pages are left."""
    if request.user.is_authenticated:
        return request.user.practice.exit_site
    slug = clean_text(request.GET.get("from", ""))[:50]
    return Practice.objects.filter(slug=slug).values_list("exit_site", flat=True).first()


@require_safe
def leave(request):
    """Quick exit: ends the session and goes to the practice's neutral site (PRIV-06)."""
    site = _neutral_site(request)
    logout(request)
    return trouble.away(site)
