"""`kith user`: accounts of staff from the machine itself, noted in the audit, nothing clinical."""

from argparse import Namespace

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError
from django.urls import reverse

from kith.audit.models import AuditEvent
from kith.people.models import User
from kith.serving import staff

pytestmark = pytest.mark.django_db


def user(act, email=None, practice=None):
    return staff.run(Namespace(act=act, email=email, practice=practice))


def test_the_list_names_staff_and_no_client(ines, marisol, capsys):
    user("list")
    said = capsys.readouterr().out
    assert "Ines Halvorsen" in said and "therapist" in said
    assert "Marisol" not in said


def test_an_owner_gets_a_link_that_works_once(practice, capsys, client):
    user("owner", "petra@lindenhof.example")
    said = capsys.readouterr().out
    path = said[said.index(reverse("people:join", args=["x"])[:-2]) :].strip()
    assert client.get(path).status_code == 200
    new = User.objects.get(practice=practice)
    assert new.roles == {"administrator"} and not new.has_usable_password()


def test_a_disabled_account_is_out_at_once(kwame, as_user):
    browser = as_user(kwame)
    user("disable", "kwame@lindenhof.example")
    assert browser.get(reverse("people:account")).status_code in (302, 404)
    assert AuditEvent.objects.filter(action="people.account_closed", about_id=kwame.pk).exists()
    user("enable", "kwame@lindenhof.example")
    kwame.refresh_from_db()
    assert kwame.is_active


def test_the_only_administrator_cannot_be_closed(owner):
    with pytest.raises(CommandError, match="only administrator"):
        user("disable", "petra@lindenhof.example")


def test_a_lost_second_factor_is_reset_and_noted(ines):
    user("reset-factor", "ines@lindenhof.example")
    assert not Authenticator.objects.filter(user=ines).exists()
    assert AuditEvent.objects.filter(action="people.factor_reset", about_id=ines.pk).exists()


def test_an_unknown_address_is_said_in_a_sentence(practice):
    with pytest.raises(CommandError, match="Nobody signs in as"):
        user("disable", "nobody@lindenhof.example")
    with pytest.raises(CommandError, match="Say for whom"):
        user("disable")
