"""What a form of treatment needs: people by name, checks, a birthday, a change with its reason."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from ipt.safety import medical, stops
from kith import clock
from kith.care import actions, adapting, texts, young
from kith.care.models import Course, MedicalCheck, NamedPerson, ToldParents, YoungPerson
from kith.focus.facts import gather
from kith.people.models import Revision
from kith.web.once import fresh_key
from tests.support import story


@pytest.fixture
def address(course):
    return reverse("care:protocol", args=[course.pk])


def under(course, protocol):
    Course.objects.filter(pk=course.pk).update(protocol=protocol, protocol_version="1.0.0")
    course.refresh_from_db()
    return course


def note(course, by, safe=True, days=0, **more):
    on = clock.today("Europe/London") - timedelta(days=days)
    said = {"on": on, "by_whom": "Dr Falk", "safe": safe, **more}
    return adapting.note_check(course=course, id=story.new_id(), by=by, **said)


def test_somebody_is_named_once_and_ended(as_user, ines, course, address):
    under(course, "ipsrt")
    said = {"name_person": "1", "form_key": fresh_key(), "role": "prescriber", "name": "Dr Moss"}
    for _time in range(3):
        assert as_user(ines).post(address, said).status_code == 302
    person = NamedPerson.objects.get()
    assert as_user(ines).post(address, {**said, "name": "Dr Falk"}).status_code == 422
    assert "prescriber" in adapting.met(course)
    as_user(ines).post(address, {"end_name": str(person.pk)})
    person.refresh_from_db()
    assert person.ended_at and "prescriber" not in adapting.met(course)


def test_REL_06_what_is_known_of_a_named_person_is_corrected_and_former_words_are_kept(
    as_user, ines, course, address
):
    under(course, "ipsrt")
    known = {"role": "prescriber", "name": "Dr Mos", "reach": "0800", "words": "Knows her."}
    person = adapting.name_person(course=course, id=story.new_id(), by=ines, **known)
    page = as_user(ines).get(address).content.decode()
    assert "Keep the correction" in page and 'value="Dr Mos"' in page
    said = {"correct_name": str(person.pk), "version": "1", "name": "Dr Moss", "reach": "0800"}
    wrong = as_user(ines).post(address, {**said, "name": "", "words": "Kept as typed."})
    assert wrong.status_code == 422 and "Kept as typed." in wrong.content.decode()
    assert as_user(ines).post(address, {**said, "words": "Knows her."}).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.version) == ("Dr Moss", 2)
    assert Revision.objects.get(row_id=person.pk).said["name"] == "Dr Mos"

    late = as_user(ines).post(address, {**said, "words": "Met her in May."})
    page = late.content.decode()
    assert late.status_code == 422
    assert "Met her in May." in page and "Knows her." in page and 'name="version" value="2"' in page
    person.refresh_from_db()
    assert person.words == "Knows her."


def test_SEC_02_somebody_of_another_course_is_not_corrected(as_user, ines, course, address, omar):
    under(course, "ipsrt")
    person = adapting.name_person(
        course=course, id=story.new_id(), by=ines, role="prescriber", name="Dr Moss"
    )
    said = {"correct_name": str(person.pk), "version": "1", "name": "Dr Who"}
    assert as_user(omar).post(address, said).status_code == 404
    person.refresh_from_db()
    assert person.name == "Dr Moss"


def test_SEC_24_names_and_checks_lie_sealed(ines, course):
    adapting.name_person(
        course=course, id=story.new_id(), by=ines, role="prescriber", name="Dr Moss", reach="0800"
    )
    note(course, ines)
    assert b"Moss" not in bytes(NamedPerson.objects.values_list("name", flat=True).get())
    assert b"Falk" not in bytes(MedicalCheck.objects.values_list("by_whom", flat=True).get())


def test_S51_IPT13_10_the_stop_holds_single_acts_and_no_session(ines, course):
    story.consult(course, ines)
    under(course, "ipt_ed")
    story.screen(course, ines)
    story.consent_all(course, ines)
    story.agree(course, ines, sessions_planned=18)
    with pytest.raises(adapting.StopHolds) as stop:
        actions.begin_treatment(course=course, facts=gather(course), by=ines)
    assert stop.value.why == "medical.none"
    note(course, ines, days=1)
    course = actions.begin_treatment(course=course, facts=gather(course), by=ines)
    note(course, ines, safe=False)
    with pytest.raises(adapting.StopHolds):
        story.agree(course, ines, sessions_planned=20, reason="More.")
    with pytest.raises(adapting.StopHolds):
        actions.mark_task(course=course, task="eating.precipitants", by=ines)
    assert actions.mark_task(course=course, task="initial.history", by=ines)
    assert story.note(
        story.meet(course, ines, clock.today("Europe/London") - timedelta(days=1)), ines
    )


@pytest.mark.parametrize(
    ("check", "why"),
    [
        (None, "medical.none"),
        ({"safe": True}, None),
        ({"safe": True, "days": 28}, None),
        ({"safe": True, "days": 29}, "medical.overdue"),
        ({"safe": False}, "medical.not_safe"),
        ({"safe": False, "underweight": True}, "medical.underweight"),
    ],
)
def test_S51_how_long_a_check_counts(ines, course, check, why):
    under(course, "ipt_ed")
    if check is not None:
        note(course, ines, **check)
    assert adapting.medical_stop(course) == why
    assert adapting.medical_stop(under(course, "ipt_standard")) is None


def test_S51_a_day_that_the_doctor_named_counts(ines, course):
    under(course, "ipt_ed")
    note(course, ines, days=5, next_by_on=clock.today("Europe/London") - timedelta(days=1))
    assert adapting.medical_stop(course) == "medical.overdue"
    assert medical.counts_days() == 28


def test_S51_underweight_is_never_safe(as_user, ines, course, address):
    under(course, "ipt_ed")
    said = {
        "note_check": "1",
        "form_key": fresh_key(),
        "on": clock.today("Europe/London").isoformat(),
        "by_whom": "Dr Falk",
        "safe": "yes",
        "underweight": "on",
    }
    answer = as_user(ines).post(address, said)
    assert answer.status_code == 422 and "never" in answer.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        note(course, ines, safe=True, underweight=True)
    assert as_user(ines).post(address, {**said, "safe": "no"}).status_code == 302


def test_the_desk_says_why_an_act_waits(as_user, ines, course):
    under(course, "ipt_ed")
    story.screen(course, ines)
    story.consent_all(course, ines)
    answer = as_user(ines).post(
        reverse("desk:phase", args=[course.pk]), {"step": "begin"}, follow=True
    )
    assert "There is no medical check yet." in answer.content.decode()
    assert Course.objects.get(pk=course.pk).status == "consultation"


def test_S68_another_form_is_a_decision_of_both_with_its_reason(as_user, ines, course, address):
    said = {"change_protocol": "1", "form_key": fresh_key(), "to": "ipt_grief"}
    refused = as_user(ines).post(address, {**said, "why": "She mourns.", "client_said": ""})
    assert refused.status_code == 422 and "decision of both" in refused.content.decode()
    said |= {"why": "She mourns.", "client_said": "Yes, that is it."}
    for _time in range(2):
        assert as_user(ines).post(address, said).status_code == 302
    course.refresh_from_db()
    row = course.protocol_changes.get()
    assert (course.protocol, row.from_protocol, row.to_protocol) == (
        "ipt_grief",
        "ipt_standard",
        "ipt_grief",
    )
    assert row.client_said == "Yes, that is it."


def test_S68_a_page_left_open_does_not_change_to_the_form_that_is_there(
    as_user, ines, course, address
):
    said = {"change_protocol": "1", "to": "ipt_grief", "why": "She mourns.", "client_said": "Yes."}
    as_user(ines).post(address, {**said, "form_key": fresh_key()})
    late = as_user(ines).post(address, {**said, "form_key": fresh_key()})
    assert late.status_code == 422
    assert "in this form of treatment already" in late.content.decode()
    assert course.protocol_changes.count() == 1


def test_what_is_in_place_is_never_said_while_somebody_is_lacking(as_user, ines, course, address):
    page = as_user(ines).get(address, {"of": "ipt_perinatal"}).content.decode()
    lacks = "Still lacking" in page
    assert lacks != ("Everything it needs is in place" in page)
    page = as_user(ines).get(address, {"of": "ipt_grief"}).content.decode()
    assert "Everything it needs is in place" in page and "Still lacking" not in page


def test_IPT13_15_no_form_is_taken_up_without_what_it_needs(as_user, ines, course, address):
    said = {"change_protocol": "1", "form_key": fresh_key(), "why": "So.", "client_said": "Yes."}
    assert as_user(ines).post(address, {**said, "to": "ipsrt"}).status_code == 422
    for to in ("ipsrt", "ipt_maintenance", "ipt_standard"):
        with pytest.raises(adapting.NotOffered):
            adapting.change_protocol(
                course=course, id=story.new_id(), by=ines, to=to, why="So.", client_said="Yes."
            )


def test_a_form_is_looked_at_before_it_is_chosen(as_user, ines, course, address):
    page = as_user(ines).get(address, {"of": "ipsrt"}).content.decode()
    assert "looked at, not chosen" in page and "Needs a prescriber who is known" in page
    said = {"name_person": "1", "form_key": fresh_key(), "role": "prescriber", "name": "Dr Moss"}
    answer = as_user(ines).post(f"{address}?of=ipsrt", said, follow=True)
    assert "Everything it needs is in place." in answer.content.decode()
    for wrong in ("nothing", "ipt_guided_online"):
        assert "Standard IPT" in as_user(ines).get(address, {"of": wrong}).content.decode()


def test_the_birthday_is_kept_in_versions_and_gives_the_age(ines, course):
    with clock.frozen(clock.now().replace(year=2026, month=3, day=4)):
        row = young.save_birthday(course=course, version=0, born_on=date(2010, 3, 5), by=ines)
        assert young.age(course) == 15
        young.save_birthday(course=course, version=row.version, born_on=date(2010, 3, 4), by=ines)
        assert young.age(course) == 16
    assert YoungPerson.objects.get().version == 2


@pytest.mark.parametrize(
    ("born", "below", "given_as", "giver", "needs"),
    [
        (date(2012, 1, 1), "one", "guardian", "Rosa", None),
        (date(2012, 1, 1), "one", "self", "", "guardian"),
        (date(2012, 1, 1), "both", "guardian", "Rosa", "guardian"),
        (date(2012, 1, 1), "both", "guardian", "Rosa\nJan", None),
        (date(2009, 1, 1), "one", "self", "", None),
        (date(2009, 1, 1), "one", "guardian", "Rosa", "self"),
        (None, "one", "guardian", "Rosa", "birthday"),
        (date(2012, 1, 1), "", "guardian", "Rosa", "practice"),
    ],
)
def test_IPT13_15_who_consents_follows_age_and_the_practices_rule(
    ines, course, born, below, given_as, giver, needs
):
    under(course, "ipt_a")
    practice = course.client.practice
    practice.age_of_consent, practice.consents_below = 16, below
    with clock.frozen(clock.now().replace(year=2026, month=3, day=4)):
        if born:
            young.save_birthday(course=course, version=0, born_on=born, by=ines)
        try:
            young.may_consent(course, given_as, giver)
            refused = None
        except young.NotTheirs as theirs:
            refused = theirs.needs
    assert refused == needs


@pytest.mark.parametrize("born", [None, date(2012, 1, 1)])
def test_IPT13_15_under_a_form_for_adults_nobody_too_young_consents(ines, course, born):
    course.too_young = born is None
    with clock.frozen(clock.now().replace(year=2026, month=3, day=4)):
        if born:
            young.save_birthday(course=course, version=0, born_on=born, by=ines)
        for given_as in ("self", "guardian"):
            with pytest.raises(young.NotTheirs) as refused:
                young.may_consent(course, given_as, "Rosa")
            assert "form of treatment for young people" in texts.not_theirs(refused.value)
        offered = [o.protocol.id for o in adapting.offers(course, ["consent_age"]) if o.offered]
    assert offered == ["ipt_a"]


def test_IPT13_15_a_birthday_that_says_grown_up_outdoes_what_was_judged(ines, course):
    course.too_young = True
    young.save_birthday(course=course, version=0, born_on=date(1990, 1, 1), by=ines)
    young.may_consent(course, "self", "")


def test_IPT13_15_the_database_refuses_telling_against_a_no_but_for_safety(ines, course):
    said = {"whom": "Mother", "what": "Grades", "why": "Asked", "on": date(2026, 3, 4)}
    for asked in ("refused", "not_asked"):
        with pytest.raises(IntegrityError), transaction.atomic():
            young.tell_parents(course=course, id=story.new_id(), by=ines, asked=asked, **said)
    young.tell_parents(
        course=course, id=story.new_id(), by=ines, asked="refused", for_safety=True, **said
    )
    assert ToldParents.objects.count() == 1


def test_SEC_03_who_does_not_treat_sees_and_writes_nothing(
    as_user, omar, coordinator, marisol, course, address
):
    said = {"name_person": "1", "form_key": fresh_key(), "role": "prescriber", "name": "X"}
    for user in (omar, coordinator, marisol.user):
        assert as_user(user).get(address).status_code == 404
        assert as_user(user).post(address, said).status_code == 404
    assert not NamedPerson.objects.exists()


def test_a_form_that_is_only_looked_at_says_what_would_wait(as_user, ines, course):
    page = as_user(ines).get(f"/courses/{course.pk}/protocol/?of=ipt_ed").content.decode()
    assert "If it were chosen, these would wait" in page and "safe these wait" not in page


def test_IPT13_10_no_other_form_sheds_a_medical_check_that_is_not_safe(
    as_user, ines, course, address
):
    under(course, "ipt_ed")
    note(course, ines, safe=False)
    said = {"change_protocol": "1", "form_key": fresh_key(), "why": "So.", "client_said": "Yes."}
    page = as_user(ines).post(address, {**said, "to": "ipt_standard"})
    assert page.status_code == 422 and "not safe to go on" in page.content.decode()
    course.refresh_from_db()
    assert course.protocol == "ipt_ed"
    note(course, ines, safe=True)
    said["form_key"] = fresh_key()
    assert as_user(ines).post(address, {**said, "to": "ipt_standard"}).status_code == 302


POSITIVE = "stop.positive"


@pytest.fixture
def with_partner(course, ines):
    """Everything is there that beginning needs; the question was asked alone, and no fear."""
    story.consult(course, ines)
    under(course, "ipt_partner")
    with clock.frozen(clock.now() - timedelta(days=3)):
        story.screen(course, ines)
    story.consent_all(course, ines)
    story.agree(course, ines, sessions_planned=8)
    return course


def test_IPT13_08_work_with_the_partner_waits_when_a_later_answer_is_positive(ines, with_partner):
    course = with_partner
    assert actions.mark_task(course=course, task="partner.invited", by=ines)
    story.screen(course, ines, private="positive")
    with pytest.raises(adapting.StopHolds) as stop:
        actions.begin_treatment(course=course, facts=gather(course), by=ines)
    assert stop.value.why == POSITIVE
    for task in stops.tasks("partner_work"):
        with pytest.raises(adapting.StopHolds):
            actions.mark_task(course=course, task=task, by=ines)
    assert actions.mark_task(course=course, task="initial.history", by=ines)
    assert adapting.partner_stop(under(course, "ipt_standard")) is None


def test_IPT13_08_the_middle_phase_with_the_partner_waits_too(ines, with_partner):
    course = actions.begin_treatment(course=with_partner, facts=gather(with_partner), by=ines)
    story.screen(course, ines, private="positive")
    with pytest.raises(adapting.StopHolds) as stop:
        adapting.hold(course, "middle")
    assert stop.value.why == POSITIVE
    assert adapting.hold(course, "more_sessions") is None


@pytest.mark.parametrize("place", ["desk:course", "care:protocol"])
def test_IPT13_08_that_it_waits_is_an_alarm_on_the_therapists_pages(
    as_user, ines, with_partner, place
):
    page = reverse(place, args=[with_partner.pk])
    assert "Work with the partner waits" not in as_user(ines).get(page).content.decode()
    story.screen(with_partner, ines, private="positive")
    shown = as_user(ines).get(page).content.decode()
    alarm = shown.split('class="note alarm"')[1].split("</div>")[0]
    assert "Work with the partner waits" in alarm and "The client told of fear or harm." in alarm
    assert reverse("safety:screen", args=[with_partner.pk]) in alarm


@pytest.mark.parametrize("task", ["parent_intro", "parent_joint", "parent_end"])
def test_IPT13_08_a_meeting_with_parents_is_not_noted_as_done_before_the_question(
    ines, course, task
):
    under(course, "ipt_a")
    with pytest.raises(adapting.StopHolds) as stop:
        actions.mark_task(course=course, task=task, by=ines)
    assert stop.value.why == "stop.not_asked"
    story.screen(course, ines)
    assert actions.mark_task(course=course, task=task, by=ines)
