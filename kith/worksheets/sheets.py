"""Which sheets a course may have: the forms of its protocol's tasks without a room of their own."""

import uuid
from dataclasses import dataclass
from functools import lru_cache

from ipt import focus, forms
from ipt.focus import toolbox
from ipt.forms.definition import FREE_TEXT
from kith.care.reading import plan_of, present_plan
from kith.web import book

from .models import TherapistSheet, Worksheet

SPACE = uuid.UUID("0d5a3f54-6d0e-4f2f-8a5b-1f6a2f9d6c3b")
# Forms whose room is another: what they ask is asked there.
ELSEWHERE = frozenset(
    {
        "enquiry", "self_check", "presenting", "relationship_patterns", "hopes", "explain_ipt",
        "risk_screen", "private_question", "suitability", "consult_outcome", "consents", "contract",
        "inventory_person", "timeline", "problem_area_review", "focus_agreed", "formulation",
        "goals", "goal_review", "safety_plan", "review_decision", "practice", "session_work",
        "ending_announced", "ending_feelings", "gains", "need_for_more", "maintenance_plan",
        "contingency_plan", "warning_signs", "risk_situations", "symptom_course", "goodbye",
        "follow_up", "missed_session", "diary_entry", "rhythm_day", "technique_use",
    }
)  # fmt: skip
# Forms that any course may need, whatever its protocol.
IN_ANY_COURSE = ("safeguarding",)
TOOLS = "tools"
ALWAYS = "always"
MOST = 20  # sheets of one form in one course


@dataclass(frozen=True)
class Kind:
    """A form that a course may fill in, with the tasks of the protocol that it serves.

    phase   of its first task; TOOLS for a tool of the protocol's focus areas that no task asks for,
            ALWAYS for what any course may need
    usual   answers that the protocol gives where nobody said otherwise (the form of the sick role)
    """

    form: forms.Form
    tasks: tuple
    phase: str
    usual: dict

    @property
    def model(self):
        """The table that its sheets are kept in: by it the matrix knows who sees them."""
        return Worksheet if self.form.client_visible else TherapistSheet

    @property
    def words(self):
        """The book's words for it, in the reader's language where there are some."""
        return book.form_words(self.form.id)

    @property
    def title(self) -> str:
        """The therapist's title."""
        return self.words.title

    @property
    def client_title(self) -> str:
        """What the client reads above it."""
        return self.words.client

    def row_id(self, course, number=1) -> uuid.UUID:
        """The id of a sheet, known before it is begun."""
        return uuid.uuid5(SPACE, f"{course.pk}|{self.form.id}|{number}")

    @property
    def writes(self) -> bool:
        """Whether somebody writes free words on it."""
        return any(each.type in FREE_TEXT for _, each in forms.walk(self.form.fields))


def kinds(course) -> tuple[Kind, ...]:
    """The forms of a course, in the order in which its protocol's tasks come to them."""
    found = _kinds(*_plan_ids(plan_of(course)))
    now = _kinds(*_plan_ids(present_plan(course)))
    return found + tuple(kind for kind in now if kind.form.id not in {k.form.id for k in found})


def _plan_ids(plan):
    return plan.id, plan.version


@lru_cache(maxsize=64)
def _kinds(protocol_id, version) -> tuple[Kind, ...]:
    from ipt import protocol

    plan = protocol.load(protocol_id, version)
    served = {}
    for task in plan.tasks:
        if task.form and task.form not in ELSEWHERE:
            served.setdefault(task.form, []).append(task)
    more = [id for id in _tools(plan) if id not in served and id not in ELSEWHERE]
    return (
        *(_kind(id, tasks, plan) for id, tasks in served.items()),
        *(_kind(id, [], plan) for id in more),
        *(_kind(id, [], plan, ALWAYS) for id in IN_ANY_COURSE),
    )


def _kind(id, tasks, plan, phase=TOOLS):
    form = forms.for_protocol(forms.load(id), plan)
    phase = tasks[0].phase if tasks else phase
    return Kind(form, tuple(tasks), phase, _usual(id, plan))


def _tools(plan):
    """Ids of the tools of the protocol's areas that have a form, each once."""
    areas = [area for area in plan.areas if area in focus.area_ids()]
    found = dict.fromkeys(tool.id for area in areas for tool in toolbox.tools(area))
    return [id for id in found if id in forms.ids()]


def _usual(form, plan):
    return {"variant": plan.sick_role} if form == "sick_role" else {}


def find(course, sheet_id) -> tuple[Kind, int] | None:
    """The form and number that an id of this course means; None for any other id."""
    for kind in kinds(course):
        for number in range(1, MOST + 1):
            if kind.row_id(course, number) == sheet_id:
                return kind, number
    return None


def of_form(course, form) -> uuid.UUID:
    """The id of the first sheet of a form that the course has. LookupError if it has none."""
    for kind in kinds(course):
        if kind.form.id == form:
            return kind.row_id(course)
    raise LookupError(form)


def for_task(course, task_id) -> uuid.UUID | None:
    """The id of the first sheet that a task of the protocol is done with; None if there is none."""
    for kind in kinds(course):
        if any(task.id == task_id for task in kind.tasks):
            return kind.row_id(course)
    return None
