"""Whose page it is: the therapist's, on the desk, or the client's own."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse

from kith.audit.actions import opened
from kith.care.models import Course
from kith.care.reading import plan_of, present_course
from kith.care.views import course_of
from kith.inventory import reading as inventory
from kith.people.models import Client

PICTURE = {False: "desk:timeline", True: "home:timeline"}  # served where rooms are mixed


@dataclass(frozen=True)
class Side:
    """One asker at one timeline. course is None for a client whose course is not begun."""

    request: HttpRequest
    client: Client
    course: Course | None
    own: bool

    @property
    def user(self):
        return self.request.user

    @property
    def zone(self):
        return self.client.zone if self.own else self.user.zone

    def url(self, name, *args) -> str:
        """The address of a page of this room on this side."""
        if self.own:
            return reverse(f"timeline:own_{name}", args=args)
        return reverse(f"timeline:{name}", args=[self.course.pk, *args])

    @property
    def picture(self) -> str:
        """The address of the page with the picture."""
        return reverse(PICTURE[self.own], args=[] if self.own else [self.course.pk])

    def back(self):
        return redirect(self.picture)

    def choices(self, row=None) -> dict:
        """What the forms offer: people by the names this reader may see, and the areas.

        row   an event: whoever it names already is offered too, if set aside meanwhile
        """
        named = getattr(row, "person_ids", None) or []
        gone = inventory.aside(self.client, self.user) if named else []
        people = [
            *inventory.present(self.client, self.user),
            *(person for person in gone if str(person.id) in named),
        ]
        return {
            "zone": self.zone,
            "own": self.own,
            "people": [(str(person.id), person.name) for person in people],
            "areas": plan_of(self.course).areas if self.course and not self.own else (),
        }

    def page(self, name, context, status=200):
        """Render a page of this side; that staff opened it is noted."""
        if not self.own:
            opened(self.course, by=self.user, what="timeline")
        folder = "own" if self.own else "desk"
        known = {
            "course": self.course,
            "tab": "timeline",
            "side": self,
            "zone": self.zone,
            "picture_url": self.picture,
        }
        page = f"timeline/{folder}_{name}.html"
        return render(self.request, page, {**known, **context}, status=status)


def desk(request, course_id) -> Side:
    course = course_of(request, course_id)
    return Side(request, course.client, course, own=False)


def own(request) -> Side:
    return Side(request, request.client, present_course(request.user), own=True)
