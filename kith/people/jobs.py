"""Letters with a code: sent in the background, so that no page waits for the mail server."""

import base64
import json
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
    sealed = seal.seal(code.encode(), **_place(user))
    mail_code.enqueue(str(user.pk), template, base64.b64encode(sealed).decode())


def post_to(user, address: str, template: str, code: str = "") -> None:
    """Have a letter of `user` mailed to `address`, sealed till then; "": the work and no letter."""
    sealed = seal.seal(json.dumps([address, code]).encode(), **_place(user))
    mail_to.enqueue(str(user.pk), template, base64.b64encode(sealed).decode())


@task()
def mail_to(user_id: str, template: str, sealed: str) -> bool:
    """Write and send one letter to an address that is not, or no longer, the account's."""
    from .models import User

    user = User.objects.select_related("practice").get(pk=user_id)
    with tenancy.within(user.practice_id):
        address, code = json.loads(seal.unseal(base64.b64decode(sealed), **_place(user)))
        letter = _written(user, template, code, address)
    return bool(address and letter.send())


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
    code = seal.unseal(base64.b64decode(sealed), **_place(user)).decode()
    return _written(user, template, code, user.address)


def _place(user):
    return {"scope": "practice", "owner": user.practice_id, "label": LABEL, "row": user.pk}


def _written(user, template, code, address):
    practice = user.practice
    with translation.override(user.language or practice.language):
        context = {"code": code, "practice": practice}
        subject = render_to_string(f"{template}_subject.txt", context).strip()
        body = render_to_string(f"{template}_message.txt", context)
    sender = formataddr((practice.discreet_name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
    return EmailMessage(subject, body, sender, [address])
