"""How it hangs together, as a reader may see it: versions in order, what changed, what was said."""

from collections import defaultdict
from dataclasses import dataclass, field

from ipt import conditions
from ipt.focus import formulation as book_formulation
from ipt.timeline.dates import read
from kith.care import reading as care
from kith.intake import reading as intake
from kith.intake.models import Hopes, Patterns, Presenting
from kith.inventory import reading as inventory
from kith.timeline import reading as timeline
from kith.timeline import when
from kith.web import book

from . import reading
from .models import Formulation, FormulationAnswer


@dataclass(frozen=True)
class Version:
    """A version with what came in and went out since the one before, and what was said to it."""

    row: Formulation
    changes: tuple
    answers: list = field(default_factory=list)

    @property
    def first(self) -> bool:
        """Whether there is none before it."""
        return self.row.number == 1


def versions(course, user) -> list[Version]:
    """Every version, the newest first."""
    rows = Formulation.objects.for_user(user).filter(course=course).order_by("number")
    rows = list(rows.select_related("author", "takes_over"))
    said = defaultdict(list)
    answers = FormulationAnswer.objects.for_user(user).filter(formulation__course=course)
    for answer in answers.select_related("by"):
        said[answer.formulation_id].append(answer)
    before, found = "", []
    for row in rows:
        changes = book_formulation.changes(before, row.words) if before else ()
        found.append(Version(row, changes, said[row.pk]))
        before = row.words
    return found[::-1]


def present(course, user):
    """The version that stands, or None."""
    rows = Formulation.objects.for_user(user).filter(course=course)
    return rows.select_related("author").order_by("number").last()


def people_of(row, course, user) -> list[str]:
    """The names of the people whom a version names."""
    ids = set(row.person_ids or []) if row else set()
    return [p.name for p in inventory.present(course, user) if str(p.id) in ids] if ids else []


def written(course, user) -> int:
    """How many versions the client can read."""
    return Formulation.objects.for_user(user).filter(course=course).count()


def formulated(course_ids, user) -> set:
    """Those of the courses that have one. One query."""
    rows = Formulation.objects.for_user(user).filter(course__in=list(course_ids))
    return set(rows.values_list("course_id", flat=True))


def waiting(found) -> FormulationAnswer | None:
    """The newest words of the client that no later version has taken over."""
    taken = {version.row.takes_over_id for version in found}
    said = [answer for version in found for answer in reversed(version.answers)]
    return next((a for a in said if a.words.strip() and a.pk not in taken), None)


def names_illness(course) -> bool:
    """Whether the course's protocol names an illness at all."""
    return care.plan_of(course).sick_role != "none"


def to_begin_from(course, user) -> dict:
    """What is there already, by the fields of the form: each is the therapist's to change."""
    presenting = intake.part(Presenting, course, user)
    patterns = intake.part(Patterns, course, user)
    held = next(iter(reading.held_areas(course, user)), None)
    contract = care.frame(course).contract
    began, first = _beginning(course, user)
    return {
        "diagnosis_named": _named(course),
        "onset": began or (presenting.onset if presenting else ""),
        "event": first or (patterns.recent_changes if patterns else ""),
        "since": held.choice.because if held else "",
        "supports": patterns.supports if patterns else "",
        "sessions": contract.sessions_planned if contract else None,
        "people": [str(held.choice.person_id)] if held and held.choice.person_id else [],
    }


def _beginning(course, user) -> tuple[str, str]:
    """When it began, and the event nearest to that on the timeline; "" where it is not told."""
    onset = timeline.onset(course, user)
    if onset is None:
        return "", ""
    at = read(onset.when)
    events = timeline.events(course, user, began=onset, people={})
    near = min(events, key=lambda e: abs((e.when.middle - at.middle).days), default=None)
    return when.words(at), near.title if near else ""


def _named(course) -> str:
    """The illness by name where the protocol is for one alone; else it is left to the therapist."""
    fitting = [each for each in conditions.conditions() if each.protocol == course.protocol]
    if not names_illness(course) or len(fitting) != 1 or not fitting[0].diagnosis:
        return ""
    return book.text(f"condition.{fitting[0].id}.title")


def meant(course, user) -> dict:
    """What stands for an aim that nobody has put into words yet: the first goal, the first hope."""
    aims, hopes = reading.goals(course, user), intake.part(Hopes, course, user)
    return {"goal": aims[0].text if aims else "", "hope": hopes.first if hopes else ""}


def draft(said, focus, meant) -> str:
    """The sentences that can be said with what the form holds, as one text.

    focus   what is worked on, in the client's words, "" while nothing is chosen
    meant   as `meant` gives it
    """
    known = book_formulation.Known(
        diagnosis=said.get("diagnosis_named", ""),
        onset=said.get("onset", ""),
        event=said.get("event", ""),
        since=said.get("since", ""),
        link=said.get("link_sentence", ""),
        feeling=said.get("feeling", ""),
        sessions=said.get("sessions"),
        focus=focus,
        aim=said.get("aim", ""),
        **meant,
    )
    return " ".join(book.say(sentence) for sentence in book_formulation.compose(known))
