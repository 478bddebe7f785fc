from django.db import transaction

from kith import clock
from kith.audit.actions import record
from kith.people.history import SomebodyElseSaved
from kith.people.models import Practice, PracticeRevision, User
from kith.web import images

from .changing import change
from .models import Check, Logo, PageWords, Profile

LOGO_WIDTH, LOGO_HEIGHT = 640, 240  # pixels at most: sharp at the size of a letterhead


@transaction.atomic
def save_words(*, practice, page, version, words, by):
    """Write what the practice says itself on a page: made at the first saving, then by versions."""
    Practice.objects.select_for_update().get(pk=practice.pk)
    row = PageWords.objects.filter(practice=practice, page=page).first()
    if row is None:
        if not words.strip():
            return None
        row = PageWords.objects.create(practice_id=practice.pk, page=page, words=words)
    else:
        before = row.version
        row = change(row, version=version, by=by, words=words)
        if row.version == before:
            return row
    record("welcome.words_saved", by=by, about=row, reason=page)
    return row


@transaction.atomic
def save_profile(*, version, by, **said):
    """Write one's own public profile: made at the first saving, then changed by versions."""
    User.objects.select_for_update().get(pk=by.pk)
    row = Profile.objects.filter(author=by).first()
    if row is None:
        row = Profile.objects.create(practice_id=by.practice_id, author=by, **said)
    else:
        before = row.version
        row = change(row, version=version, by=by, **said)
        if row.version == before:
            return row
    record("welcome.profile_saved", by=by, about=row, reason="shown" if row.shown else "hidden")
    return row


@transaction.atomic
def check(*, profile, version, by):
    """Confirm title and credentials as they were read at `version`, with the papers seen.

    SomebodyElseSaved when they say something else by now. Asked twice, it is done once.
    """
    profile = Profile.objects.select_for_update().get(pk=profile.pk)
    if profile.version != version:
        raise SomebodyElseSaved(profile)
    there = standing(profile)
    same = {"title": profile.title, "credentials": profile.credentials}
    if there and {"title": there.title, "credentials": there.credentials} == same:
        if there.at.date() == clock.now().date():
            return there
    row = Check.objects.create(
        practice_id=profile.practice_id, profile=profile, author_id=profile.author_id, by=by, **same
    )
    record("welcome.credentials_checked", by=by, about=row)
    return row


def standing(profile):
    """The check that counts now: the newest, unless it was taken back."""
    newest = Check.objects.filter(profile=profile).order_by("at").last()
    return newest if newest and newest.taken_back_at is None else None


@transaction.atomic
def take_back(*, profile, by):
    """What was confirmed no longer is: the profile leaves the public page with the next request."""
    Profile.objects.select_for_update().get(pk=profile.pk)
    row = standing(profile)
    if row is None:
        return None
    row.taken_back_at, row.taken_back_by = clock.now(), by
    row.save(update_fields=["taken_back_at", "taken_back_by"])
    record("welcome.check_taken_back", by=by, about=row)
    return row


@transaction.atomic
def put_logo(*, practice, sent, by):
    """Show this picture from now on, drawn anew. NotAPicture, and no change, if it is none."""
    drawn = images.redrawn(sent, width=LOGO_WIDTH, height=LOGO_HEIGHT)
    house = Practice.objects.select_for_update().get(pk=practice.pk)
    now = Logo.objects.filter(pk=house.logo).first()
    if now and bytes(now.png) == drawn.png:
        return now
    row = Logo.objects.create(
        practice_id=house.pk, png=drawn.png, width=drawn.width, height=drawn.height, put_by=by
    )
    _show(house, row.pk, by)
    record("welcome.logo_put", by=by, about=row)
    return row


@transaction.atomic
def take_down_logo(*, practice, by):
    """Show no picture from now on. Asked twice, it is done once."""
    house = Practice.objects.select_for_update().get(pk=practice.pk)
    if house.logo is None:
        return
    _show(house, None, by)
    record("welcome.logo_taken_down", by=by, about=house)


def _show(house, logo_id, by):
    """Which picture is shown; what was shown before is kept with the settings."""
    PracticeRevision.objects.create(
        practice=house,
        version=house.version,
        said={"logo": str(house.logo or "")},
        saved_by=by,
    )
    house.logo, house.version = logo_id, house.version + 1
    house.save(update_fields=["logo", "version"])
