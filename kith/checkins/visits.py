"""The client at the check-in, by link alone or signed in: the same pages, showing less or more.

By link: no name, no earlier answer, general numbers for help. Signed in: one's own earlier answers.
"""

from dataclasses import dataclass

from django.urls import reverse

from kith import clock
from kith.care.actions import stopped
from kith.care.consents import paused
from kith.care.models import Course
from kith.care.reading import present_course
from kith.people.models import Practice
from kith.safety import reading as safety

from . import questions, reading, sending
from .models import Checkin, Response


@dataclass
class Visit:
    """Who is here, at which course and check-in. `token` is None when signed in."""

    course: Course | None
    practice: Practice
    checkin: Checkin | None
    token: str | None = None
    user: object = None

    @property
    def by_link(self) -> bool:
        return self.token is not None

    @property
    def client(self):
        return self.course.client

    def to(self, page, *args) -> str:
        """The address of a page (open, item, support, done) on this way in."""
        if self.by_link:
            return reverse(f"checkins:{page}", args=[self.token, *args])
        return reverse("checkins:own" if page == "open" else f"checkins:own_{page}", args=args)

    @property
    def open_url(self) -> str:
        return self.to("open")

    def responses(self, checkin) -> dict:
        """The responses of a check-in by measure id."""
        return {r.measure: r for r in Response.objects.filter(checkin=checkin)}

    def answerable(self) -> bool:
        return self.course is not None and reading.answerable(self.course, self.checkin)

    def questions(self, checkin, responses) -> list:
        versions = {id: response.measure_version for id, response in responses.items()}
        return questions.of(checkin, versions)

    def is_present(self, checkin_id) -> bool:
        return self.checkin is not None and str(self.checkin.pk) == str(checkin_id).lower()

    def earlier(self, checkin_id) -> Checkin | None:
        """A former check-in of the same person, for a page that was left open: over the week, or
        until the next course."""
        if self.course is None:
            return None
        return Checkin.objects.filter(client=self.course.client_id, pk=checkin_id).first()

    def fresh(self):
        """The turn for which no check-in was made yet, if its time has come."""
        if self.course is None or stopped(self.course) or paused(self.course):
            return None
        rhythm = sending.rhythm(self.course)
        found = rhythm and sending.turn_now(rhythm, clock.now())
        if found is None or (self.checkin and self.checkin.for_on >= found.on):
            return None
        return found

    def read_words(self) -> str:
        """When answers are read, and that nobody watches meanwhile."""
        return safety.told(self.course).words(self.client.zone)

    def next_at(self):
        return reading.next_on(self.course)

    def frame(self) -> dict:
        """Context that every page of a visit needs."""
        ways = {
            "visit": self,
            "zone": self.client.zone if self.course else "",
            "help": safety.help_numbers(self.practice),
        }
        if not self.by_link:
            return ways
        return ways | {"dock": None, "sign_out_url": None, "home_url": self.to("open")}


def by_link(link, token) -> Visit:
    """The visit that a mailed link stands for. Call it within the link's practice."""
    course = (
        Course.objects.select_related("client__practice", "therapist")
        .filter(pk=link.about_id)
        .first()
    )
    practice = course.client.practice if course else link.practice
    checkin = reading.present(course) if course else None
    return Visit(course, practice, checkin, token=token)


def signed_in(request) -> Visit:
    """The visit of a client who has signed in."""
    course = present_course(request.user)
    checkin = reading.present(course, request.user) if course else None
    return Visit(course, request.client.practice, checkin, user=request.user)
