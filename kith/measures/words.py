"""What questionnaires are about, in plain words, and what is said of their figures."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ipt.measures.definition import recalled
from kith.web import book

# Order of the list, and what staff read.
DOMAINS = {
    "depression": gettext_lazy("Low mood"),
    "anxiety": gettext_lazy("Anxiety"),
    "distress": gettext_lazy("General distress"),
    "functioning": gettext_lazy("Getting on with daily life"),
    "wellbeing": gettext_lazy("Wellbeing"),
    "interpersonal": gettext_lazy("People and support"),
    "grief": gettext_lazy("Grief"),
    "trauma": gettext_lazy("Trauma"),
    "perinatal": gettext_lazy("Round a birth"),
    "mania": gettext_lazy("Raised mood"),
    "alcohol": gettext_lazy("Alcohol"),
    "sleep": gettext_lazy("Sleep"),
    "self-esteem": gettext_lazy("Self-esteem"),
    "goals": gettext_lazy("Goals"),
    "alliance": gettext_lazy("The sessions themselves"),
}
# What the client reads: what it is about, never the name of an instrument.
PLAIN = {
    "depression": gettext_lazy("How the weeks felt"),
    "anxiety": gettext_lazy("How tense the weeks were"),
    "distress": gettext_lazy("How the weeks weighed on you"),
    "functioning": gettext_lazy("How daily life went"),
    "wellbeing": gettext_lazy("How well you felt"),
    "loneliness": gettext_lazy("How close others felt"),
    "interpersonal": gettext_lazy("How supported you felt"),
    "grief": gettext_lazy("How the loss was to carry"),
    "trauma": gettext_lazy("How much the past came back"),
    "perinatal": gettext_lazy("How you have been since the birth"),
    "mania": gettext_lazy("How much energy you had"),
    "alcohol": gettext_lazy("What you drank"),
    "sleep": gettext_lazy("How you slept"),
    "self-esteem": gettext_lazy("How you saw yourself"),
    "goals": gettext_lazy("How your goals moved"),
    "alliance": gettext_lazy("How our meetings were for you"),
}
TELLING = ("perinatal", "loneliness")  # says more than the domain named before it


def domain(measure) -> str:
    """The domain under which staff find a measure."""
    return next((name for name in measure.domain if name in DOMAINS), "")


def domain_words(name) -> str:
    return str(DOMAINS.get(name) or _("Other"))


def plain_title(measure) -> str:
    """What the client reads over the picture of a measure."""
    named = [name for name in TELLING if name in measure.domain] or list(measure.domain)
    return next((str(PLAIN[name]) for name in named if name in PLAIN), _("Your answers"))


def certainty(verified) -> str:
    """What is said beside a figure that was not checked at its source."""
    if recalled(verified):
        return book.text("measures.recalled")
    return _("from a second source") if verified == "secondary" else ""


def by_domain(measures) -> list:
    """(domain, its measures) in the order of the list, the rest at the end."""
    order = [*DOMAINS, ""]
    found = {}
    for measure in measures:
        found.setdefault(domain(measure), []).append(measure)
    return [(name, found[name]) for name in order if name in found]
