"""Referrals that come as a file: kept to be looked at, taken in once, taken back within a day."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from kith import clock
from kith.audit.actions import record
from kith.post.actions import write
from kith.vault import keys, store
from kith.web import once

from . import columns, reading, sheet
from .actions import readers
from .models import Enquiry, ReferralFile

UNDO_WITHIN = timedelta(days=1)
KEPT = timedelta(days=1)  # a file that nobody settles


class Settled(ValueError):
    """The file was taken in, taken back or put away before."""


class TooLate(ValueError):
    """The day within which it could be taken back is over."""


@transaction.atomic
def add(*, practice, content, by):
    """Keep a file to be looked at. The same content again gives the file that is there.

    Returns (file, made). Raises sheet.Refused, in words, when it is no list.
    """
    headings, rows = sheet.read(content)
    mark = keys.keyed_hash("intake.referral_file", f"{practice.pk}|{content.hex()}")
    there = _standing(practice, mark)
    if there:
        return there, False
    row = ReferralFile(practice=practice, mark=mark, columns=headings, rows=rows, added_by=by)
    _read_by(row, columns.guessed(headings), by)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # sent twice at once
        return _standing(practice, mark), False
    record("intake.file_added", by=by, about=row, reason=str(len(rows)))
    return row, True


def _read_by(file, reads, by):
    """Read the columns so. Whoever is perhaps known here is left out until somebody ticks them."""
    lines = sheet.lines(file.rows, reads, clock.today(file.practice.time_zone))
    file.reads, file.left_out = reads, sorted(reading.names_in_file(by, lines))


def _standing(practice, mark):
    return ReferralFile.objects.filter(
        practice_id=practice.pk, mark=mark, state__in=["open", "taken"]
    ).first()


def _open(file):
    file = ReferralFile.objects.select_for_update().get(pk=file.pk)
    if file.state != "open":
        raise Settled(file.state)
    return file


@transaction.atomic
def arrange(*, file, reads, by):
    """Say what each column holds: {target: number of the column}."""
    file = _open(file)
    if file.reads != reads:
        _read_by(file, reads, by)
        file.save(update_fields=["reads", "left_out"])
        record("intake.file_arranged", by=by, about=file)
    return file


@transaction.atomic
def leave_out(*, file, shown, wanted, by):
    """Keep which of the rows shown are wanted. `shown`, `wanted`: numbers of rows, from 0."""
    file = _open(file)
    left_out = (set(file.left_out) - set(shown)) | (set(shown) - set(wanted))
    if set(file.left_out) != left_out:
        file.left_out = sorted(left_out)
        file.save(update_fields=["left_out"])
        record("intake.file_rows_chosen", by=by, about=file)
    return file


@transaction.atomic
def take_in(*, file, by):
    """Make an enquiry of each row that is wanted and sound: all of them or none, once."""
    file = ReferralFile.objects.select_for_update().get(pk=file.pk)
    if file.state == "taken":
        return file
    file = _open(file)
    zone = ZoneInfo(file.practice.time_zone)
    made = 0
    for line in sheet.lines(file.rows, file.reads, clock.today(zone.key)):
        if line.wrong or line.number in file.left_out:
            continue
        _enquiry(file, line, zone, by)
        made += 1
    _settle(file, "taken", by, count=made)
    record("intake.file_taken_in", by=by, about=file, reason=str(made))
    _tell(file, by)
    return file


def _enquiry(file, line, zone, by):
    received = clock.now()
    if line.received_on and line.received_on < received.astimezone(zone).date():
        received = datetime.combine(line.received_on, time(12), zone)
    Enquiry(
        pk=once.row_id(f"{file.pk}|{line.number}"),
        practice_id=file.practice_id,
        source="referral",
        typed_by=by,
        file=file,
        received_at=received,
        **line.said,
    ).save(force_insert=True)


def _settle(file, state, by, **values):
    """Note what became of it; its words are not needed any more."""
    file.state, file.settled_at, file.settled_by = state, clock.now(), by
    file.columns, file.rows, file.reads, file.left_out = [], [], {}, []
    for name, value in values.items():
        setattr(file, name, value)
    file.save()


def _tell(file, by):
    """One letter for all of them to whoever else reads enquiries."""
    for reader in readers(file.practice):
        if reader != by and file.count:
            write(
                "enquiry",
                event=f"referrals:{file.pk}:{reader.pk}",
                practice=file.practice,
                route="intake:enquiries",
                user=reader,
            )


@transaction.atomic
def put_away(*, file, by):
    """Forget a file that is not to be taken in."""
    file = ReferralFile.objects.select_for_update().get(pk=file.pk)
    if file.state == "open":
        _settle(file, "put_away", by)
        record("intake.file_put_away", by=by, about=file)
    return file


@transaction.atomic
def take_back(*, file, by):
    """Undo: enquiries made of the file go, as if it had not come, but for those somebody acted on.

    Returns how many stay. TooLate after a day.
    """
    file = ReferralFile.objects.select_for_update().get(pk=file.pk)
    if file.state == "undone":
        return file.enquiries.count()
    if file.state != "taken":
        raise Settled(file.state)
    if clock.now() > file.settled_at + UNDO_WITHIN:
        raise TooLate
    untouched = list(file.enquiries.select_for_update().filter(state="waiting"))
    for enquiry in untouched:
        record("intake.enquiry_taken_back", by=by, about=enquiry)
    ids = [enquiry.pk for enquiry in untouched]
    Enquiry.objects.filter(pk__in=ids).delete()
    stay = file.enquiries.count()
    file.state, file.count = "undone", stay
    file.save(update_fields=["state", "count"])
    record("intake.file_taken_back", by=by, about=file, reason=str(len(ids)))
    transaction.on_commit(lambda: _destroy(ids), robust=True)
    return stay


def _destroy(ids):
    """What lies in a backup of theirs cannot be opened any more either."""
    for pk in ids:
        store.destroy("client", str(pk))


def run(practice) -> int:
    """What the tick does here: a file that nobody settled within a day is put away."""
    old = ReferralFile.objects.filter(
        practice=practice, state="open", added_at__lt=clock.now() - KEPT
    )
    files = list(old)
    for file in files:
        put_away(file=file, by=None)
    return len(files)
