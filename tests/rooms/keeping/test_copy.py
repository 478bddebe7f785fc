"""The client's own copy: complete, only theirs, and nothing that must not lie on their device."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse

from kith import clock
from kith.audit.models import AuditEvent
from kith.care import actions as care
from kith.inventory import actions as inventory
from kith.keeping import actions, plan, titles
from kith.people import drafts
from kith.people.models import Revision
from tests.support.world import CANARY, is_words, signed

AGREED = CANARY.format(who="marisol", what="notes.record.practice")  # it is hers: her practice
FILES = {"index.html", "record.json", "format.md", "style.css"}


def unpacked(made):
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def taken(client, audience="client", by=None):
    return unpacked(actions.take_copy(client=client, audience=audience, by=by or client.user))


def fields_of(model):
    return {field.name for field in model._meta.concrete_fields}


def test_PRIV_10_every_field_of_the_installation_is_in_the_copy_or_left_out_with_a_reason():
    models = {m._meta.label: m for m in apps.get_models(include_auto_created=True)}
    parts = plan.parts()
    assert set(models) - set(parts) == set(), "say in export.toml what becomes of these"
    assert set(parts) - set(models) == set()
    for label, model in models.items():
        part = parts[label]
        if part.because:
            assert not (part.fields or part.staff), label
            continue
        named = [*part.fields, *part.staff, *part.left_out]
        assert len(named) == len(set(named)), label
        usual = set(plan.common()) & fields_of(model)
        assert set(named) | usual == fields_of(model), label
        assert set(named) & set(plan.common()) <= {"version"}, label


def test_PRIV_10_every_reason_is_given_in_words_and_every_part_has_a_title():
    for model, field, why in plan.reasons("client"):
        assert len(why.split()) >= 3, (model, field)
    assert {part.label for part in plan.copied("staff")} == set(titles.PARTS)


def sealed_of(audience, shown):
    """Labels of the sealed texts of a client's rows that a copy shows, or does not show."""
    found = set()
    for label, part in plan.parts().items():
        for field in apps.get_model(label)._meta.concrete_fields:
            if is_words(field) and (field.name in part.shown_to(audience)) == shown:
                found.add(field.label)
    return found


def canaries(who, labels):
    return {CANARY.format(who=who, what=label) for label in labels}


def holding(world, who):
    """Labels of canaries that really were planted for somebody."""
    lead = CANARY.format(who=who, what="")
    return {words.removeprefix(lead) for words in world.canaries[who]}


def test_PRIV_10_the_copy_holds_all_that_is_hers_and_nothing_of_anybody_else(world):
    files = taken(world.marisol)
    assert set(files) == FILES
    hers = canaries("marisol", sealed_of("client", True) & holding(world, "marisol"))
    assert len(hers) > 40
    for name in ("record.json", "index.html"):
        assert {words for words in hers if words not in files[name]} == set(), name
        assert not any(words in files[name] for words in world.canaries["berit"]), name


def test_PRIV_10_what_is_for_staff_alone_is_not_in_the_clients_copy(world):
    whole = "".join(taken(world.marisol).values())
    hidden = sealed_of("client", False) & holding(world, "marisol")
    assert {"safety.screen.safety_note", "intake.private_twin.words"} <= hidden
    assert {"inventory.safety_note.words", "safety.contact.not_to_say"} <= hidden
    for words in canaries("marisol", hidden):
        assert words not in whole
    for words in set(signed("marisol").values()) - {AGREED}:
        assert words not in whole


def test_PRIV_10_former_words_are_in_it_but_not_those_of_hidden_rows(whole, marisol, ines):
    note = apps.get_model("inventory", "SafetyNote").objects.get(client=marisol)
    inventory.save_safety_note(
        person=note.person, version=note.version, words="Newer.", conjoint="no", by=ines
    )
    goal = apps.get_model("focus", "Goal").objects.get(client=marisol)
    from kith.focus import actions as focus

    focus.edit_goal(goal=goal, version=goal.version, by=ines, text="A newer goal")
    assert Revision.objects.filter(client=marisol, label="inventory.SafetyNote").exists()
    files = taken(marisol)
    assert "Say one want a week" in files["record.json"]
    assert "Shouts." not in "".join(files.values())
    assert "Shouts." not in "".join(taken(marisol, "staff", ines).values())


def test_PRIV_10_the_copy_does_not_tell_that_a_note_for_staff_alone_was_written(
    whole, marisol, ines
):
    """The file may be opened by somebody else; what is kept from them leaves no name in it."""
    assert AuditEvent.objects.filter(action="inventory.safety_note_saved").exists()
    assert AuditEvent.objects.filter(action="worksheets.private_saved").exists()
    files = "".join(taken(marisol).values())
    assert "safety_note_saved" not in files and "private_saved" not in files
    assert '"action": "inventory"' in files
    assert "safety_note_saved" in taken(marisol, "staff", ines)["record.json"]


def test_PRIV_10_her_own_drafts_are_in_it_and_nobody_elses(whole, marisol, ines):
    drafts.keep(marisol.user, "/my/plan/", {"words": "half a thought"})
    drafts.keep(ines, f"/courses/{whole['course_id']}/", {"words": "the therapist's thought"})
    files = taken(marisol)
    assert "half a thought" in files["record.json"]
    assert "half a thought" in files["index.html"]
    assert "the therapist's thought" not in files["record.json"]


def test_PRIV_10_json_says_what_it_is_and_has_every_shown_field(whole, marisol):
    about = json.loads(taken(marisol)["record.json"])
    assert about["format"] == "kith-record/1"
    assert (about["for"], about["names"], about["client"]) == ("client", "full", str(marisol.pk))
    for label, rows in about["rows"].items():
        shown = set(plan.parts()[label].shown_to("client"))
        assert all(set(row) == shown for row in rows), label
    assert {"model", "field", "because"} == set(about["left_out"][0])
    response = next(r for r in about["rows"]["checkins.Response"] if r["measure"] == "phq-9")
    assert response["total"] == 18
    assert list(response["answers"].values()) == [2, 3, 3, 3, 2, 2, 2, 0, 1]


def test_PRIV_10_the_page_inside_needs_nothing_from_anywhere(whole, marisol):
    page = taken(marisol)["index.html"]
    assert "oderately severe" in page and "moderately-severe" not in page
    assert "http:" not in page and "https:" not in page and "//" not in page.split("<body>")[0]
    assert "<script" not in page and "style=" not in page and "<style" not in page
    assert "Little interest or pleasure" in page


def test_PRIV_10_text_is_text_in_both_files(whole, marisol, ines):
    drafts.keep(marisol.user, "/my/plan/", {"words": "<script>alert(1)</script>=1+1"})
    files = taken(marisol)
    assert "<script>" not in files["index.html"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;=1+1" in files["index.html"]


def test_PRIV_10_names_in_every_script_come_out_as_they_went_in(marisol, ines):
    from kith.people import changes

    name = "Zoë ‏מרים‏ 👩🏽‍🚒 O’Ñ́"
    changes.change_client(client=marisol, version=1, by=ines, name=name)
    marisol.refresh_from_db()
    files = taken(marisol)
    assert name in files["record.json"] and name in files["index.html"]


def test_PRIV_10_she_takes_it_from_her_own_page_and_it_is_noted(whole, marisol, signed_in):
    browser = signed_in(marisol)
    assert browser.get(reverse("keeping:own_copy")).status_code == 200
    answer = browser.post(reverse("keeping:own_copy"))
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="copy-')
    assert "no-store" in answer.headers["Cache-Control"]
    assert set(unpacked(answer.content)) == FILES
    event = AuditEvent.objects.get(action="keeping.copy_taken")
    assert (event.actor_id, event.client_id) == (marisol.user_id, marisol.pk)


def test_PRIV_10_an_old_session_proves_itself_first(whole, marisol, as_user, limits_hold):
    browser = as_user(marisol)
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        answer = browser.post(reverse("keeping:own_copy"))
    assert answer.status_code in (302, 422)
    assert b"PK" not in answer.content[:2]
    assert not AuditEvent.objects.filter(action="keeping.copy_taken").exists()


def test_SEC_33_without_its_audit_row_no_copy_goes_out(whole, marisol, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(actions, "record", fails)
    with pytest.raises(RuntimeError):
        taken(marisol)


def test_PRIV_10_the_therapists_copy_has_the_notes_and_not_what_leaves_in_no_copy(world, ines):
    files = taken(world.marisol, "staff", ines)
    shown = canaries("marisol", sealed_of("staff", True) & holding(world, "marisol"))
    whole = "".join(files.values())
    named = {CANARY.format(who="marisol", what=what) for what in THIRD}
    assert {w for w in shown - named if w not in files["record.json"]} == set()
    for words in signed("marisol").values():
        assert words in files["record.json"]
    for label in ("safety.screen.safety_note", "intake.private_twin.words", "notes.draft.typed"):
        assert CANARY.format(who="marisol", what=label) not in whole
    assert not any(words in whole for words in world.canaries["berit"])


THIRD = (
    "inventory.person.display_name",
    "safety.contact.name",
    "safety.contact.phone",
    "notes.homework.with_whom",
    "ending.gain.with_whom",
)


def test_PRIV_10_other_people_are_initials_in_the_therapists_copy(whole, marisol, ines):
    person = apps.get_model("inventory", "Person").objects.get(client=marisol)
    inventory.edit_person(person=person, version=person.version, by=ines, display_name="Devin Hale")
    from kith.focus import actions as focus

    _says_no(whole, ines)
    goal = apps.get_model("focus", "Goal").objects.get(client=marisol)
    focus.edit_goal(goal=goal, version=goal.version, by=ines, text="Ask Devin; devin hale hears me")
    whole_copy = "".join(taken(marisol, "staff", ines).values())
    assert "Devin" not in whole_copy and "devin" not in whole_copy
    assert "Ask D.; D. H. hears me" in whole_copy
    assert "Pilar" not in whole_copy and "0800" not in json_phone(whole_copy)
    assert "Marisol Quintero-Hale" in whole_copy
    own = "".join(taken(marisol).values())
    assert "Devin Hale" in own


def _says_no(whole, ines):
    """To sharing with another provider."""
    course = apps.get_model("care", "Course").objects.get(pk=whole["course_id"])
    care.answer_consent(
        course=course, kind="other_provider", given=False, how="said", by=ines, text_version="1"
    )


def json_phone(text):
    return text.split('"safety.EmergencyContact"', 1)[-1][:400]


def test_PRIV_10_they_are_named_when_she_agreed_to_sharing(whole, marisol, ines):
    assert "Devin" in "".join(taken(marisol, "staff", ines).values())  # the story says yes to all
    _says_no(whole, ines)
    assert "Devin" not in "".join(taken(marisol, "staff", ines).values())


def test_PRIV_10_the_therapist_takes_it_from_the_record_and_she_sees_that(
    whole, marisol, ines, omar, signed_in
):
    address = reverse("keeping:copy", args=[marisol.pk])
    browser = signed_in(ines)
    assert "Marisol" in browser.get(address).content.decode()
    assert set(unpacked(browser.post(address).content)) == FILES
    assert signed_in(omar).post(address).status_code == 404
    seen = signed_in(marisol).get(reverse("home:opened")).content.decode()
    assert "took a copy of your record" in seen


def test_PRIV_10_a_person_without_an_account_and_without_a_course_has_a_copy_too(teodor, ines):
    files = taken(teodor, "staff", ines)
    assert "Teodor Lindqvist" in files["index.html"]
    assert json.loads(files["record.json"])["rows"]["people.Client"][0]["on_paper"] is True
