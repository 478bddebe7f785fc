"""The visitor's address is taken from the proxy we were told of, and from nobody else."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from kith.web.middleware import Visitor


def seen(forwarded, remote):
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR=remote)
    Visitor(lambda request: HttpResponse(request.META["REMOTE_ADDR"]))(request)
    return request.META["REMOTE_ADDR"]


@pytest.mark.parametrize(
    "proxy, forwarded, remote, address",
    [
        ("10.0.0.1", "203.0.113.9", "10.0.0.1", "203.0.113.9"),
        ("10.0.0.1", "1.1.1.1, 203.0.113.9", "10.0.0.1", "203.0.113.9"),
        ("10.0.0.1", "1.1.1.1", "203.0.113.9", "203.0.113.9"),
        ("", "1.1.1.1", "203.0.113.9", "203.0.113.9"),
    ],
)
def test_SEC_15_a_spoofed_forwarding_header_does_not_help(
    settings, proxy, forwarded, remote, address
):
    settings.KITH_TRUSTED_PROXY = proxy
    assert seen(forwarded, remote) == address
