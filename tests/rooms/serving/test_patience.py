"""Bodies sent drop by drop: a thread is let go after a while, and others are served (SEC-21)."""

import socket
import subprocess
import sys
import threading
import time

import pytest
from django.test import Client

from kith.serving import patience
from tests.support.ground import free_port

from .machine import ROOT, surroundings

SERVER = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "kith.settings"
import kith
from kith.serving import patience, web
patience.SECONDS = 2.0

def house(environ, start):
    try:
        told = str(len(environ["wsgi.input"].read())).encode()
    except TimeoutError:
        told = b"late"
    start("200 OK", [("Content-Length", str(len(told)))])
    return [told]

web.serve(house, web.claim())
"""


@pytest.fixture
def port(tmp_path):
    """gunicorn as Kith sets it up, with two seconds for a body."""
    number = free_port()
    for name in ("data", "keys"):
        (tmp_path / name).mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER],
        env=surroundings(tmp_path, PORT=str(number)),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert "Kith is at" in process.stdout.readline()
    yield number
    process.terminate()
    process.communicate(timeout=60)


def sending(port, body=b"", length=None):
    """A connection on which a head and some of a body were sent."""
    link = socket.create_connection(("127.0.0.1", port), timeout=30)
    length = len(body) if length is None else length
    link.sendall(f"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n".encode())
    link.sendall(body)
    return link


def answer(link):
    said = b""
    while b"\r\n\r\n" not in said:
        piece = link.recv(1000)
        assert piece, said
        said += piece
    return said.partition(b"\r\n\r\n")[2] or link.recv(1000)


def test_SEC_21_eight_who_send_drop_by_drop_do_not_stop_the_house(port):
    slow, over = [sending(port, b"x", length=1000) for _ in range(8)], threading.Event()

    def drip():
        while not over.wait(0.3):
            for link in slow:
                try:
                    link.sendall(b"x")
                except OSError:
                    pass  # it was let go

    threading.Thread(target=drip, daemon=True).start()
    try:
        begun = time.monotonic()
        assert answer(sending(port, b"hello")) == b"5"
        assert time.monotonic() - begun < 8
        assert answer(slow[0]) == b"late"
    finally:
        over.set()


def test_SEC_21_who_takes_less_than_the_time_is_heard_and_may_ask_again(port):
    link = sending(port, b"he", length=5)
    time.sleep(1.2)
    link.sendall(b"llo")
    assert answer(link) == b"5"
    time.sleep(1.2)
    link.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\n")
    link.sendall(b"x" * 900_000)
    assert answer(link) == b"900000"


def test_SEC_21_a_hurried_socket_waits_until_its_moment_and_no_longer():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        hurried = patience.Hurried(ours, 0.2)
        theirs.sendall(b"ab")
        assert hurried.recv(1) == b"a" and ours.gettimeout() is None
        assert hurried.recv(1) == b"b"
        with pytest.raises(TimeoutError):
            hurried.recv(1)
        theirs.sendall(b"c")
        with pytest.raises(TimeoutError):
            hurried.recv(1)
        assert ours.gettimeout() is None


class Late:
    """A body that does not arrive in time."""

    def read(self, *_size):
        raise TimeoutError("the body did not arrive in time")

    readline = read


@pytest.mark.django_db
def test_SEC_21_a_form_that_does_not_arrive_in_time_is_refused_and_no_error_of_ours():
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/sign-in/", {"login": "x"}, **{"wsgi.input": Late()})
    assert 400 <= answer.status_code < 500
