"""One person's story: where it stands, and the deeds that every story is made of."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from ipt.measures import library
from kith import clock
from kith.care.models import Course
from kith.checkins import actions as checkins
from kith.people import invitations, links
from kith.people.models import User
from kith.post.models import Letter
from kith.schedule import actions as schedule
from kith.schedule import gathered
from kith.schedule.models import Appointment
from kith.web import once

from .house import ZONE, House, moment


@dataclass
class Told:
    """The story of one client. `zero` is the day of session 1; days are counted from it.

    key     names the story, so that each row's id comes out the same for a story
    start   wall time of the sessions
    """

    house: House
    key: str
    zero: date
    therapist: User
    start: time
    minutes: int = 50
    course: Course | None = None
    people: dict = field(default_factory=dict)

    def at(self, day: int, hour: int = 9, minute: int = 0) -> datetime:
        """A moment on a day of the story, by the practice's wall clock."""
        return moment(self.zero + timedelta(days=day), hour, minute)

    def begins(self, day: int) -> datetime:
        """When a session of that day begins."""
        return self.at(day, self.start.hour, self.start.minute)

    def ends(self, day: int) -> datetime:
        return self.begins(day) + timedelta(minutes=self.minutes)

    def on(self, day: int) -> date:
        return self.zero + timedelta(days=day)

    def id(self, thing: str):
        """The id of a row of this story."""
        return once.row_id(f"demo|{self.key}|{thing}", self.house.practice)

    @property
    def client(self):
        return self.course.client

    def again(self) -> Course:
        """The course as it is now."""
        self.course = Course.objects.select_related("client__practice", "therapist").get(
            pk=self.course.pk
        )
        return self.course

    def facts(self):
        return gathered.facts(self.again())


def book(t: Told, day: int, *, kind="session", start=None, minutes=None, mode="in_person", by=None):
    """Plan one meeting."""
    return schedule.book(
        course=t.course,
        therapist=t.therapist,
        on=t.on(day),
        at=start or t.start,
        zone=ZONE.key,
        by=by or t.therapist,
        id=t.id(f"meeting {day}"),
        minutes=minutes or t.minutes,
        kind=kind,
        mode=mode,
        place=PLACES[mode],
    )


PLACES = {
    "in_person": "Lindenhof, second floor, room 4",
    "video": "https://video.demo.invalid/room-4",
    "phone": "",
    "blended": "",
}


def series(t: Told, name: str, from_day: int, count: int, every_days: int = 7):
    """Plan sessions at the story's hour, each so many days."""
    return schedule.plan_series(
        course=t.course,
        therapist=t.therapist,
        by=t.therapist,
        id=t.id(f"series {name}"),
        weekday=t.on(from_day).weekday(),
        at=t.start,
        zone=ZONE.key,
        from_on=t.on(from_day),
        count=count,
        every_days=every_days,
        minutes=t.minutes,
        mode="in_person",
        place=PLACES["in_person"],
    )


def meeting(t: Told, day: int) -> Appointment:
    """The meeting of a day."""
    return Appointment.objects.get(course=t.course, on=t.on(day))


def hold(t: Told, day: int) -> Appointment:
    found = meeting(t, day)
    return schedule.hold(meeting=found, version=found.version, by=t.therapist, facts=t.facts())


def invite(t: Told):
    """The client is asked in and opens their own pages by the link of the letter."""
    invitations.invite_client(client=t.client, by=t.therapist, form_key=str(t.id("invitation")))
    token = links.make("client", practice=t.house.practice, about_id=t.client.pk)
    invitations.accept(link=links.find("client", token))
    t.again()


@contextmanager
def just_after(place: int):
    """A moment later: things said one after the other stay in their order."""
    with clock.frozen(clock.now() + timedelta(microseconds=place)):
        yield


def answers(measure: str, digits: str) -> dict[str, int]:
    """A string of digits as answers to items 1 to n."""
    items = library.load(measure).main.items
    return dict(zip(items, map(int, digits), strict=True))


def send_checkin(t: Told, day: int, by=None):
    """The check-in of a day goes out, as the minute's tick would send it; the story is its post."""
    sent = checkins.prepare(course=t.again(), on=t.on(day), by=by)
    Letter.objects.filter(event=sent.event, state="waiting").update(
        state="sent", sent_at=clock.now()
    )
    return sent


def tap(t: Told, checkin, told: dict[str, str], *, most: int | None = None):
    """The client answers item by item on a phone; `most`: how many before they are called away."""
    taps = [
        (measure, item, value)
        for measure, digits in told.items()
        for item, value in answers(measure, digits).items()
    ]
    for measure, item, value in taps[:most]:
        checkins.answer(checkin=checkin, measure=measure, item=item, value=value)
    if most is None:
        checkins.finish(checkin=checkin)


def type_in(t: Told, day: int, measure: str, digits: str, source: str = "paper"):
    """The therapist types in what was answered on paper or aloud."""
    return checkins.enter(
        course=t.again(),
        on=t.on(day),
        measure=measure,
        answers=answers(measure, digits),
        source=source,
        by=t.therapist,
        id=t.id(f"{measure} {day}"),
    )
