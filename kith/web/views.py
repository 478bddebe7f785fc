from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

PUBLIC = "kith.welcome.reading.open_practices"  # which practices show public pages


@require_safe
def front(request):
    """The first page: the demo's chooser, the own working page, the public pages, or sign-in."""
    if settings.KITH_DEMO:
        from kith.demo.views import chooser

        return chooser(request)
    if request.user.is_authenticated:
        return redirect("desk:today" if request.user.is_staff_member else "home:today")
    houses = import_string(PUBLIC)()
    if len(houses) == 1:
        return redirect("welcome:start", houses[0].slug)
    return redirect("welcome:houses" if houses else "account_login")


@require_safe
def healthz(request):
    """200 when pages can be served and the database answers. Tells nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def robots(request):
    """Nothing may be listed but the public pages of a practice that wants it."""
    listed = [house.slug for house in import_string(PUBLIC)() if house.in_search]
    lines = ["User-agent: *", *(f"Allow: /p/{slug}/" for slug in listed), "Disallow: /", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


@require_safe
def roles(request):
    """What each role can see, in words: the only help there is about pages that look absent."""
    return render(request, "web/roles.html")
