"""What later rooms know and the agreement and the adaptations need: named here, loaded when asked.

`WORK` takes (course, user) and gives what is worked on as it stands, in words:
{"focus": [...], "goals": [...], "measures": [...]}. `CHILDREN` gives the children in the closeness
circle as [(id, name)]; `SUPPLIED` the ids of the measures of its own that the practice may use;
`JUDGED` whether a judgement was signed; `ASKED_ALONE` the answer to the private question.
"""

from django.utils.module_loading import import_string

WORK = "kith.desk.agreed.work"
CHILDREN = "kith.desk.agreed.children"
SUPPLIED = "kith.desk.agreed.supplied"
JUDGED = "kith.desk.agreed.judged"
ASKED_ALONE = "kith.safety.reading.private_question"


def work(course, user) -> dict:
    """Focus, goals and questionnaires of a course as they stand now."""
    return import_string(WORK)(course, user)


def children(course, user) -> list:
    """The children in the client's closeness circle: (id, name)."""
    return import_string(CHILDREN)(course, user)


def supplied(course) -> set:
    """Ids of the measures that the practice added itself and may use now."""
    return import_string(SUPPLIED)(course)


def judged(course, user) -> bool:
    """Whether somebody signed whether this help fits, and with it who may consent."""
    return import_string(JUDGED)(course, user)


def asked_alone(course) -> str:
    """The private question as last asked: not_asked, asked_no_fear or positive."""
    return import_string(ASKED_ALONE)(course)
