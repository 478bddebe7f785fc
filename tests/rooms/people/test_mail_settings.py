"""Letters travel sealed, or not at all."""

import os
import subprocess
import sys

import pytest


def load(tmp_path, url, smtp):
    """What the settings say when the house is started so; "" when they load."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("KITH_")}
    env |= {"KITH_URL": url, "KITH_SMTP_URL": smtp, "DJANGO_SETTINGS_MODULE": "kith.settings"}
    env |= {"KITH_DATA": str(tmp_path / "data"), "KITH_KEYS": str(tmp_path / "keys")}
    code = "from django.conf import settings; settings.EMAIL_HOST"
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)
    return done.stderr


@pytest.mark.parametrize("smtp", ["smtps://m.example.org", "smtp+tls://m.example.org", ""])
def test_SEC_30_mail_over_tls_is_taken(tmp_path, smtp):
    assert load(tmp_path, "https://kith.example.org", smtp) == ""


def test_SEC_30_mail_in_the_open_is_refused_but_on_this_machine(tmp_path):
    said = load(tmp_path, "https://kith.example.org", "smtp://m.example.org:25")
    assert "letters would travel open" in said and "smtps://" in said
    assert load(tmp_path, "https://kith.example.org", "smtp://localhost:25") == ""
    assert load(tmp_path, "http://localhost:8000", "smtp://m.example.org:25") == ""
