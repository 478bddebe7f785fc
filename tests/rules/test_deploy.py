"""The files in deploy/ say what is true of this project, and keep the service shut in."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNIT = (DEPLOY / "systemd/kith.service").read_text(encoding="utf-8")
SHUT = """NoNewPrivileges=yes ProtectSystem=strict ProtectHome=yes PrivateTmp=yes PrivateDevices=yes
RestrictNamespaces=yes MemoryDenyWriteExecute=yes LockPersonality=yes ProtectKernelModules=yes
SystemCallArchitectures=native CapabilityBoundingSet= UMask=0077 LimitCORE=0""".split()


def settings_named(text: str) -> set[str]:
    return set(re.findall(r"\bKITH_[A-Z_]+", text))


@pytest.mark.parametrize("line", SHUT)
def test_the_service_is_shut_in(line):
    assert line in UNIT.splitlines()


def test_the_service_may_write_to_its_own_folders_only():
    places = re.search(r"^ReadWritePaths=(.*)$", UNIT, re.M)[1].split()
    assert places == [
        "/srv/kith/data",
        "/srv/kith/keys",
        "/srv/kith/backups",
        "/srv/kith/key-copies",
    ]


def test_systemd_finds_little_to_reproach(tmp_path):
    tool = shutil.which("systemd-analyze")
    if tool is None:
        assert "SystemCallFilter=@system-service" in UNIT
        return
    shutil.copy(DEPLOY / "systemd/kith.service", tmp_path)
    told = subprocess.run(
        [tool, "security", "--offline=true", "./kith.service"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    level = re.search(r"exposure level for kith.service: ([0-9.]+)", told.stdout)
    assert level and float(level[1]) <= 1.5, told.stdout[-400:] + told.stderr


@pytest.mark.parametrize("file", sorted(p for p in DEPLOY.rglob("*") if p.is_file()), ids=str)
def test_every_setting_that_is_named_is_described(file):
    known = settings_named((ROOT / "docs/using/settings.md").read_text(encoding="utf-8"))
    assert settings_named(file.read_text(encoding="utf-8")) <= known


def test_the_image_is_built_from_the_lock_and_does_not_run_as_root():
    text = (DEPLOY / "container/Containerfile").read_text(encoding="utf-8")
    uv = re.search(r'uv==([0-9.]+)"', (ROOT / "Makefile").read_text(encoding="utf-8"))[1]
    assert f"uv=={uv}" in text and "uv sync --frozen --no-dev" in text
    assert text.index("\nUSER kith\n") < text.index("\nENTRYPOINT")
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.M)
    assert all((ROOT / name).exists() for line in copied for name in line.split())


@pytest.mark.parametrize("file", ["proxy/Caddyfile", "proxy/nginx.conf"])
def test_a_proxy_names_one_visitor_and_writes_none_down(file):
    text = (DEPLOY / file).read_text(encoding="utf-8")
    assert "X-Forwarded-For" in text and "$proxy_add_x_forwarded_for" not in text
    assert "access_log off" in text or "output discard" in text


def bytes_of(size: str) -> int:
    """What a proxy means by a size: nginx counts k as 1024, Caddy KB as 1000."""
    number, unit = re.fullmatch(r"(\d+)(k|KB)", size).groups()
    return int(number) * (1024 if unit == "k" else 1000)


def test_SEC_21_nginx_takes_in_a_whole_body_in_memory_before_it_asks_kith():
    said = dict(re.findall(r"^\s*(\w+) (\S+);$", (DEPLOY / "proxy/nginx.conf").read_text(), re.M))
    assert said["proxy_request_buffering"] == "on"
    assert said["client_body_buffer_size"] == said["client_max_body_size"], "else it goes to a disk"
    assert bytes_of(said["client_body_buffer_size"]) >= settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert {said["client_body_timeout"], said["client_header_timeout"]} == {"15s"}


def test_SEC_21_caddy_takes_in_a_whole_body_in_memory_before_it_asks_kith():
    text = (DEPLOY / "proxy/Caddyfile").read_text()
    said = dict(re.findall(r"^\t+(\w+) (\S+)$", text, re.M))
    assert said["request_buffers"] == said["max_size"]
    assert bytes_of(said["request_buffers"]) >= settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert {said["read_header"], said["read_body"]} == {"15s", "60s"}
    blocks = re.findall(r"^(\S*) ?\{$", text, re.M)
    assert blocks == ["", "kith.example.org"], "what counts for every site comes first"


def test_every_file_is_in_the_list():
    page = (DEPLOY / "README.md").read_text(encoding="utf-8")
    names = {str(p.relative_to(DEPLOY)) for p in DEPLOY.rglob("*") if p.is_file()} - {"README.md"}
    assert names == set(re.findall(r"^\| `([^`]+)`", page, re.M))


def test_the_settings_of_the_service_are_read_by_a_shell_as_the_restore_page_does_it():
    asked = f"set -a; . {DEPLOY}/systemd/kith.env; env"
    said = subprocess.run(["bash", "-ec", asked], capture_output=True, text=True, check=True)
    named = settings_named(said.stdout)
    assert "KITH_MAIL_FROM=Practice <hello@example.org>" in said.stdout.splitlines()
    assert {"KITH_URL", "KITH_DATA", "KITH_BACKUP_TO", "KITH_BACKUP_KEYS_TO"} <= named
    assert said.stderr == ""


def test_REL_12_the_service_may_be_gentle_with_its_backups():
    denied = re.search(r"^SystemCallFilter=~(.*)$", UNIT, re.M)[1].split()
    assert "@resources" not in denied, "setpriority belongs to it"
