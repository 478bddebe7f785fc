"""The way to a sheet, for pages of rooms that stand before this one."""

from django import template
from django.urls import reverse

from kith.worksheets import sheets

register = template.Library()


@register.simple_tag
def sheet_url(course, form):
    """The therapist's page of the first sheet of a form."""
    return reverse("worksheets:sheet", args=[course.pk, sheets.of_form(course, form)])
