"""Every field that can hold words gets a canary that names whose it is and which field.

A field that is added to any model is filled without a line here. A field that holds set words (a
kind, a state, an id of the book) stands in CODES with the reason, so that leaving one out is seen.

    Kanari-marisol-care.contract.place
"""

import re

from django.apps import apps
from django.db import models

from kith.notes.models import Signed
from kith.people import directory
from kith.people.models import Practice, User
from kith.vault.fields import SealedJSON, SealedText

CANARY = re.compile(r"Kanari-([a-z]+)-([a-z0-9_.]+)")
WORDS = re.compile(r"[A-Z]|\s")  # in a sealed structure: a leaf that is no set word
ELSEWHERE = {"contenttypes", "auth", "sessions", "django_tasks_database", "account", "mfa", "audit"}
SET = "a set word or an id of the book"
KEY = "made by a machine"
CODES = {
    "people.practice.slug": "stands in addresses",
    "people.practice.time_zone": SET,
    "people.practice.language": SET,
    "people.practice.exit_site": "an address that browsers go to",
    "people.user.password": KEY,
    "people.user.email": KEY,
    "people.user.credentials": KEY,
    "people.user.time_zone": SET,
    "people.user.language": SET,
    "people.client.time_zone": SET,
    "people.client.language": SET,
    "people.link.token_hash": KEY,
    "people.revision.label": SET,
    "people.draft.place": "path of a page",
    "people.opensession.session_key": KEY,
    "people.tries.key": KEY,
    "people.notice.kind": SET,
    "post.letter.kind": SET,
    "post.letter.event": SET,
    "post.letter.route": SET,
    "post.letter.reason": SET,
    "care.course.protocol": SET,
    "care.course.protocol_version": SET,
    "care.course.close_reason": SET,
    "care.passage.from_status": SET,
    "care.passage.to_status": SET,
    "care.passage.from_phase": SET,
    "care.passage.to_phase": SET,
    "care.contract.protocol": SET,
    "care.contract.protocol_version": SET,
    "care.consent.kind": SET,
    "care.consent.text_version": SET,
    "care.consent.language": SET,
    "care.release.purpose": SET,
    "care.release.text_version": SET,
    "care.release.language": SET,
    "care.consenttext.kind": SET,
    "care.consenttext.language": SET,
    "care.namedperson.role": SET,
    "care.young_person.born_on": "a day",
    "care.protocolchange.from_protocol": SET,
    "care.protocolchange.from_version": SET,
    "care.protocolchange.to_protocol": SET,
    "care.protocolchange.to_version": SET,
    "care.decision.choice": SET,
    "care.taskmark.task": SET,
    "measures.measureconfirmation.measure": SET,
    "measures.owndefinition.measure": SET,
    "measures.owndefinition.version": SET,
    "measures.owndefinition.text": "a definition in JSON, checked when it is read",
    "safety.concern.measure": SET,
    "safety.concern.item": SET,
    "safety.concernentry.source_label": SET,
    "safety.concernentry.measure": SET,
    "safety.concernentry.measure_version": SET,
    "safety.concernentry.item": SET,
    "intake.privatetwin.place": SET,
    "intake.fit.outcome": SET,
    "intake.fit.protocol": SET,
    "welcome.formerwords.label": SET,
    "timeline.event.when": "a date in the notation of the book",
    "safety.screen.private_question": SET,
    "timeline.event.kind": SET,
    "timeline.event.area": SET,
    "timeline.mood_point.when": "a date in the notation of the book",
    "timeline.moodpoint.scale": SET,
    "timeline.symptom_marker.when": "a date in the notation of the book",
    "timeline.onset.when": "a date in the notation of the book",
    "worksheets.worksheet.form": SET,
    "worksheets.worksheet.form_version": SET,
    "worksheets.therapistsheet.form": SET,
    "worksheets.therapistsheet.form_version": SET,
    "leaflets.leaflet.topic": SET,
    "leaflets.leaflet.language": SET,
    "intake.fit.condition": SET,
    "intake.referralfile.mark": KEY,
    "intake.referralletter.to_whom": SET,
    "focus.arearating.area": SET,
    "focus.focuschoice.area": SET,
    "focus.goal.area": SET,
    "focus.stagemove.before": SET,
    "focus.stagemove.after": SET,
    "focus.formulation.area": SET,
    "focus.choice.loss_type": SET,
    "intake.presenting.course_so_far": SET,
    "intake.presenting.mood": "a number",
    "intake.enquiry.language": SET,
    "schedule.series.zone": SET,
    "schedule.appointment.zone": SET,
    "schedule.appointment.was_state": SET,
    "checkins.measureplan.measure": SET,
    "checkins.response.measure": SET,
    "checkins.response.measure_version": SET,
    "checkins.response.language": SET,
    "checkins.response.band": SET,
    "checkins.response.risk_level": SET,
    "ending.followup.name": SET,
    "ending.closing.reason": SET,
    "keeping.schedule.place": SET,
    "keeping.erasing.place": SET,
}
# Sealed structures without a word that anybody typed: numbers, ids, set words.
NO_WORDS = {
    "checkins.response.answers",
    "checkins.response.skipped",
    "ending.review.feelings",
    "focus.area_rating.event_ids",
    "focus.area_rating.person_ids",
    "focus.area_rating.rows",
    "focus.formulation.person_ids",
    "focus.goal.person_ids",
    "timeline.event.person_ids",
    "intake.enquiry.self_check",
    "intake.fit.in_place",
    "intake.fit.ratings",
    "people.practice_revision",
    "safety.concern_entry.answer",
    "welcome.profile.areas",
    "safety.screen.answers",
    "safety.screen.private_answers",
}


def what(field) -> str:
    """The name of a field in a canary: the label of the seal, or room.model.field."""
    label = getattr(field, "label", "")
    return label or f"{field.model._meta.label_lower}.{field.name}"


def is_word_field(field) -> bool:
    """Whether people's words can stand in a field."""
    if field.model._meta.app_label in ELSEWHERE or what(field) in CODES:
        return False
    if isinstance(field, SealedText | SealedJSON):
        return True
    return isinstance(field, models.CharField | models.TextField) and not field.choices


def models_with_words():
    """(model, its word fields) of everything the house remembers."""
    for model in apps.get_models():
        fields = [f for f in model._meta.concrete_fields if is_word_field(f)]
        if fields:
            yield model, fields


class Canaries:
    """Puts them in. `put` is {(owner, what): access object or None}: every canary that exists.

    owner_of   gives the name of whom a row belongs to: a client, a member of staff, a practice
    """

    def __init__(self, owner_of):
        self.owner_of, self.put = owner_of, {}

    def fill(self, practice):
        """Every word field of every row of a practice, and of the practice itself."""
        for model, fields in models_with_words():
            own = {"pk": practice.pk} if model is Practice else {"practice_id": practice.pk}
            for row in model._base_manager.filter(**own):
                self._row(row, fields)
        Practice.objects.update(directory_version=models.F("directory_version") + 1)
        directory.forget()

    def _row(self, row, fields):
        if isinstance(row, Signed):
            return self._signed(row, fields)
        owner, changed = self.owner_of(row), []
        for field in fields:
            value = self._value(field, getattr(row, field.attname), owner, row)
            if value is not None:
                setattr(row, field.attname, value)
                changed.append(field.name)
        if changed:
            models.Model.save_base(row, force_update=True, update_fields=changed)

    def _signed(self, row, fields):
        """A signed row cannot be changed: the story put the canaries in."""
        for owner, name in CANARY.findall(" ".join(str(getattr(row, f.attname)) for f in fields)):
            self.put[owner, name] = row.access_object

    def _value(self, field, value, owner, row):
        words = f"Kanari-{owner}-{what(field)}"
        thing = getattr(row, "access_object", None)
        if isinstance(field, SealedJSON):
            marked = marked_leaves(value, words)
            if marked == value:
                return None
            self.put[owner, what(field)] = thing
            return marked
        if field.max_length and len(words) > field.max_length:
            return None
        self.put[owner, what(field)] = thing
        mail = isinstance(row, User) and field.name == "address" or what(field).endswith(".email")
        return f"{words}@example.org" if mail else words


def marked_leaves(value, words):
    """A structure with every typed leaf put out by the canary; set words stay."""
    if isinstance(value, dict):
        return {key: marked_leaves(inner, words) for key, inner in value.items()}
    if isinstance(value, list):
        return [marked_leaves(inner, words) for inner in value]
    return words if isinstance(value, str) and WORDS.search(value) else value


def seen_in(answer) -> set:
    """(owner, what) of every canary in an answer: body, file, headers, cookies, redirect."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    said = body.decode("utf-8", "replace")
    said += "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    said += "\n".join(cookie.OutputString() for cookie in answer.cookies.values())
    found = {(owner, name.rstrip(".")) for owner, name in CANARY.findall(said)}
    return found - {cut for cut in _cut(said) if _stands_in_full(cut, found)}


def _cut(said):
    """Canaries that a picture cut for want of room."""
    return {(owner, name.rstrip(".")) for owner, name in re.findall(f"{CANARY.pattern}…", said)}


def _stands_in_full(cut, found):
    """Whether the same answer has the whole of it too, so that it is judged by that."""
    whose, start = cut
    return any(o == whose and name != start and name.startswith(start) for o, name in found)
