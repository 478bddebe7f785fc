"""Writing a letter into the outbox, and sending what waits there."""

from datetime import timedelta
from email.utils import formataddr, parseaddr

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.template import Context
from django.template.loader import select_template
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.module_loading import import_string

from kith import clock
from kith.people import links
from kith.web import tenancy

from . import jobs
from .hours import next_allowed
from .models import Letter

LEASE = timedelta(minutes=2)
PAUSES = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240)]
FAR = timedelta(days=2)  # longer than any pause, hours that are welcome included
MOST_TRIES = 24  # with these pauses: three days and a half
OWN_REQUEST = "own_request"  # the person asked for it just now: no hours, no "never write"
# Later rooms that may hold a letter back; each gives a set word, or "" when it may go.
REFUSALS = [
    "kith.care.letters.refusal",
    "kith.checkins.letters.refusal",
    "kith.schedule.letters.refusal",
]
KIND_OF_LINK = {"checkins:open": "checkin", "people:accept": "client", "people:join": "staff"}
log = structlog.get_logger("kith.post")


def write(kind, *, event, practice, route, client=None, user=None, about_id=None, not_before=None):
    """Put a letter into the outbox, in the transaction of the deed. Once an event (REL-10)."""
    now = clock.now()
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
                not_before=_welcome(kind, client, not_before or now),
                made_at=now,
            )
    except IntegrityError:
        return Letter.objects.get(practice=practice, event=event)
    if letter.not_before <= now:
        jobs.deliver.enqueue(str(letter.pk), str(practice.pk))
    return letter


def written(practice, event) -> bool:
    """Whether the letter of an event is there already."""
    return Letter.objects.filter(practice=practice, event=event).exists()


def _welcome(kind, client, moment):
    if client is None or kind == OWN_REQUEST:
        return moment
    return next_allowed(moment, client.zone, client.write_from, client.write_until)


def withhold(event, *, practice, reason):
    """Take back a letter that has not gone out yet."""
    Letter.objects.filter(practice=practice, event=event, state__in=["waiting", "sending"]).update(
        state="withheld", reason=reason
    )


def resume(events, *, practice, reason):
    """Letters that were withheld for a reason that is over wait again: each goes once."""
    Letter.objects.filter(
        practice=practice, event__in=events, state="withheld", reason=reason
    ).update(state="waiting", reason="")


def withhold_all(client, *, reason):
    """Take back everything that waits for a client: nothing more goes out."""
    Letter.objects.filter(client=client, state__in=["waiting", "sending"]).update(
        state="withheld", reason=reason
    )


def _may_go(now):
    """Due letters, and those whose lease or pause was set by a clock that was wrong (REL-11)."""
    sending, waiting = Q(state="sending"), Q(state="waiting")
    tried = waiting & Q(attempts__gt=0, not_before__gt=now + FAR)
    return (
        (waiting & Q(not_before__lte=now))
        | (sending & (Q(leased_until__lte=now) | Q(leased_until__gt=now + LEASE)))
        | tried
    )


def due():
    """Ids of letters that may go now, oldest first; a lapsed lease is taken up again."""
    return list(Letter.objects.filter(_may_go(clock.now())).values_list("pk", flat=True))


class MailDown(Exception):
    """The mail server does not answer: the other letters need not try now."""


def send(letter_id, practice_id) -> bool:
    """Take one letter with a lease, send it outside any transaction, note that it went.

    Gives whether it went. MailDown when the mail server could not be reached at all.
    """
    with tenancy.within(practice_id):
        letter = _take(letter_id)
    if letter is None:
        return False
    try:
        with tenancy.within(practice_id):
            ready = message(letter)
        ready.send()
    except Exception as trouble:
        log.warning("letter_waits", kind=letter.kind, error=type(trouble).__name__)
        with tenancy.within(practice_id):
            _later(letter, type(trouble).__name__)
        if _is_down(trouble):
            raise MailDown from trouble
        return False
    with tenancy.within(practice_id):
        Letter.objects.filter(pk=letter.pk).update(
            state="sent", sent_at=clock.now(), leased_until=None, reason=""
        )
    return True


def _is_down(trouble) -> bool:
    """No answer at all; an answer that refuses one letter carries a code or names recipients."""
    answered = hasattr(trouble, "smtp_code") or hasattr(trouble, "recipients")
    return isinstance(trouble, OSError) and not answered


@transaction.atomic
def _take(letter_id):
    now = clock.now()
    letter = Letter.objects.select_for_update().filter(_may_go(now), pk=letter_id).first()
    if letter is None:
        return None
    refusal = _refused(letter)
    welcome = _welcome(letter.kind, letter.client, now)
    if refusal:
        letter.state, letter.reason = "withheld", refusal
    elif welcome > now:
        letter.state, letter.not_before = "waiting", welcome
    else:
        letter.state, letter.leased_until = "sending", now + LEASE
        letter.attempts += 1
    letter.save(update_fields=["state", "reason", "not_before", "leased_until", "attempts"])
    return letter if letter.state == "sending" else None


def _refused(letter):
    if letter.client and not letter.client.may_write and letter.kind != OWN_REQUEST:
        return "never_write"
    if letter.user and not letter.user.is_active:
        return "account_closed"
    if not _mailbox(letter):
        return "no_address"
    return next(filter(None, (_ask(place, letter) for place in REFUSALS)), "")


def _ask(place, letter):
    return import_string(place)(letter)


def _mailbox(letter):
    return letter.client.email if letter.client else letter.user and letter.user.address


def _later(letter, reason):
    """Back into the queue with a longer pause, unless somebody took it back meanwhile."""
    pause = PAUSES[min(letter.attempts, len(PAUSES)) - 1]
    over = letter.attempts >= MOST_TRIES
    Letter.objects.filter(pk=letter.pk, state="sending").update(
        state="given_up" if over else "waiting",
        not_before=clock.now() + pause,
        leased_until=None,
        reason=reason[:60],
    )


def message(letter):
    """The e-mail: discreet sender, neutral sentence, a link. No name, no instrument (PRIV-05)."""
    practice = letter.practice
    language = (letter.client and letter.client.language) or practice.language
    with translation.override(language):
        context = {"practice": practice, "address": _address(letter)}
        subject = _words(f"{letter.kind}_subject", context)
        body = _words(letter.kind, context)
    sender = formataddr((practice.discreet_name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
    return EmailMessage(" ".join(subject.split()), body, sender, [_mailbox(letter)])


def _words(name, context):
    fallback = "plain_subject" if name.endswith("_subject") else "plain"
    found = select_template([f"post/{name}.txt", f"post/{fallback}.txt"])
    return found.template.render(Context(context, autoescape=False))


def _address(letter):
    """The link. Where it needs a token, a fresh one is made as the letter goes out.

    A client's own pages have neutral addresses; all else is reached by the first page, which
    shows what is new.
    """
    kind = KIND_OF_LINK.get(letter.route)
    if kind:
        token = links.make(kind, practice=letter.practice, about_id=letter.about_id)
        return links.address(letter.route, token)
    try:
        path = reverse(letter.route)
    except NoReverseMatch:  # a page about one row
        path = "/"
    return settings.KITH_URL + (path if path.startswith("/my/") else "/")
