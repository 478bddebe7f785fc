"""A mail server that does not answer."""

from smtplib import SMTPConnectError

from django.core.mail.backends.base import BaseEmailBackend


class Backend(BaseEmailBackend):
    def send_messages(self, messages):
        raise SMTPConnectError(421, "nobody there")
