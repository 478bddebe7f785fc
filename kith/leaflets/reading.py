"""Leaflets as a reader may see them."""

from ipt.explaining import leaflets as texts
from kith.care.reading import plan_of
from kith.web import book

from .models import Given, Leaflet


def shelf(user, *, withdrawn=False) -> list[Leaflet]:
    """The present version of every text of the practice, those withdrawn apart."""
    rows = Leaflet.objects.for_user(user).filter(replaced_at=None)
    return list(rows.filter(withdrawn_at__isnull=not withdrawn))


def versions(leaflet, user) -> list[Leaflet]:
    """Every version of a text, newest first, with who wrote it."""
    rows = Leaflet.objects.for_user(user).filter(key=leaflet.key).select_related("written_by")
    return list(rows.order_by("-number"))


def speaks_of_a_condition(course) -> bool:
    """Whether the course's protocol names one; where it does not, no text about one is offered."""
    return plan_of(course).sick_role != "none"


def offered(course, user) -> list[Leaflet]:
    """The texts that may be handed out in a course and were not yet, in this version."""
    had = set(Given.objects.for_user(user).filter(course=course).values_list("leaflet", flat=True))
    named = speaks_of_a_condition(course)
    fit = [one for one in shelf(user) if named or not one.names_condition]
    return [one for one in fit if one.pk not in had]


def given(course, user) -> list[Given]:
    """What was handed out, newest first."""
    rows = Given.objects.for_user(user).filter(course=course)
    return list(rows.select_related("leaflet", "by"))


def own(user) -> list[Given]:
    """What the client was handed, newest first."""
    return list(Given.objects.for_user(user).select_related("leaflet"))


def to_start_from(user) -> list[dict]:
    """Texts of the book that may be taken over, with what they say."""
    return [
        {
            "id": each.id,
            "topic": each.topic,
            "names_condition": each.diagnosis,
            "title": book.text(each.title),
            "words": book.text(each.text).strip(),
        }
        for each in texts()
    ]
