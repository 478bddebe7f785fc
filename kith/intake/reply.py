"""When an enquiry will have been read, from the hours of those who read."""

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from ipt.safety.hours import NoHours, WeekHours, due_words, read_by
from kith import clock
from kith.people.models import WorkHours
from kith.web import book

from .actions import readers


def words(practice) -> str:
    """ "Read by Monday 12:00.", or what can be said when nobody has set working hours."""
    now = clock.now().astimezone(ZoneInfo(practice.time_zone))
    dues = [due for due in (_due(user, now) for user in readers(practice)) if due]
    if not dues:
        return _("We read new messages on working days.")
    return book.say(due_words(min(dues).astimezone(now.tzinfo), now))


def _due(user, now):
    days = {}
    for row in WorkHours.objects.filter(user=user).order_by("weekday", "starts"):
        blocks = days.setdefault(row.weekday, [])
        if blocks and row.starts <= blocks[-1][1]:
            blocks[-1] = (blocks[-1][0], max(blocks[-1][1], row.ends))
        else:
            blocks.append((row.starts, row.ends))
    try:
        return read_by(WeekHours(days, user.zone), now, closed=user.practice.closed_days)
    except NoHours:
        return None
