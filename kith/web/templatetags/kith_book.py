"""The book's words in templates: {% book "gate.focus.title" %}, {{ message|said }}."""

from django import template

from kith.web import book as words

register = template.Library()


@register.simple_tag
def book(id, *parts, **values):
    """The words for an id; further parts are joined with dots."""
    return words.text(".".join([id, *map(str, parts)]), **values)


@register.filter
def said(message):
    """The words of a Message of the book."""
    return words.say(message)
