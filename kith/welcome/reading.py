"""What the public pages are made of. Nothing here that is not for anybody's eyes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch

from ipt.conditions import conditions
from kith.people import access
from kith.people.models import Practice, RoleGrant
from kith.web import book, tenancy

from .actions import standing
from .models import Check, FormerWords, Logo, PageWords, Profile

SHOWN_ROLES = ("therapist", "supervisor")


@dataclass(frozen=True)
class Shown:
    """One person as the public page shows them: checked title and credentials, own words."""

    user_id: UUID
    name: str
    does: list
    title: str
    credentials: list
    checked_at: datetime
    languages: str
    areas: list
    words: str


@dataclass(frozen=True)
class Waiting:
    """A profile as an administrator sees it: what is said, what of it was checked, and when."""

    profile: Profile
    name: str
    check: Check | None
    public: bool

    @property
    def to_check(self) -> bool:
        """Whether something of it was never looked at, or was changed since."""
        said = (self.profile.title, self.profile.credentials)
        return self.check is None or (self.check.title, self.check.credentials) != said


def may_open(practice) -> bool:
    """Whether pages may be shown at all: there are numbers for a crisis to stand first."""
    return bool(practice.emergency_number and practice.crisis_line and practice.out_of_hours)


def open_practices() -> list:
    """The practices of this installation whose public pages anybody may read, by name."""
    rows = Practice.objects.filter(pages_open=True)
    return sorted(filter(may_open, rows), key=lambda row: row.shown_name.casefold())


def practice_of(slug, user) -> Practice | None:
    """The practice whose pages these are, for this reader.

    Before they are open only those see them who may change them.
    """
    found = Practice.objects.filter(slug=slug).first()
    if found is None or not may_open(found):
        return None
    own = getattr(user, "practice_id", None) == found.pk
    may_look = own and access.full(user, "practice_settings", "U")
    return found if found.pages_open or may_look else None


def own_words(practice) -> dict:
    """{page: what the practice says there itself}."""
    return dict(PageWords.objects.filter(practice=practice).values_list("page", "words"))


def words_of(practice, page) -> PageWords | None:
    """The practice's own words on one page, with their version."""
    return PageWords.objects.filter(practice=practice, page=page).first()


def former_words(row) -> list:
    """What a text said before, newest first."""
    rows = FormerWords.objects.filter(label=row._meta.label, row_id=row.pk)
    return list(rows.select_related("saved_by").order_by("-version"))


def shown_logo(slug, logo_id) -> Logo | None:
    """A picture by its address, while it is the one that its practice shows."""
    practice = Practice.objects.filter(slug=slug, logo=logo_id).first()
    if practice is None:
        return None
    with tenancy.within(practice.pk):
        return Logo.objects.filter(pk=logo_id, practice=practice).first()


def areas(ids) -> list:
    """What somebody offers help with, in the book's words."""
    return [book.text(f"condition.{each.id}.title") for each in conditions() if each.id in ids]


def profile_of(user) -> Profile | None:
    """Somebody's own profile, as they wrote it."""
    return Profile.objects.filter(author=user).first()


def check_of(profile) -> Check | None:
    """The check that counts now, if any."""
    return standing(profile) if profile else None


def people(practice) -> list[Shown]:
    """Who wants to be shown and whose papers were seen, by name."""
    roles = _roles(practice)
    found = [_shown(row, roles) for row in _profiles(practice).filter(shown=True)]
    return sorted((one for one in found if one), key=lambda one: one.name.casefold())


def profiles(practice) -> list[Waiting]:
    """Every profile of those who work here, for who checks them: what waits first."""
    roles = _roles(practice)
    rows = [
        Waiting(row, row.author.name, _standing(row), bool(row.shown and _shown(row, roles)))
        for row in _profiles(practice)
    ]
    return sorted(rows, key=lambda row: (not row.to_check, row.name.casefold()))


def _profiles(practice):
    """Profiles of those who work here and treat or supervise, with their checks."""
    working = RoleGrant.objects.filter(practice=practice, role__in=SHOWN_ROLES, ended_at=None)
    newest = Check.objects.select_related("by").order_by("at")
    return (
        Profile.objects.filter(practice=practice, author__is_active=True)
        .filter(author__in=working.values("user"))
        .select_related("author")
        .prefetch_related(Prefetch("checks", queryset=newest))
    )


def _roles(practice):
    names, held = dict(RoleGrant.ROLES), {}
    grants = RoleGrant.objects.filter(practice=practice, role__in=SHOWN_ROLES, ended_at=None)
    for grant in sorted(grants, key=lambda grant: SHOWN_ROLES.index(grant.role)):
        held.setdefault(grant.user_id, []).append(names[grant.role])
    return held


def _standing(profile):
    newest = list(profile.checks.all())[-1:]
    return newest[0] if newest and newest[0].taken_back_at is None else None


def _shown(profile, roles):
    """What of a profile may be seen; None while no credential that stands there was checked."""
    check = _standing(profile)
    credentials = [row for row in profile.credentials if check and row in check.credentials]
    if not credentials:
        return None
    return Shown(
        user_id=profile.author_id,
        name=profile.author.name,
        does=roles.get(profile.author_id, []),
        title=profile.title if profile.title == check.title else "",
        credentials=credentials,
        checked_at=check.at,
        languages=profile.languages,
        areas=areas(profile.areas),
        words=profile.words,
    )
