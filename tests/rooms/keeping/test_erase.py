"""Two persons erase a record: the key first, then the rows; what stays is a line without a name."""

from datetime import time, timedelta
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from django.urls import reverse

from kith import clock
from kith.audit import chain
from kith.audit.models import AuditEvent
from kith.care.models import Course
from kith.keeping import actions, clearing, reading
from kith.keeping.models import Erasing
from kith.people import directory, drafts
from kith.people.models import Client, User
from kith.people.records import ClientRecord
from kith.post import actions as post
from kith.post import tick
from kith.vault import store
from kith.vault.seal import SealBroken
from tests.support import cast, office, story
from tests.support.pages import browser_of, readable, routes
from tests.support.walk import Walk

TEN_YEARS = timedelta(days=3660)


@pytest.fixture
def over(whole, schedule):
    """Marisol's course was closed more than ten years ago; the clock stands there."""
    now = clock.now()
    Course.objects.filter(pk=whole["course_id"]).update(status="closed", closed_at=now)
    Erasing.objects.all().delete()
    with clock.frozen(now + TEN_YEARS):
        yield


def confirmed(client, therapist):
    row = actions.ask(client=client, by=therapist, why="period_over")
    return actions.confirm(erasing=row, copy="declined", by=therapist)


@pytest.fixture
def erased(over, marisol, ines, owner, django_capture_on_commit_callbacks):
    """What stays of Marisol's record."""
    row = confirmed(marisol, ines)
    with django_capture_on_commit_callbacks(execute=True):
        actions.carry_out(erasing=row, by=owner)
    row.refresh_from_db()
    return row


def tables_with(*ids):
    """{table.column} in which one of some ids stands, in whatever form."""
    found, wanted = set(), {str(id) for id in ids} | {UUID(str(id)).hex for id in ids}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, cell in zip(names, row, strict=True):
                    if any(id in str(cell) for id in wanted):
                        found.add(f"{table}.{name}")
    return found


STAYS = {
    "audit_auditevent.client_id",
    "audit_auditevent.about_id",
    "audit_auditevent.actor_id",
    "audit_auditevent.reason",
    "keeping_erasing.erased_id",
}


def test_SEC_27_nothing_of_the_person_stays_but_a_line_and_the_trace(whole, marisol, erased):
    assert erased.state == "erased"
    assert erased.keys_at and erased.erased_at
    ids = [marisol.pk, marisol.user_id, whole["course_id"], whole["goal_id"], whole["person_id"]]
    assert tables_with(*ids) <= STAYS
    for model in apps.get_models():
        if issubclass(model, ClientRecord):
            assert not model._base_manager.filter(client=marisol.pk).exists(), model
    assert store.destroyed("client", str(marisol.pk))
    assert store.destroyed("author", str(marisol.user_id))


def test_SEC_27_the_line_that_stays_says_when_who_and_why(erased, marisol, ines, owner):
    assert (erased.erased_id, erased.client_id) == (marisol.pk, None)
    assert (erased.confirmed_by, erased.carried_by) == (ines, owner)
    assert (erased.why, erased.copy, erased.place) == ("period_over", "declined", "de")
    assert erased.kept_until is not None


def test_SEC_27_the_trace_stays_whole_and_says_it(erased, marisol, practice):
    assert chain.verify(practice.pk).fault == ""
    done = list(
        AuditEvent.objects.filter(client_id=marisol.pk, action__startswith="keeping.")
        .order_by("seq")
        .values_list("action", flat=True)
    )
    assert done[-4:] == [
        "keeping.erasing_asked",
        "keeping.erasing_confirmed",
        "keeping.erasing_carried_out",
        "keeping.erased",
    ]


def sealed_rows(client):
    """Every row of a client that has sealed words, as it lies in the database."""
    found = []
    for model in clearing.records():
        found += list(model._base_manager.filter(client=client))
    return [client, *found]


def test_SEC_27_what_an_older_backup_of_the_data_holds_cannot_be_opened_others_can(
    over, marisol, aoife, ines, owner, django_capture_on_commit_callbacks
):
    old = list(Client._base_manager.filter(pk__in=[marisol.pk, aoife.pk]).order_by("created_at"))
    plan = apps.get_model("safety", "SafetyPlan")._base_manager.get(client=marisol)
    row = confirmed(marisol, ines)
    with django_capture_on_commit_callbacks(execute=True):
        actions.carry_out(erasing=row, by=owner)
    store.forget()
    assert old[1].name == "Aoife Brennan-Okafor"
    for model, field in ((old[0], "name"), (plan, "parts")):
        with pytest.raises(SealBroken):
            getattr(model, field)


def test_SEC_27_what_a_restored_backup_brought_back_is_erased_again(
    over, marisol, aoife, practice, django_capture_on_commit_callbacks
):
    store.destroy("client", str(marisol.pk))  # as the key store of today knows it
    assert actions.finish_all(practice) == 1
    assert not Client.objects.filter(pk=marisol.pk).exists()
    assert Client.objects.filter(pk=aoife.pk).exists()
    line = Erasing.objects.get(erased_id=marisol.pk)
    assert (line.state, line.why, line.carried_by) == ("erased", "came_back", None)
    assert actions.finish_all(practice) == 0


@pytest.mark.parametrize("at", ["before_the_key", "after_the_key", "in_the_rows"])
def test_SEC_27_broken_off_anywhere_it_is_finished_by_the_next_tick(
    at, over, marisol, ines, owner, practice, monkeypatch, django_capture_on_commit_callbacks
):
    class Killed(BaseException):
        pass

    def killed(*args, **kwargs):
        raise Killed

    row = confirmed(marisol, ines)
    with monkeypatch.context() as patch:
        if at == "before_the_key":
            patch.setattr(actions.store, "destroy", killed)
        elif at == "after_the_key":
            patch.setattr(actions.clearing, "clear", killed)
        else:
            patch.setattr(actions, "touch_directory", killed)
        with pytest.raises(Killed), django_capture_on_commit_callbacks(execute=True):
            actions.carry_out(erasing=row, by=owner)
    row.refresh_from_db()
    assert row.state == "going", "it is written down that it goes on"
    assert store.destroyed("client", str(marisol.pk)) == (at != "before_the_key")
    assert Client.objects.filter(pk=marisol.pk).exists(), "no row goes before its key"
    tick.run()
    row.refresh_from_db()
    assert row.state == "erased"
    assert store.destroyed("client", str(marisol.pk))
    assert not Client.objects.filter(pk=marisol.pk).exists()


def test_SEC_27_while_it_goes_nobody_comes_near_it(over, marisol, ines, owner):
    row = confirmed(marisol, ines)
    actions.carry_out(erasing=row, by=owner)  # not yet on disk: no key is touched
    assert not store.destroyed("client", str(marisol.pk))
    assert not Client.objects.for_user(ines).filter(pk=marisol.pk).exists()
    assert not User.objects.get(pk=marisol.user_id).is_active


def test_SEC_27_one_person_alone_cannot_erase(over, marisol, ines, second):
    from kith.people.actions import give_role

    give_role(user=ines, role="administrator", by=second)
    row = confirmed(marisol, ines)
    with pytest.raises(actions.NotNow) as refused:
        actions.carry_out(erasing=row, by=ines)
    assert refused.value.args == ("same_person",)
    page = Walk(ines).open(reverse("keeping:erasing", args=[row.pk]))
    assert page.sees("A second person has to carry it out")
    assert Client.objects.filter(pk=marisol.pk).exists()


def test_SEC_27_what_the_therapist_has_not_confirmed_is_not_erased(over, marisol, owner):
    row = actions.ask(client=marisol, by=marisol.user, why="client_asked", from_client=True)
    with pytest.raises(actions.NotNow) as refused:
        actions.carry_out(erasing=row, by=owner)
    assert refused.value.args == ("not_confirmed",)
    walk = Walk(owner).open(reverse("keeping:erasing", args=[row.pk]))
    assert walk.sees("The therapist has not confirmed it")
    assert not walk.page.forms or "sure" not in walk.page.forms[-1].values


def test_SEC_27_before_the_time_that_the_law_sets_it_is_refused_with_the_day(
    whole, schedule, marisol, ines, owner
):
    Erasing.objects.all().delete()
    Course.objects.filter(pk=whole["course_id"]).update(status="closed", closed_at=clock.now())
    row = confirmed(marisol, ines)
    until = reading.standing(marisol).kept_until
    with pytest.raises(actions.NotNow) as refused:
        actions.carry_out(erasing=row, early_because="They asked.", by=owner)
    assert refused.value.args == ("law",)
    walk = Walk(owner).open(reverse("keeping:erasing", args=[row.pk]))
    assert walk.sees(f"It may not be erased before {until.day} {until:%B %Y} is over")


def test_SEC_27_where_a_guideline_sets_the_time_an_earlier_erasing_needs_a_written_reason(
    whole, practice, marisol, ines, owner, django_capture_on_commit_callbacks
):
    actions.choose_schedule(practice=practice, place="us_apa", more_years=0, by=owner)
    Erasing.objects.all().delete()
    Course.objects.filter(pk=whole["course_id"]).update(status="closed", closed_at=clock.now())
    row = confirmed(marisol, ines)
    with pytest.raises(actions.NotNow) as refused:
        actions.carry_out(erasing=row, early_because="  ", by=owner)
    assert refused.value.args == ("why_early",)
    walk = Walk(owner).open(reverse("keeping:erasing", args=[row.pk]))
    walk.press("Erase it for good", {"sure": True}, status=422)
    with django_capture_on_commit_callbacks(execute=True):
        walk.press("Erase it for good", {"sure": True, "early_because": "They insist."})
    row.refresh_from_db()
    assert (row.state, row.early_because) == ("erased", "They insist.")


@pytest.mark.parametrize("why", ["in_care", "hold", "no_schedule"])
def test_SEC_27_what_stands_in_the_way_is_said(why, whole, practice, marisol, ines, owner):
    Erasing.objects.all().delete()
    if why != "no_schedule":
        actions.choose_schedule(practice=practice, place="de", more_years=0, by=owner)
    if why != "in_care":
        Course.objects.filter(pk=whole["course_id"]).update(status="closed", closed_at=clock.now())
    if why == "hold":
        actions.hold(
            client=marisol, kind="legal", because="A court.", until_on=None, by=ines, id=uuid4()
        )
    row = confirmed(marisol, ines)
    with clock.frozen(clock.now() + TEN_YEARS), pytest.raises(actions.NotNow) as refused:
        actions.carry_out(erasing=row, early_because="x", by=owner)
    assert refused.value.args == (why,)
    assert Client.objects.filter(pk=marisol.pk).exists()


def test_SEC_27_the_whole_way_through_the_pages(
    over, marisol, ines, second, signed_in, django_capture_on_commit_callbacks
):
    hers = Walk(marisol).open(reverse("keeping:own_leaving"))
    hers.press("Ask for my record", {"copy": "taken", "sure": True}, status=422)
    assert hers.sees("You have not taken one yet")
    signed_in(marisol).post(reverse("keeping:own_copy"))
    hers.press("Ask for my record", {"copy": "taken", "sure": True})
    assert hers.sees("Your therapist has to confirm it")
    therapist = Walk(ines).open(reverse("keeping:client", args=[marisol.pk]))
    assert therapist.sees("The client asked for it", "The client has a copy")
    therapist.press("Confirm that it may be erased")
    administrator = Walk(second).open(reverse("keeping:schedule"))
    assert not administrator.sees("Marisol")
    administrator.follow(str(marisol.pk))
    assert not administrator.sees("Marisol")
    with django_capture_on_commit_callbacks(execute=True):
        administrator.press("Erase it for good", {"sure": True})
    assert administrator.sees("This line is what stays")
    assert administrator.open(reverse("keeping:schedule")).sees(str(marisol.pk))
    assert not Client.objects.filter(pk=marisol.pk).exists()


def test_SEC_27_it_can_be_taken_back_until_it_is_carried_out(over, marisol, ines, owner):
    hers = Walk(marisol).open(reverse("keeping:own_leaving"))
    hers.press("Ask for my record", {"copy": "declined", "sure": True})
    row = Erasing.objects.get(client=marisol, state="asked")
    hers.press("Take it back")
    row.refresh_from_db()
    assert row.state == "withdrawn"
    with pytest.raises(actions.NotNow):
        actions.carry_out(erasing=row, by=owner)


def test_SEC_27_her_account_and_her_sessions_are_gone_at_once(
    over, marisol, ines, owner, django_capture_on_commit_callbacks
):
    hers = Walk(marisol).open(reverse("home:more"))
    row = confirmed(marisol, ines)
    with django_capture_on_commit_callbacks(execute=True):
        actions.carry_out(erasing=row, by=owner)
    hers.open(reverse("home:more"))
    assert hers.address.startswith("/sign-in/")
    assert not User.objects.filter(pk=marisol.user_id).exists()


def test_SEC_27_no_letter_goes_out_and_no_meeting_stays(
    over, marisol, ines, owner, practice, django_capture_on_commit_callbacks
):
    address = marisol.email
    post.write("plain", event="x", practice=practice, route="home:today", client=marisol)
    row = confirmed(marisol, ines)
    with django_capture_on_commit_callbacks(execute=True):
        actions.carry_out(erasing=row, by=owner)
    mail.outbox.clear()
    tick.run()
    assert not any(address in letter.to for letter in mail.outbox)
    calendar = Walk(ines).open(reverse("schedule:calendar"))
    assert not calendar.sees("Marisol")


def test_SEC_27_what_staff_typed_about_her_and_did_not_save_goes_too(
    whole, marisol, ines, over, owner, django_capture_on_commit_callbacks
):
    drafts.keep(ines, f"/courses/{whole['course_id']}/people/", {"words": "half"})
    drafts.keep(ines, "/elsewhere/", {"words": "of another"})
    row = confirmed(marisol, ines)
    with django_capture_on_commit_callbacks(execute=True):
        actions.carry_out(erasing=row, by=owner)
    assert drafts.found(ines, f"/courses/{whole['course_id']}/people/") is None
    assert drafts.found(ines, "/elsewhere/") is not None


def test_SEC_27_her_name_is_found_by_nobody_afterwards(erased, ines, coordinator):
    for user in (ines, coordinator):
        assert directory.search(user, "marisol") == []


def test_SEC_27_no_page_of_anybody_breaks_and_none_names_her(
    practice, other_practice, ines, omar, kwame, coordinator, outcomes, owner, second,
    django_capture_on_commit_callbacks,
):  # fmt: skip
    from tests.support.pages import PERSONAS, Story, address

    world = Story(practice, other_practice, ines, omar, kwame, coordinator, outcomes, owner).told()
    actions.choose_schedule(practice=practice, place="us_apa", more_years=0, by=owner)
    Course.objects.filter(pk=world.ids["course_id"]).update(status="closed", closed_at=clock.now())
    row = Erasing.objects.get(pk=world.ids["erasing_id"])
    actions.confirm(erasing=row, copy="declined", by=ines)
    with django_capture_on_commit_callbacks(execute=True):
        actions.carry_out(erasing=row, early_because="They insist.", by=second)
    for persona in [name for name in PERSONAS if name != "client"]:
        browser = browser_of(world, persona)
        for route in readable():
            there = address(world, route)
            answer = browser.get(there) if there else None
            if answer is None:
                continue
            where = f"{route} as {persona}"
            assert answer.status_code < 500, where
            assert b"Quintero" not in answer.content, where
            known = {"course_id", "client_id", "goal_id", "person_id", "concern_id"}
            if known & set(routes()[route].pattern.converters):
                assert answer.status_code in (302, 404), where


def test_SEC_27_other_people_keep_everything(
    over, marisol, aoife, ines, owner, django_capture_on_commit_callbacks
):
    other = story.whole_course(aoife, ines, hour=time(11))
    Erasing.objects.filter(client=aoife).delete()
    before = {m: m._base_manager.filter(client=aoife).count() for m in clearing.records()}
    row = confirmed(marisol, ines)
    with django_capture_on_commit_callbacks(execute=True):
        actions.carry_out(erasing=row, by=owner)
    assert {m: m._base_manager.filter(client=aoife).count() for m in clearing.records()} == before
    page = Walk(ines).open(reverse("desk:course", args=[other["course_id"]]))
    assert page.sees("Aoife")


def test_SEC_27_somebody_who_also_works_here_keeps_their_account(
    practice, ines, owner, second, schedule, django_capture_on_commit_callbacks
):
    from kith.people.actions import give_role

    client = cast.make_client(practice, "Una Both", ines)
    give_role(user=client.user, role="coordinator", by=owner)
    with clock.frozen(clock.now() + TEN_YEARS):
        row = confirmed(client, ines)
        with django_capture_on_commit_callbacks(execute=True):
            actions.carry_out(erasing=row, by=owner)
    assert not Client.objects.filter(pk=client.pk).exists()
    assert User.objects.filter(pk=client.user_id).exists()


def test_SEC_27_name_and_address_of_the_account_and_the_first_message_open_no_more(
    practice, ines, owner, schedule, django_capture_on_commit_callbacks
):
    from kith.intake.models import Enquiry

    client = cast.make_client(practice, "Una Once", ines)
    asked = office.enquiry(practice, ines)["enquiry_id"]
    Enquiry.objects.filter(pk=asked).update(client=client)
    old = User.objects.get(pk=client.user_id), Enquiry.objects.get(pk=asked)
    other = Enquiry.objects.get(pk=office.enquiry(practice, ines)["enquiry_id"])
    with clock.frozen(clock.now() + TEN_YEARS):
        row = confirmed(client, ines)
        with django_capture_on_commit_callbacks(execute=True):
            actions.carry_out(erasing=row, by=owner)
    for kept, field in ((old[0], "name"), (old[0], "address"), (old[1], "words")):
        with pytest.raises(SealBroken):
            getattr(kept, field)
    assert (ines.name, other.name) == ("Ines Halvorsen", "Wanda Waiting")
