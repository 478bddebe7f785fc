"""Addresses that open one thing: made once, stored as a hash, dated, revocable."""

import secrets
from datetime import timedelta

from cryptography.hazmat.primitives.hashes import SHA256, Hash
from django.conf import settings
from django.urls import reverse

from kith import clock

from .models import Link

LIFE = {
    "setup": timedelta(hours=24),
    "staff": timedelta(days=7),
    "client": timedelta(days=14),
    "checkin": timedelta(days=14),
}


def fingerprint(token: str) -> str:
    """How a token is stored: it has 128 random bits, so a plain SHA-256 suffices."""
    digest = Hash(SHA256())
    digest.update(token.encode("utf-8", "replace"))
    return digest.finalize().hex()


def make(kind: str, *, practice=None, about_id=None) -> str:
    """A fresh token of 128 random bits; only its hash is kept."""
    token = secrets.token_urlsafe(16)
    Link.objects.create(
        kind=kind,
        practice=practice,
        about_id=about_id,
        token_hash=fingerprint(token),
        made_at=clock.now(),
        expires_at=clock.now() + LIFE[kind],
    )
    return token


def find(kind: str, token: str) -> Link | None:
    """The link that a token stands for, whatever its state; None if there never was one."""
    return Link.objects.filter(kind=kind, token_hash=fingerprint(token)).first()


def works(link: Link | None) -> bool:
    """Whether a link may still be used."""
    return bool(link) and not (link.used_at or link.revoked_at) and clock.now() < link.expires_at


def revoke(kind: str, about_id) -> None:
    """End every link to a thing at once."""
    Link.objects.filter(kind=kind, about_id=about_id, revoked_at=None).update(
        revoked_at=clock.now()
    )


def address(name: str, *args) -> str:
    """The full address of a route, as it is sent."""
    return settings.KITH_URL + reverse(name, args=args)
