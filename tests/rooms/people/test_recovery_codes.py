"""Recovery codes are few and short, so each guess must cost as much as one at a password."""

import pytest
from django.contrib.auth import hashers

from kith.people import factors

pytestmark = pytest.mark.django_db


def test_SEC_13_recovery_codes_are_hashed_as_slowly_as_passwords(ines, with_app, settings):
    settings.PASSWORD_HASHERS = ["kith.people.passwords.Argon2"]
    with_app(ines)
    codes = factors.fresh_codes(ines)
    row = factors.Authenticator.objects.get(user=ines, type="recovery_codes")
    assert len(set(row.data["codes"])) == 10
    for kept in row.data["codes"]:
        assert kept.startswith("argon2$argon2id$v=19$m=65536,t=3,p=1$")
    assert factors.check(ines, codes[7]) and not factors.check(ines, codes[7])
    other = factors.fresh_codes(ines)
    again = factors.Authenticator.objects.get(user=ines, type="recovery_codes")
    assert again.data["salt"] != row.data["salt"]
    assert not factors.check(ines, codes[0]) and factors.check(ines, other[0])


def test_SEC_13_a_try_costs_one_hash_and_a_code_of_the_app_none(ines, with_app, monkeypatch):
    with_app(ines)
    factors.fresh_codes(ines)
    made, real = [], hashers.MD5PasswordHasher.encode

    def encode(self, *args):
        made.append(1)
        return real(self, *args)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", encode)
    assert not factors.check(ines, "abcde-fghjk")
    assert len(made) == 1
    assert not factors.check(ines, "123456")
    assert len(made) == 1


def test_SEC_13_codes_made_at_lower_costs_still_count(ines, with_app, settings):
    from kith.people import passwords

    settings.PASSWORD_HASHERS = ["kith.people.passwords.Argon2"]
    with_app(ines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords.Argon2, "memory_cost", 1024)
        codes = factors.fresh_codes(ines)
    assert factors.check(ines, codes[0]).type == "recovery_codes"
