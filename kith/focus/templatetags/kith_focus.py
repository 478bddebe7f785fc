"""The people of the circle with the hue of what is worked on with them."""

from dataclasses import replace

from django import template

from kith.care import reading as care
from kith.focus import reading

register = template.Library()


@register.simple_tag
def in_focus(people, user, course=None):
    """The same people with `area`; of the client's own course if none is given."""
    course = course or care.present_course(user)
    hues = reading.hues(course, user) if course and people else {}
    return [replace(person, area=hues.get(person.id)) for person in people]


@register.simple_tag
def called(person, user):
    """The name of somebody of the circle as this reader may read it."""
    return person.called(user)
