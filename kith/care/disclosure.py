"""Whether something of a course may leave for a recipient: asked by every page that lets it leave.

found = disclosure.allowed(course, recipient="Dr Moss", purpose="doctor")
if not found.allowed: ... found.why           a sentence
found.notice                                  what must stand on it, "" if nothing
"""

from dataclasses import dataclass

from ipt import consents as book_consents
from kith import clock
from kith.web import book
from kith.web.forms import search_form

from .models import DisclosureMark, Release
from .releases import mark_of

IN_WRITING = ("screen", "paper")


@dataclass(frozen=True)
class Answer:
    """allowed; why (a sentence); notice: what must travel with it, "" if nothing; release: the yes
    that names the recipient, if it was one."""

    allowed: bool
    why: str
    notice: str = ""
    release: object = None


def purposes() -> list[tuple[str, str]]:
    """Why information may go to somebody, for a form."""
    return book.choices("purpose", book_consents.purposes())


def allowed(course, *, recipient: str, purpose: str) -> Answer:
    """Say whether something of `course` may go to `recipient` for `purpose`.

    recipient   the name as it stands on the letter; compared without case, marks and spaces
    purpose     an id of `purposes()`; raises KeyError for another
    """
    mark = mark_of(course)
    rows = standing(course)
    if mark:  # the law wants it in writing
        rows = [row for row in rows if row.how in IN_WRITING]
    found = _named(rows, recipient, purpose)
    general = course.consents.filter(given=True, withdrawn_at=None).values_list("kind", flat=True)
    said = book_consents.disclosure(
        purpose=purpose, marked=mark is not None, named=found is not None, general=list(general)
    )
    notice = _notice(said.notice, found) if said.notice else ""
    return Answer(said.allowed, book.say(said.why), notice, found)


def marked(client) -> list:
    """The courses of a client for which 42 CFR Part 2 holds."""
    rows = DisclosureMark.objects.filter(client=client, lifted_at=None)
    return [row.course for row in rows.select_related("course__client__practice")]


def of_record(client, release_id=None) -> Answer:
    """Whether a copy of the whole record may go to somebody else than the client.

    release_id   the yes under which it goes; asked for where a course of the client is marked

    A course that is not marked asks for nothing here: its copy says whom it may name.
    """
    courses = marked(client)
    if not courses:
        return Answer(True, "")
    chosen = next((row for row in in_writing(client) if str(row.pk) == str(release_id)), None)
    if chosen is None:
        return Answer(False, book.text("disclosure.marked"))
    to = {"recipient": chosen.recipient, "purpose": chosen.purpose}
    found = [allowed(course, **to) for course in courses]
    return next((each for each in found if not each.allowed), found[0])


def in_writing(client) -> list:
    """The yeses in writing, of all courses of a client, that count today."""
    today = clock.today(client.zone)
    found = Release.objects.filter(client=client, withdrawn_at=None, until_on__gte=today)
    return list(found.filter(how__in=IN_WRITING).order_by("given_at"))


def _named(rows, recipient, purpose):
    wanted = _plain(recipient)
    meant = [row for row in rows if row.purpose == purpose and _plain(row.recipient) == wanted]
    return meant[0] if wanted and meant else None


def standing(course) -> list:
    """The yeses to passing on that count today."""
    today = clock.today(course.client.zone)
    found = Release.objects.filter(course=course, withdrawn_at=None, until_on__gte=today)
    return list(found.order_by("given_at"))


def _plain(name) -> str:
    return " ".join(search_form(name or "").replace(".", " ").split())


def _notice(message, release):
    """The words of the law, and the extent of the yes."""
    return f"{book.say(message)} {_extent(release)}".strip()


def _extent(release):
    if release is None:
        return ""
    purpose = book.text(f"purpose.{release.purpose}")
    return book.text(
        "redisclosure.extent",
        recipient=release.recipient,
        purpose=purpose,
        what=release.what,
        until=release.until_on.isoformat(),
    )
