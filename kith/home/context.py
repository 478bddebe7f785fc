"""The dock and the bar of the client's pages: today, people, plan, course; help now; quick exit."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

DOCK = [
    (_("Today"), "home:today", "today"),
    (_("People"), "inventory:own_people", "people"),
    (_("Plan"), "safety:own_plan", "plan"),
    (_("More"), "home:more", "more"),
]


def dock(request):
    """Context: dock, help_url, quick_exit_url, home_url, sign_out_url for home.html."""
    ways = {"help_url": reverse("home:help"), "quick_exit_url": reverse("home:leave")}
    if getattr(request, "client", None) is None:
        return {**ways, "home_url": reverse("web:front")}
    here = request.resolver_match.view_name if request.resolver_match else ""
    places = [
        {"label": label, "url": reverse(name), "icon": icon, "current": name == here}
        for label, name, icon in DOCK
    ]
    return {
        **ways,
        "dock": places,
        "home_url": reverse("home:today"),
        "sign_out_url": reverse("account_logout"),
    }
