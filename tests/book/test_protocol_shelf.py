"""Reading protocols: an old version stays, a broken file says where and why."""

import pytest

from ipt.protocol.shelf import SHELF, ids, load
from ipt.reading import BrokenBook

WHOLE = """
id = "ipt_small"
version = "2.0.0"
status = "active"
format = "individual"
therapist_level = "specialist"
sick_role = "full"
indications = ["depression"]
cautions = []
exclusions = []
requires = []
source = ["kith"]
mark = "own"
focus_areas = ["grief"]

[sessions]
min = 1
default = 3
max = 4
minutes = 50
every_days = 7
extension_max = 2

[ending]
announce = -2
remind = -2

[[phases]]
id = "initial"
from = 1
to = -1
source = ["kith"]
mark = "own"

[[measures]]
id = "phq-9"
primary = true
source = ["kith"]
mark = "own"

[[tasks]]
id = "a"
phase = "initial"
actor = "both"
source = ["kith"]
mark = "own"

[[tasks]]
id = "b"
phase = "initial"
actor = "both"
needs = ["a"]
source = ["kith"]
mark = "own"

[[steps]]
id = "work"
minutes = 50
when = "work"
actor = "both"
source = ["kith"]
mark = "own"

[[decision_points]]
id = "review"
task = "a"
session = 2
must_record = false
choices = ["follow_up"]
source = ["kith"]
mark = "own"
"""


def shelf(folder, text, name="ipt_small"):
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return load("ipt_small", shelf=folder)


def test_a_whole_protocol_can_be_read(tmp_path):
    plan = shelf(tmp_path, WHOLE)
    assert (plan.version, plan.first, plan.primary) == ("2.0.0", 1, "phq-9")
    assert plan.task("b").needs == ("a",)
    with pytest.raises(KeyError):
        plan.task("c")


@pytest.mark.parametrize(
    "said, instead, where",
    [
        ('version = "2.0.0"', "", "protocol.version"),
        ("default = 3", "default = 5", "sessions"),
        ("min = 1", "min = 0", "sessions"),
        ("minutes = 50\nevery", 'minutes = "50"\nevery', "sessions.minutes"),
        ('status = "active"', 'status = "new"', "protocol.status"),
        ('sick_role = "full"', 'sick_role = "some"', "protocol.sick_role"),
        ('["depression"]', '["all"]', "protocol.indications"),
        ("requires = []", 'requires = ["money"]', "protocol.requires"),
        ("[[phases]]", "[[other]]", "phases"),
        ("primary = true\n", "", "measures"),
        ('needs = ["a"]', 'needs = ["c"]', "tasks.b.needs"),
        ('id = "b"', 'id = "a"', "tasks.a"),
        ('task = "a"', 'task = "c"', "decision_points.review.task"),
        ("session = 2", "session = 2\nweek = 4", "decision_points.review"),
        ('choices = ["follow_up"]\n', "", "decision_points.review.choices"),
        ('source = ["kith"]\nmark = "own"\nfocus', 'mark = "own"\nfocus', "protocol.source"),
        ('sick_role = "full"', 'sick_role = "full"\ndrop = ["z"]', "protocol.drop"),
        ('sick_role = "full"', 'sick_role = "full"\nbased_on = 3', "protocol.based_on"),
    ],
)
def test_a_broken_file_names_file_place_and_reason(tmp_path, said, instead, where):
    assert WHOLE.count(said) >= 1
    with pytest.raises(BrokenBook) as caught:
        shelf(tmp_path, WHOLE.replace(said, instead, 1))
    assert (caught.value.file.name, caught.value.where) == ("ipt_small.toml", where)
    assert caught.value.reason


def test_a_course_keeps_the_version_that_it_began_with(tmp_path):
    shelf(tmp_path, WHOLE)
    older = WHOLE.replace("2.0.0", "1.0.0").replace("default = 3", "default = 2")
    (tmp_path / "ipt_small@1.0.0.toml").write_text(older, encoding="utf-8")
    assert ids(tmp_path) == ("ipt_small",)
    assert load("ipt_small", "1.0.0", tmp_path).sessions_default == 2
    assert load("ipt_small", "2.0.0", tmp_path).sessions_default == 3
    with pytest.raises(LookupError):
        load("ipt_small", "1.5.0", tmp_path)


CHILD = """
id = "ipt_child"
version = "1.0.0"
based_on = "ipt_small@2.0.0"
drop = ["a", "review"]
"""


def test_an_adaptation_drops_changes_and_adds_at_its_place(tmp_path):
    shelf(tmp_path, WHOLE)
    rest = WHOLE[WHOLE.index("status =") : WHOLE.index("[[tasks]]")]
    row = 'actor = "both"\nsource = ["kith"]\nmark = "own"\n'
    own = (
        f'[[tasks]]\nid = "b"\nphase = "initial"\nneeds = ["a"]\nform = "new"\n{row}'
        f'[[steps]]\nid = "before"\nminutes = 1\nwhen = "always"\nbefore = "work"\n{row}'
        f'[[steps]]\nid = "after"\nminutes = 1\nwhen = "always"\n{row}'
    )
    (tmp_path / "ipt_child.toml").write_text(CHILD + rest + own, encoding="utf-8")
    ids.cache_clear()
    plan = load("ipt_child", shelf=tmp_path)
    assert [(task.id, task.needs, task.form) for task in plan.tasks] == [("b", (), "new")]
    assert [step.id for step in plan.steps] == ["before", "work", "after"]
    assert plan.decision_points == ()


def test_every_adaptation_names_the_version_it_is_based_on():
    for file in SHELF.glob("*.toml"):
        for line in file.read_text(encoding="utf-8").splitlines():
            assert not line.startswith("based_on") or "@" in line, file.name
