"""The side rail: where a member of staff can go, by their roles."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from kith.people import access

PLACES = [
    (gettext_lazy("Today"), "desk:today"),
    (gettext_lazy("Caseload"), "desk:caseload"),
    (gettext_lazy("Enquiries"), "intake:enquiries"),
    (gettext_lazy("Who waits"), "desk:waiting"),
    (gettext_lazy("People"), "desk:find"),
    (gettext_lazy("Calendar"), "schedule:calendar"),
    (gettext_lazy("Break-glass"), "glass:start"),
    (gettext_lazy("Break-glass review"), "glass:review"),
    (gettext_lazy("Staff"), "people:staff"),
    (gettext_lazy("Leaflets"), "leaflets:shelf"),
    (gettext_lazy("Practice"), "people:settings"),
    (gettext_lazy("Audit"), "audit:practice"),
    (gettext_lazy("Keeping"), "keeping:schedule"),
    (gettext_lazy("House"), "upkeep:house"),
]


def rail(request):
    """Context: rail, rail_foot, rail_home for desk.html."""
    user = getattr(request, "user", None)
    if not getattr(user, "is_authenticated", False) or not user.is_staff_member:
        return {}
    here = request.resolver_match.view_name if request.resolver_match else ""
    places = [
        {"label": label, "url": reverse(name), "current": name == here}
        for label, name in PLACES
        if access.route(name) and access.may_enter(user, access.route(name), "GET")
    ]
    foot = {
        "name": user.name,
        "practice": user.practice.name,
        "account_url": reverse("people:account"),
        "sign_out_url": reverse("account_logout"),
    }
    return {"rail": places, "rail_foot": foot, "rail_home": reverse("desk:today")}
