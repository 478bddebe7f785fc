import pytest

from kith.measures import actions
from tests.support.cast import new_id
from tests.support.office import own_file


@pytest.fixture
def confirm(practice, owner):
    """confirm("who-5") says on what ground the practice uses it."""

    def say(measure="who-5", kind="non_commercial"):
        return actions.confirm(
            practice=practice, measure=measure, kind=kind,
            statement="A public clinic.", by=owner, id=new_id(),
        )  # fmt: skip

    return say


@pytest.fixture
def add(practice, owner):
    """add("epds") puts a definition of the practice's own on its shelf."""

    def put(id="epds", version="2.0.0", /, expires_on=None, **more):
        return actions.add_own(
            practice=practice, text=own_file(id, version, **more), holder="Lindenhof",
            proof="Letter of 2 March", expires_on=expires_on, by=owner, id=new_id(),
        )  # fmt: skip

    return put
