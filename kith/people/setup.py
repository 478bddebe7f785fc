"""The first run: no default account, no default key, one link that makes the first practice."""

from uuid import uuid4

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.text import slugify

from kith import clock
from kith.audit.actions import record
from kith.web import tenancy

from . import links
from .actions import make_user
from .models import Link, Practice, User
from .passwords import PracticeWords


class SetUpAlready(ValueError):
    """There is a practice here, or the link is spent."""


def link_if_needed() -> str | None:
    """The full address of a fresh set-up link; None once a practice exists."""
    if Practice.objects.exists():
        return None
    links.revoke("setup", None)
    return links.address("people:setup", links.make("setup"))


def link_for_another() -> str:
    """A set-up link for one more practice, asked for by whoever holds the machine."""
    return links.address("people:setup", links.make("setup", about_id=uuid4()))


def waits(token: str) -> Link | None:
    """The link of the set-up page, if it may still be used."""
    link = links.find("setup", token)
    return link if links.works(link) and _may_found(link) else None


def _may_found(link) -> bool:
    """The first link makes the first practice only; one made on purpose makes one more."""
    return link.about_id is not None or not Practice.objects.exists()


def short_name(name: str) -> str:
    """A free short name for addresses, from the practice's name."""
    base = slugify(name)[:40] or "practice"
    taken = set(Practice.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{n}" for n in range(2, len(taken) + 3))
    return next(slug for slug in (base, *numbered) if slug not in taken)


@transaction.atomic
def found(*, link, owner, address, password, therapist, **practice):
    """Make the practice and its owner, who is administrator and, if so said, therapist."""
    spent = Link.objects.filter(pk=link.pk, used_at=None, revoked_at=None).update(
        used_at=clock.now()
    )
    if not spent or not _may_found(link):
        raise SetUpAlready
    house = Practice.objects.create(slug=short_name(practice["name"]), **practice)
    with tenancy.within(house.pk):
        record("people.practice_founded", about=house, practice=house)
        roles = ["administrator", "therapist"] if therapist else ["administrator"]
        return make_user(
            practice=house, name=owner, address=address, password=password, roles=roles
        )


def check_password(password, *, practice_name, owner, address):
    """Refuse a weak first password; nothing is stored for that."""
    validate_password(password)
    practice = Practice(name=practice_name, slug=slugify(practice_name))
    PracticeWords().validate(password, User(practice=practice, name=owner, address=address))
