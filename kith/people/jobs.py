"""Letters with a code: sent in the background, so that no page waits for the mail server."""

import base64
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django_tasks import task

from kith.vault import seal
from kith.web import tenancy

LABEL = "people.mailed_code"


def post_code(user, template: str, code: str) -> None:
    """Have `code` mailed to `user`; None: the same work for nobody, so that it takes as long."""
    if user is None:
        mail_code.enqueue("", template, "")
        return
    place = {"scope": "practice", "owner": user.practice_id, "label": LABEL, "row": user.pk}
    sealed = seal.seal(code.encode(), **place)
    mail_code.enqueue(str(user.pk), template, base64.b64encode(sealed).decode())


@task()
def mail_code(user_id: str, template: str, sealed: str) -> bool:
    """Write and send one code letter."""
    from .models import User

    found = User.objects.select_related("practice").filter(pk=user_id or None, is_active=True)
    user = found.first()
    if user is None:
        return False
    with tenancy.within(user.practice_id):
        letter = _letter(user, template, sealed)
    return bool(letter.send())


def _letter(user, template, sealed):
    place = {"scope": "practice", "owner": user.practice_id, "label": LABEL, "row": user.pk}
    code = seal.unseal(base64.b64decode(sealed), **place).decode()
    practice = user.practice
    with translation.override(user.language or practice.language):
        context = {"code": code, "practice": practice}
        subject = render_to_string(f"{template}_subject.txt", context).strip()
        body = render_to_string(f"{template}_message.txt", context)
    sender = formataddr((practice.discreet_name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
    return EmailMessage(subject, body, sender, [user.address])
