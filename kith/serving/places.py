"""Where things lie: data, keys (never inside the data), and what is made from them."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def data_folder() -> Path:
    """Database, mail in development, static files. From KITH_DATA, else ./kith-data."""
    default = "kith-demo" if os.environ.get("KITH_DEMO") == "1" else "kith-data"
    return Path(os.environ.get("KITH_DATA") or default).resolve()


def key_folder() -> Path:
    """Master key and wrapped keys. From KITH_KEYS, else beside the data with '-keys' added."""
    data = data_folder()
    return Path(os.environ.get("KITH_KEYS") or data.with_name(data.name + "-keys")).resolve()


def static_folder() -> Path:
    """Hashed, compressed files for the browser."""
    return data_folder() / "static"


def secret_key() -> str:
    """Django's signing key, made at first start beside the master key, mode 0600."""
    path = key_folder() / "django.key"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()


def port() -> int:
    """The port that Kith listens on. From PORT, else 8000."""
    said = os.environ.get("PORT") or "8000"
    if not said.isdigit() or not 0 < int(said) < 65536:
        raise ImproperlyConfigured(f"PORT is {said}: give a number up to 65535.")
    return int(said)
