"""`kith serve`: prepare once, then keep the web process and the background process alive."""

import gc
import os
import signal
import sys
from importlib import import_module

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError

from kith.serving import children
from kith.serving.children import Child

PATIENCE = 30.0  # seconds that a child has to end before it is ended


def serve(asked) -> int:
    """Serve until told to stop. Gives 0 after a clean stop, 1 when the web cannot stand."""
    from kith.serving import background, web

    django.setup()
    import_module("kith.vault.keys").unlock()
    signal.pthread_sigmask(signal.SIG_BLOCK, children.WATCHED)
    held = web.claim()
    status = run_to_end(prepare)
    if status:
        return status
    application = load()
    return Supervisor(
        Child("web", lambda: web.serve(application, held), limit=5),
        Child("background", background.work),
    ).run()


def prepare() -> int:
    """In a process of its own, so that the supervisor never opens the database."""
    from kith.serving import prepare as steps

    try:
        link = steps.everything()
    except (ImproperlyConfigured, CommandError) as refusal:
        print(f"kith: {refusal}", file=sys.stderr)
        return 1
    if link:
        print(f"Set it up here; the link works once: {link}")
    if settings.KITH_DEMO:
        print("This is the demo: everybody in it is fictional.")
    return 0


def run_to_end(work) -> int:
    """Run `work` in a child process; give its status. A wish to stop ends it and is its status."""
    pid = children.fork(work)
    while True:
        told = signal.sigwait(children.WATCHED)
        if told != signal.SIGCHLD:
            os.kill(pid, signal.SIGTERM)
        ended = children.reap()
        if pid in ended:
            return abs(ended[pid])


def load():
    """Load all of the program, so that the children share it."""
    from kith.serving.wsgi import application

    import_module(settings.ROOT_URLCONF)
    import_module("kith.serving.warm").load()
    gc.collect()
    gc.freeze()
    return application


class Supervisor:
    """Keeps children alive until told to stop, or until one cannot stand."""

    def __init__(self, *kept: Child):
        self.kept = kept
        self.stopping_since: float | None = None
        self.status = 0

    def run(self) -> int:
        for child in self.kept:
            child.start()
        while self.stopping_since is None or any(child.pid for child in self.kept):
            told = signal.sigtimedwait(children.WATCHED, 0.5)
            if told and told.si_signo != signal.SIGCHLD:
                self.stop()
            self.note_falls()
            self.look_after()
        return self.status

    def note_falls(self):
        ended = children.reap()
        for child in self.kept:
            if child.pid in ended:
                status = ended[child.pid]
                child.fell(children.monotonic())
                if self.stopping_since is None:
                    print(f"kith: {child.name} ended ({status}).", file=sys.stderr, flush=True)

    def look_after(self):
        now = children.monotonic()
        if self.stopping_since is not None:
            if now - self.stopping_since > PATIENCE:
                self.tell(signal.SIGKILL)
            return
        for child in self.kept:
            if child.cannot_stand:
                print(f"kith: {child.name} keeps falling; giving up.", file=sys.stderr, flush=True)
                self.status = 1
                return self.stop()
            if child.due(now):
                child.start()

    def stop(self):
        if self.stopping_since is None:
            self.stopping_since = children.monotonic()
            self.tell(signal.SIGTERM)

    def tell(self, what):
        for child in self.kept:
            child.tell(what)
