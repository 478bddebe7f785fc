"""`kith user`: accounts of staff, for whoever holds the machine. Nothing clinical is shown."""

import django

NEEDED = {
    "administrator": "This is the practice's only administrator. Make another one first.",
    "duty": "This is the clinician on duty. Name another one on the settings page first.",
}


def run(asked):
    """Carry out `kith user list | practice | owner | disable | enable | reset-factor`."""
    django.setup()
    from django.core.management import CommandError

    if asked.act == "list":
        return show(asked.practice)
    if asked.act == "practice":
        return another_practice()
    if not asked.email:
        raise CommandError(f"Say for whom: kith user {asked.act} EMAIL")
    acts = {"owner": owner, "disable": disable, "enable": enable, "reset-factor": reset_factor}
    return acts[asked.act](asked)


def another_practice():
    """Print a set-up link for one more practice of this installation."""
    from kith.people import setup

    print(f"This link makes one more practice, once, within a day: {setup.link_for_another()}")


def show(slug):
    """One line for each member of staff: practice, name, address, roles, state."""
    staff = [(user, sorted(user.roles - {"client"})) for user in _everybody(slug)]
    staff = [(user, roles) for user, roles in staff if roles]
    if not staff:
        print("There is nobody yet.")
    for user, roles in staff:
        state = "" if user.is_active else ", disabled"
        factor = "" if _factors(user).exists() else ", no second factor yet"
        name, held = f"{user.name} <{user.address}>", ", ".join(roles)
        print(f"{user.practice.slug}: {name}: {held}{factor}{state}")


def owner(asked):
    """Make somebody the owner of a practice (an administrator) and print their one-time link."""
    from kith.people import actions, links
    from kith.web import tenancy

    practice = _practice(asked.practice)
    with tenancy.within(practice.pk):
        user = _find(asked.email) or actions.make_user(
            practice=practice, name=asked.email.partition("@")[0], address=asked.email
        )
        actions.give_role(user=user, role="administrator", by=None)
        token = links.make("staff", practice=practice, about_id=user.pk)
    print(f"This link works once, for 7 days: {links.address('people:join', token)}")


def disable(asked):
    """Close an account; every session of it ends with the next request."""
    _change("disable", asked.email)
    print("Closed. Open pages of this account end with the next click.")


def enable(asked):
    """Open a closed account again."""
    _change("enable", asked.email)
    print("Open again.")


def reset_factor(asked):
    """Take away the second factor of somebody who lost it."""
    _change("reset_factor", asked.email)
    print("The second factor is gone. The next sign-in asks for a new one.")


def _change(name, email):
    """Do a deed of the people room to the account behind an address; the house itself does it."""
    from django.core.management import CommandError

    from kith.people import actions
    from kith.web import tenancy

    user = _must_find(email)
    with tenancy.within(user.practice_id):
        try:
            getattr(actions, name)(user=user, by=None)
        except actions.StillNeeded as refusal:
            raise CommandError(NEEDED[refusal.args[0]]) from None


def _factors(user):
    from allauth.mfa.models import Authenticator

    return Authenticator.objects.filter(user=user)


def _everybody(slug):
    from kith.people.models import User
    from kith.web import tenancy

    for practice in [_practice(slug)] if slug else _practices():
        with tenancy.within(practice.pk):
            yield from User.objects.filter(practice=practice).order_by("created_at")


def _practices():
    from kith.people.models import Practice

    return Practice.objects.order_by("slug")


def _practice(slug):
    """The practice called `slug`; without one, the only practice there is."""
    from django.core.management import CommandError

    found = list(_practices().filter(slug=slug) if slug else _practices()[:2])
    if len(found) == 1:
        return found[0]
    if slug:
        raise CommandError(f"No practice is called {slug}.")
    said = "There are several: say --practice NAME." if found else "There is no practice yet."
    raise CommandError(said)


def _find(email):
    from kith.people import addresses
    from kith.people.models import User

    return User.objects.filter(email=addresses.veil(email)).first()


def _must_find(email):
    from django.core.management import CommandError

    user = _find(email)
    if user is None:
        raise CommandError(f"Nobody signs in as {email}.")
    return user
