from django import forms
from django.utils.translation import gettext_lazy as _

from kith.web.forms import KithForm

KINDS = [
    ("", _("Everything")),
    ("opened", _("Records opened")),
    ("refused", _("Refused")),
    ("people", _("Accounts and roles")),
    ("glass", _("Break-glass")),
    ("care", _("Courses and agreements")),
    ("intake", _("Enquiries")),
    ("checkins", _("Check-ins")),
    ("measures", _("Questionnaires")),
    ("safety", _("Safety")),
    ("notes", _("Notes")),
    ("backup", _("Backups")),
    ("vault", _("Keys and seals")),
]


class FilterForm(KithForm):
    """Which events to list. Everything is chosen from what there is."""

    kind = forms.ChoiceField(label=_("What happened"), required=False, choices=KINDS)
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("newest", _("newest first")), ("oldest", _("oldest first"))],
    )
    actor = forms.UUIDField(label=_("By whom (id)"), required=False)
