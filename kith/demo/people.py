"""The personas one can walk in as."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Persona:
    """A way into the demo: key of the button, name, role in words, what there is to see."""

    key: str
    name: str
    role: str
    sees: str

    @property
    def short(self) -> str:
        """The first name."""
        return self.name.split()[0]


PERSONAS = [
    Persona(
        "therapist",
        "Ines Halvorsen",
        _("Therapist"),
        _("Her day, her caseload, three whole courses."),
    ),
    Persona(
        "client_marisol",
        "Marisol Quintero-Hale",
        _("Client"),
        _("A disagreement at home. Her course is over, a follow-up has been."),
    ),
    Persona(
        "client_aoife",
        "Aoife Brennan-Okafor",
        _("Client"),
        _("Becoming a parent. Three sessions are left, and a check-in waits."),
    ),
    Persona(
        "client_teodor",
        "Teodor Lindqvist",
        _("Client"),
        _("After a death. His course is over; he comes once a month."),
    ),
    Persona(
        "coordinator", "Carla Brandt", _("Coordinator"), _("Enquiries, appointments, who waits.")
    ),
    Persona(
        "supervisor", "Kwame Aduba", _("Supervisor"), _("What a supervisor sees, and does not.")
    ),
    Persona(
        "outcomes_lead",
        "Otto Lindgren",
        _("Outcomes lead"),
        _("Figures of groups, never of one person."),
    ),
    Persona(
        "owner", "Petra Lindenhof", _("Owner"), _("Staff, settings, audit. No clinical record.")
    ),
    Persona(
        "outsider",
        "Omar Haddad",
        _("Therapist of nobody here"),
        _("Tries to look, and learns nothing."),
    ),
]
