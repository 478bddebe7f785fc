"""Writing a letter into the outbox, and sending what waits there."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation

from kith import clock
from kith.people import links
from kith.web import tenancy

from . import jobs
from .models import Letter

LEASE = timedelta(minutes=2)
PAUSES = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240)]
GIVE_UP_AFTER = timedelta(days=3)


def write(kind, *, event, practice, route, client=None, user=None, about_id=None, not_before=None):
    """Put a letter into the outbox, in the transaction of the deed. Once an event (REL-10)."""
    try:
        with transaction.atomic():
            letter = Letter.objects.create(
                practice=practice,
                client=client,
                user=user,
                kind=kind,
                event=event,
                route=route,
                about_id=about_id,
                not_before=not_before or clock.now(),
                made_at=clock.now(),
            )
            jobs.deliver.enqueue(str(letter.pk), str(practice.pk))
            return letter
    except IntegrityError:
        return Letter.objects.get(practice=practice, event=event)


def withhold(event, *, practice, reason):
    """Take back a letter that has not gone out yet."""
    Letter.objects.filter(practice=practice, event=event, state="waiting").update(
        state="withheld", reason=reason
    )


def withhold_all(client, *, reason):
    """Take back everything that waits for a client: nothing more goes out."""
    Letter.objects.filter(client=client, state__in=["waiting", "sending"]).update(
        state="withheld", reason=reason
    )


def due():
    """Ids of letters that may go now, oldest first; a lapsed lease is taken up again."""
    now = clock.now()
    return list(
        Letter.objects.filter(
            Q(state="waiting") | Q(state="sending", leased_until__lt=now), not_before__lte=now
        ).values_list("pk", flat=True)
    )


def send(letter_id, practice_id) -> bool:
    """Take one letter with a lease, send it outside any transaction, note that it went."""
    with tenancy.within(practice_id):
        letter = _take(letter_id)
        ready = message(letter) if letter else None
    if ready is None:
        return False
    try:
        ready.send()
    except OSError as trouble:  # smtplib's errors are OSErrors
        with tenancy.within(practice_id):
            _later(letter, type(trouble).__name__)
        return False
    with tenancy.within(practice_id):
        Letter.objects.filter(pk=letter.pk).update(
            state="sent", sent_at=clock.now(), leased_until=None, reason=""
        )
    return True


@transaction.atomic
def _take(letter_id):
    letter = Letter.objects.select_for_update().filter(pk=letter_id).first()
    now = clock.now()
    if letter is None or letter.state not in ("waiting", "sending"):
        return None
    if letter.state == "sending" and letter.leased_until > now:
        return None
    refusal = _refused(letter)
    if refusal:
        letter.state, letter.reason = "withheld", refusal
        letter.save(update_fields=["state", "reason"])
        return None
    letter.state, letter.leased_until = "sending", now + LEASE
    letter.attempts += 1
    letter.save(update_fields=["state", "leased_until", "attempts"])
    return letter


def _refused(letter):
    if letter.client and not letter.client.may_write and letter.kind != "own_request":
        return "never_write"
    if not _mailbox(letter):
        return "no_address"
    return ""


def _mailbox(letter):
    return letter.client.email if letter.client else letter.user.address


def _later(letter, reason):
    now = clock.now()
    pause = PAUSES[min(letter.attempts - 1, len(PAUSES) - 1)]
    over = now - letter.made_at > GIVE_UP_AFTER
    Letter.objects.filter(pk=letter.pk).update(
        state="given_up" if over else "waiting",
        not_before=now + pause,
        leased_until=None,
        reason=reason[:60],
    )


def message(letter):
    """The e-mail: discreet sender, neutral sentence, a link. No name, no instrument (PRIV-05)."""
    practice = letter.practice
    language = (letter.client and letter.client.language) or practice.language
    with translation.override(language):
        context = {"practice": practice, "address": _address(letter)}
        subject = render_to_string(f"post/{letter.kind}_subject.txt", context).strip()
        body = render_to_string(f"post/{letter.kind}.txt", context)
    from email.utils import formataddr, parseaddr

    sender = formataddr((practice.discreet_name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
    return EmailMessage(subject, body, sender, [_mailbox(letter)])


KIND_OF_LINK = {"checkins:open": "checkin", "people:accept": "client", "people:join": "staff"}


def _address(letter):
    """The link; where it needs a token, a fresh one is made as the letter goes out."""
    kind = KIND_OF_LINK.get(letter.route)
    if kind:
        token = links.make(kind, practice=letter.practice, about_id=letter.about_id)
        return links.address(letter.route, token)
    return links.address(letter.route)
