"""The head of a course's pages: who, what is worked on, where we are, and the ways."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from kith.desk import course_head as head
from kith.inventory.veil import SHARED_SCREEN

register = template.Library()


@register.inclusion_tag("desk/course_head.html", takes_context=True)
def course_head(context, course, tab=""):
    """Name, focus, session of how many, last date, and the tabs this person may open."""
    request, user = context["request"], context["request"].user
    places = [
        {"label": str(label), "url": reverse(name, args=[course.pk]), "current": key == tab}
        for key, label, name in head.TABS
        if head.may(user, name)
    ]
    return {
        "course": course,
        "facts": head.facts(course, user),
        "tabs": places,
        "label": _("This course"),
        "treats": head.may(user, "safety:plan"),
        "names_hidden": request.session.get(SHARED_SCREEN) and head.may(user, "inventory:people"),
        "here": request.get_full_path() if request.method == "GET" else "",
    }
