from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe


@require_safe
def front(request):
    """The first page: the demo's chooser, the own working page, or sign-in."""
    if settings.KITH_DEMO:
        from kith.demo.views import chooser

        return chooser(request)
    if request.user.is_authenticated:
        return redirect("desk:today" if request.user.is_staff_member else "home:today")
    return redirect("account_login")


@require_safe
def healthz(request):
    """200 when pages can be served and the database answers. Tells nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def robots(request):
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


@require_safe
def roles(request):
    """What each role can see, in words: the only help there is about pages that look absent."""
    return render(request, "web/roles.html")
