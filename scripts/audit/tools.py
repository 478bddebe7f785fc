"""The checkers, installed with pinned versions into .audit/ (no part of the tree)."""

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from kith.bench import machine

from .house import ROOT
from .result import CannotRun

HERE = Path(__file__).resolve().parent
HOME = ROOT / ".audit"
NODE, PYTHON = HOME / "node", HOME / "python"
PINNED = {"wapiti3": "3.2.3", "sqlmap": "1.10.10", "schemathesis": "4.32.0"}
QUIET = {"PUPPETEER_SKIP_DOWNLOAD": "1", "CI": "1", "NO_UPDATE_NOTIFIER": "1"}


def run(command, seconds, **more):
    """Run a tool within its time; gives the finished process with its words.

    What it has started ends with it, also when its time is over.
    """
    command = list(map(str, command))
    pipe = subprocess.PIPE
    words = {"stdout": pipe, "stderr": pipe, "text": True, "errors": "replace"}
    env = {**os.environ, **QUIET, **more.pop("env", {})}
    try:
        process = subprocess.Popen(command, env=env, start_new_session=True, **words, **more)
    except FileNotFoundError as missing:
        raise CannotRun(f"{missing.filename} is not here") from missing
    try:
        said, wrong = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as late:
        raise CannotRun(f"{Path(command[0]).name} took more than {seconds} s") from late
    finally:
        if process.poll() is None:
            end(process)
    return subprocess.CompletedProcess(command, process.returncode, said, wrong)


def end(process):
    """SIGKILL to a tool and to all that it has started, servers in sessions of their own too."""
    for pid in machine.family(process.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()


def node(name):
    """The path of a checker that runs in node, installed if need be."""
    wanted = (HERE / "package-lock.json").read_bytes()
    mark = NODE / "package-lock.json"
    if not (NODE / "node_modules").is_dir() or mark.read_bytes() != wanted:
        if not shutil.which("npm"):
            raise CannotRun("npm is not here")
        NODE.mkdir(parents=True, exist_ok=True)
        for file in ("package.json", "package-lock.json"):
            shutil.copyfile(HERE / file, NODE / file)
        done = run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], 400, cwd=NODE)
        if done.returncode:
            shutil.rmtree(NODE, ignore_errors=True)
            raise CannotRun(f"npm: {done.stderr.strip()[:300]}")
    return NODE / "node_modules" / name


def python(package, script):
    """The path of a checker that runs in Python, in an environment of its own."""
    here = PYTHON / package
    found = here / "bin" / script
    if not found.exists():
        run([sys.executable, "-m", "venv", here], 120)
        done = run([here / "bin/pip", "install", "-q", f"{package}=={PINNED[package]}"], 400)
        if done.returncode:
            raise CannotRun(f"pip: {done.stderr[-200:]}")
    return found


def chromium():
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise CannotRun("Chromium is not here; scripts/need_chromium.sh installs it")
    return found


def versions() -> dict:
    """What the audit was done with."""
    pinned = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    return pinned | PINNED | {"Python": sys.version.split()[0], "Chromium": _chromium_version()}


def _chromium_version():
    try:
        return run([chromium(), "--version"], 20).stdout.split()[1]
    except (CannotRun, IndexError):
        return "not here"
