"""People ask somebody in; the letter is written here, in the same transaction."""

from django.dispatch import receiver

from kith.people.signals import invited

from . import actions


@receiver(invited)
def write_invitation(sender, *, signal, **letter):
    """Put the invitation into the outbox."""
    actions.write(letter.pop("kind"), **letter)
