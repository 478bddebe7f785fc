"""What a number of sessions needs, what may leave, medical stops, whom a protocol needs by name."""

from datetime import date

import pytest

from ipt import consents
from ipt import protocol as p
from ipt.protocol import gates
from ipt.protocol.shelf import NEEDED, load
from ipt.reading import BrokenBook
from ipt.safety import medical
from ipt.words import catalogue


@pytest.mark.parametrize(
    ("id", "sessions", "first", "needs"),
    [
        ("ipt_standard", 12, None, ()),
        ("ipt_standard", 16, None, ()),
        ("ipt_standard", 11, None, ("reason",)),
        ("ipt_standard", 17, None, ("reason",)),
        ("ipt_standard", 14, 14, ("reason",)),
        ("ipt_standard", 18, 14, ("reason",)),
        ("ipt_standard", 19, 14, ("reason", "supervisor_note")),
        ("ipc", 8, 6, ("reason",)),
        ("ipc", 9, 6, ("reason", "supervisor_note")),
    ],
)
def test_IPT13_05_more_sessions_need_a_reason_and_beyond_the_cap_a_note(id, sessions, first, needs):
    assert p.agreement_needs(p.load(id), sessions, first) == needs


@pytest.mark.parametrize(
    ("purpose", "marked", "named", "general", "allowed", "notice"),
    [
        ("referral", False, False, ["other_provider"], True, False),
        ("referral", False, False, ["gp_contact"], False, False),
        ("doctor", False, False, ["gp_contact"], True, False),
        ("legal", False, False, ["other_provider", "gp_contact"], False, False),
        ("legal", False, True, [], True, False),
        ("referral", True, False, ["other_provider"], False, False),
        ("referral", True, True, [], True, True),
    ],
)
def test_PRIV_04_what_may_leave(purpose, marked, named, general, allowed, notice):
    found = consents.disclosure(purpose=purpose, marked=marked, named=named, general=general)
    assert (found.allowed, found.notice is not None) == (allowed, notice)
    assert found.why.id in catalogue()


def test_PRIV_04_an_unknown_purpose_lets_nothing_through():
    with pytest.raises(KeyError):
        consents.disclosure(purpose="gossip", marked=False, named=True)


def test_every_question_of_consent_has_its_words_version_and_what_a_no_changes():
    for kind in (*consents.kinds("ipt_a"), "release"):
        for part in ("title", "ask", "without"):
            assert f"consent.{kind}.{part}" in catalogue()
    assert {consents.version(kind) for kind in consents.kinds("ipt_a")} == {"1"}
    assert all(f"purpose.{id}" in catalogue() for id in consents.purposes())
    assert consents.must_be_yes() == ("treatment",)
    assert consents.must_be_yes("ipt_a") == ("treatment", "assent")
    assert consents.pausing() == ("treatment", "assent")


def test_IPT13_15_young_people_are_asked_themselves_before_it_begins():
    facts = p.CourseFacts(
        protocol="ipt_a",
        risk_screen_recorded=True,
        treatment_consent_given=True,
        consents=dict.fromkeys(consents.asked_before_start(), True),
    )
    assert gates.missing(facts, "active") == ("consents",)


@pytest.mark.parametrize(("age", "who"), [(15, "guardian"), (16, "self"), (17, "self")])
def test_who_consents(age, who):
    assert consents.who_consents(age, age_of_consent=16) == who
    assert (consents.givers_needed("one"), consents.givers_needed("both")) == (1, 2)


def test_S51_the_acts_that_wait_have_words_and_a_session_is_none_of_them():
    assert medical.acts() == ("begin", "middle", "more_sessions", "eating_work")
    assert all(f"medical.act.{id}" in catalogue() for id in medical.acts())
    assert medical.stopped_tasks() == {"eating.precipitants"}
    tasks = {task.id for task in p.load("ipt_ed").tasks}
    assert medical.stopped_tasks() <= tasks


@pytest.mark.parametrize(
    ("check", "why"),
    [
        (None, "medical.none"),
        (medical.Check(date(2026, 3, 1), safe=False), "medical.not_safe"),
        (medical.Check(date(2026, 3, 1), safe=False, underweight=True), "medical.underweight"),
        (medical.Check(date(2026, 3, 1), safe=True, next_by=date(2026, 3, 9)), "medical.overdue"),
        (medical.Check(date(2026, 3, 1), safe=True), None),
    ],
)
def test_S51_when_the_acts_wait(check, why):
    assert medical.stopped(check, date(2026, 3, 10)) == why
    assert why is None or why in catalogue()


@pytest.mark.parametrize(
    ("id", "people"),
    [
        ("ipt_standard", ()),
        ("ipsrt", ("prescriber",)),
        ("ipt_ed", ("medical_monitor",)),
        ("ipt_a", ("parent",)),
        ("ipt_perinatal", ("baby", "partner")),
    ],
)
def test_IPT13_15_whom_a_protocol_needs_by_name(id, people):
    plan = p.load(id)
    assert tuple(role.id for role in plan.people) == people
    for role in plan.people:
        assert role.needed in NEEDED and role.title in catalogue()
        assert f"protocol_person.{role.id}.client" in catalogue()


def test_every_protocol_has_a_sentence_for_the_client_and_counselling_names_no_illness():
    for id in p.ids():
        assert p.load(id).client in catalogue()
        for row in p.load(id).measures:
            assert f"protocol_measure.{row['id']}" in catalogue()
    assert [id for id in p.ids() if not p.load(id).names_illness] == ["ipc"]
    assert p.load("ipt_ed").supplied == ("ede-q",)


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ('stops = ["weather"]\n', "protocol.stops"),
        ('people = [{ id = "aunt", needed = "x", source = ["kith"], mark = "own" }]\n', "needed"),
        (
            'people = [{ id = "aunt", needed = "early", task = "no.task", source = ["kith"], '
            'mark = "own" }]\n',
            "task",
        ),
    ],
)
def test_a_broken_protocol_says_where(tmp_path, more, where):
    from ipt.protocol.shelf import SHELF

    text = (SHELF / "ipt_standard.toml").read_text(encoding="utf-8")
    (tmp_path / "ipt_standard.toml").write_text(more + text, encoding="utf-8")
    with pytest.raises(BrokenBook, match=where):
        load("ipt_standard", shelf=tmp_path)
