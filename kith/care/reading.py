"""Facts about a course that other rooms ask for."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import OuterRef
from django.utils.translation import gettext as _

from ipt import consents as book_consents
from ipt import protocol
from kith.web import book

from . import consents, young
from .models import Consent, Contract, Course, Decision, NamedPerson, Passage, TaskMark


@dataclass(frozen=True)
class Frame:
    """The agreed frame of a course: the contract in force and what follows from it."""

    contract: Contract | None
    draft: Contract | None
    planned: int
    spans: tuple
    announce_from: int | None


def paused_courses(user):
    """Courses whose client took the yes to treatment back, as the reader may see them."""
    found = Course.objects.for_user(user).filter(consents.pause(OuterRef("pk")))
    return found.exclude(status__in=["closed", "completed"]).select_related("client__practice")


def plan_of(course):
    """The protocol that the course began with."""
    return protocol.load(course.protocol, course.protocol_version)


def present_plan(course):
    """The protocol by which the course goes now: that of maintenance once its contract stands."""
    contract = frame(course).contract
    keeping = contract is not None and contract.kind == "maintenance"
    return protocol.load("ipt_maintenance") if keeping else plan_of(course)


def frame(course) -> Frame:
    """The contract in force, or the protocol's usual number while there is none."""
    return frames([course])[course.pk]


def frames(courses) -> dict:
    """The frames of many courses, in one query: {course id: Frame}."""
    agreed = {}
    waiting = {}
    found = Contract.objects.filter(course__in=[c.pk for c in courses], replaced_at=None)
    for contract in found.order_by("number"):
        (agreed if contract.agreed else waiting)[contract.course_id] = contract
    return {c.pk: _frame(c, agreed.get(c.pk), waiting.get(c.pk)) for c in courses}


class Agreements:
    """Every version of a course's agreement, read in one query."""

    def __init__(self, course):
        self.course, self.rows = course, list(course.contracts.order_by("number"))

    def _last(self, *wanted):
        return next((row for row in reversed(self.rows) if all(w(row) for w in wanted)), None)

    @cached_property
    def frame(self) -> Frame:
        """As `frame(course)`."""
        draft = self._last(_present, lambda row: not row.agreed)
        return _frame(self.course, self.current, draft)

    @cached_property
    def current(self):
        """The contract in force; None before."""
        return self._last(_present, lambda row: row.agreed)

    @cached_property
    def treatment(self) -> Frame:
        """The frame of the treatment itself, also when maintenance has its own agreement by now."""
        return _frame(self.course, self._last(_acute, lambda row: row.agreed_by_client_at), None)

    @cached_property
    def acute(self):
        """The newest version for the treatment, agreed to or not; None before the first."""
        if self.current and self.current.kind == "acute":
            return self.current
        return self._last(_acute)


def _present(contract):
    return contract.replaced_at is None


def _acute(contract):
    return contract.kind == "acute"


def treatment_frame(course) -> Frame:
    """The frame of the treatment itself, also when maintenance has its own agreement by now."""
    return Agreements(course).treatment


def _frame(course, contract, draft):
    keeping = contract is not None and contract.kind == "maintenance"
    plan = protocol.load("ipt_maintenance") if keeping else plan_of(course)
    planned = contract.sessions_planned if contract else plan.sessions_default
    return Frame(
        contract=contract,
        draft=draft,
        planned=planned,
        spans=tuple(protocol.boundaries(plan, planned)),
        announce_from=protocol.ending_announced_from(plan, planned),
    )


def decided(course_ids) -> dict:
    """By course id: what was decided by day ({id: day}), and when to look again. One query.

    The day to look again is that of the newest decision.
    """
    found = {}
    for decision in Decision.objects.filter(course__in=list(course_ids)).order_by("at"):
        settled, _ = found.get(decision.course_id, ({}, None))
        settled |= dict.fromkeys(decision.settles, decision.on)
        found[decision.course_id] = (settled, decision.next_review_on)
    return found


def decisions(course, user):
    """Every decision of a course, newest first."""
    found = Decision.objects.for_user(user).filter(course=course).select_related("by__practice")
    return list(found.order_by("-at"))


def marks(course) -> dict:
    """By task id, the day on which it was last noted as done."""
    rows = TaskMark.objects.filter(course=course).order_by("on")
    return dict(rows.values_list("task", "on"))


def marked_on(course_ids, task) -> dict:
    """By course id, the day on which a task was last noted as done. One query."""
    rows = TaskMark.objects.filter(course__in=list(course_ids), task=task).order_by("on")
    return dict(rows.values_list("course", "on"))


def begun_on(course):
    """The day on which the treatment began; None before."""
    begun = Passage.objects.filter(course=course, to_status="active").order_by("at").first()
    return begun.at.date() if begun else None


APART = ("recording", "supervision_share")


def said_apart(course, user) -> list[tuple[str, str]]:
    """What is asked apart from the agreement and only shown beside it: (title, answer)."""
    found = Consent.objects.for_user(user).filter(course=course, withdrawn_at=None, kind__in=APART)
    answers = {answer.kind: answer.given for answer in found}
    words = {True: _("yes"), False: _("no"), None: _("not asked yet")}
    return [(book.text(f"consent.{kind}.title"), words[answers.get(kind)]) for kind in APART]


def named_people(course, user) -> list[tuple[str, str]]:
    """Those whom the form of treatment needs by name, for the client: (who it is, name)."""
    found = NamedPerson.objects.for_user(user).filter(course=course, ended_at=None)
    return [
        (book.text(f"protocol_person.{row.role}.client"), row.name)
        for row in found.order_by("added_at")
    ]


def consent_facts(course) -> dict:
    """For the gates: which kinds are answered, and whether treatment is a yes that stands.

    For a young person both have to stand: the consent of whoever may give it, and their own yes.
    """
    present = {row.kind: row for row in Consent.objects.filter(course=course, withdrawn_at=None)}
    treatment = present.get("treatment")
    stands = treatment is not None and treatment.given
    if stands and book_consents.asks_assent(course.protocol):
        stands = young.consent_stands(course, present)
    return {
        "consents": {kind: kind in present for kind in book_consents.kinds(course.protocol)},
        "treatment_consent_given": stands,
    }


def contract_facts(course) -> dict:
    """For the gates: whether both have agreed to one version of the contract."""
    agreed = frame(course).contract is not None
    return {"contract_agreed_by_client": agreed, "contract_agreed_by_therapist": agreed}


def present_course(user):
    """The client's own course: the newest that is not closed, else the newest."""
    courses = list(Course.objects.for_user(user).order_by("-opened_at"))
    course = next((c for c in courses if c.open), courses[0] if courses else None)
    if course and user.own_client and user.own_client.pk == course.client_id:
        course.client = user.own_client
    return course
