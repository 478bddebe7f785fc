"""What rooms further on may wish to hear of."""

from django.dispatch import Signal

# Somebody is to be written to with a link of their own. Sent inside the transaction of the deed.
# practice, kind ("staff_invitation", "client_invitation"), event (once each), route, about_id,
# and user or client: to whom.
invited = Signal()
