"""A process that sends what waits, and dies at a step (REL-10).

python -m tests.faults.postman write 3            three letters to three people
python -m tests.faults.postman send STEP          die at this step of the second letter
python -m tests.faults.postman later              what the ticks do later
"""

import os
import signal
import sys
from datetime import timedelta

import django

STEPS = ("before_taking", "taken", "written", "connected", "sent", "noted")


def write(count):
    from kith.people.actions import make_user
    from kith.people.models import Practice
    from kith.post import actions
    from kith.post.models import Letter
    from kith.web import tenancy

    practice = Practice.objects.get()
    with tenancy.within(practice.pk):
        Letter.objects.filter(state="waiting").update(state="withheld", reason="test")
        for number in range(int(count)):
            user = make_user(
                practice=practice, name=f"N {number}", address=f"n{number}@example.org"
            )
            actions.write(
                "plain", event=f"e{number}", practice=practice, user=user, route="web:front"
            )


def die(*_said, **_more):
    os.kill(os.getpid(), signal.SIGKILL)


def at_second(work, then=die):
    """`work` as it is the first time; the second time the process dies before it."""
    count = []

    def done(*said, **more):
        count.append(1)
        return then() if len(count) == 2 else work(*said, **more)

    return done


def after_second(work):
    count = []

    def done(*said, **more):
        gave = work(*said, **more)
        count.append(1)
        return die() if len(count) == 2 else gave

    return done


def send(step):
    import smtplib

    from django.core.mail import EmailMessage

    from kith.post import actions

    if step == "before_taking":
        actions._take = at_second(actions._take)
    elif step == "taken":
        actions._take = after_second(actions._take)
    elif step == "written":
        actions.message = after_second(actions.message)
    elif step == "connected":
        smtplib.SMTP.data = at_second(smtplib.SMTP.data)
    elif step == "sent":
        EmailMessage.send = after_second(EmailMessage.send)
    elif step == "noted":
        actions.send = after_second(actions.send)
    tick()


def tick():
    from kith.post import tick as room

    room.DUE, room.HOUSE_DUE = [], []
    room.run()


def later():
    from kith import clock

    for minutes in (3, 9):
        with clock.frozen(clock.now() + timedelta(minutes=minutes)):
            tick()


if __name__ == "__main__":
    django.setup()
    {"write": write, "send": send, "later": later}[sys.argv[1]](*sys.argv[2:])
