"""What later rooms know and the agreement and the adaptations need: named here, loaded when asked.

`WORK` takes (course, user) and gives what is worked on as it stands, in words:
{"focus": [...], "goals": [...], "measures": [...]}. `CHILDREN` gives the children in the closeness
circle as [(id, name)]; `SUPPLIED` the ids of the measures of its own that the practice may use.
"""

from django.utils.module_loading import import_string

WORK = "kith.desk.agreed.work"
CHILDREN = "kith.desk.agreed.children"
SUPPLIED = "kith.desk.agreed.supplied"


def work(course, user) -> dict:
    """Focus, goals and questionnaires of a course as they stand now."""
    return import_string(WORK)(course, user)


def children(course, user) -> list:
    """The children in the client's closeness circle: (id, name)."""
    return import_string(CHILDREN)(course, user)


def supplied(course) -> set:
    """Ids of the measures that the practice added itself and may use now."""
    return import_string(SUPPLIED)(course)
