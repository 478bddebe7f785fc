"""The command line as a person uses it: what is typed, what comes back."""

import io

import pytest

from ipt.cli import main


@pytest.fixture
def ipt(capsys, monkeypatch):
    """Run a command with text on standard input; return (status, output, what was said)."""

    def run(*argv, typed=""):
        raw = typed if isinstance(typed, bytes) else typed.encode()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
        status = main([str(each) for each in argv])
        told = capsys.readouterr()
        return status, told.out, told.err

    return run


def lines(*rows):
    return "".join(f"{row}\n" for row in rows)
