"""The first conversation, focus and goals; and the signed notes."""

from django.utils.translation import gettext as _

from ipt import intake as book_intake
from kith.care import reading as care
from kith.care.models import TaskMark, ToldParents
from kith.focus import reading as focus
from kith.focus import reading_evidence
from kith.focus import reading_formulation as formulation
from kith.focus.models import FocusChoice
from kith.intake import reading as intake
from kith.intake import rows
from kith.intake.forms import fit as fit_form
from kith.intake.forms import parts as forms
from kith.intake.models import Hopes, Patterns, Presenting
from kith.notes import words
from kith.notes.models import SessionRecord
from kith.web import book
from kith.worksheets import reading as filled_in

from .sheets import day, labelled, sheet

PRESENTING = ("challenges", "onset", "treatments", "medication", "health", "substances")
PATTERNS = ("key_people", "patterns", "recent_changes", "supports")
SO_FAR, YES_NO = dict(forms.SO_FAR), dict(forms.YES_NO)


def course(client, courses, user):
    for each in courses:
        yield from _presenting(intake.part(Presenting, each, user))
        yield from _part(_("People and patterns"), forms.PatternsForm, PATTERNS, each, user)
        yield from _hopes(each, user)
        for fit in intake.fits(each, user):
            yield _fit(fit)
        yield from _while_waiting(each, user)
        yield from _focus(each, user)


def _presenting(row):
    if row is None:
        return
    form = forms.PresentingForm
    yield sheet(
        _("What brings them here"),
        *labelled(form, row, *PRESENTING, "who_knows"),
        *_rows(form, row),
        (form.base_fields["course_so_far"].label, SO_FAR.get(row.course_so_far, row.course_so_far)),
        (form.base_fields["mood"].label, row.mood),
        (form.base_fields["around_birth"].label, _yes_no(row.around_birth)),
        at=row.begun_at,
        who=row.begun_by,
    )


def _yes_no(said):
    return YES_NO.get(said, said) if said else ""


def _part(title, form, names, course, user):
    row = intake.part(Patterns, course, user)
    if row is not None:
        facts = [*_rows(form, row), *labelled(form, row, *names)]
        yield sheet(title, *facts, at=row.begun_at, who=row.begun_by)


def _rows(form, row):
    return [
        (form.titles[kind], "\n".join(rows.said(kind, getattr(row, kind)))) for kind in form.kinds
    ]


def _hopes(course, user):
    row, told = intake.part(Hopes, course, user), intake.explained(course, user)
    if row is not None:
        names = ("first", "second", "third", "leaflet", "questions")
        facts = labelled(forms.HopesForm, row, *names)
        yield sheet(_("Hopes"), *facts, at=row.begun_at, who=row.begun_by)
    if told is not None:
        yield sheet(_("IPT was explained"), ("", _("Yes")), at=told.at, who=told.by)


def _fit(fit):
    judged = [
        (book.text(f"suitability.{row.id}.title"), _judged(fit, row.id))
        for row in book_intake.rows()
    ]
    return sheet(
        _("Does IPT fit"),
        (_("What they come with"), _condition(fit.condition)),
        (_("What this leads to"), book.text(f"intake.outcome.{fit.outcome}")),
        (_("Reasons"), fit.reasons),
        (_("Next step"), fit.next_step),
        (_("By when"), day(fit.next_on)),
        *judged,
        at=fit.signed_at,
        who=fit.signed_by,
    )


def _condition(id):
    return book.text(f"condition.{id}.title") if id else ""


def _while_waiting(course, user):
    for row in intake.contacts(course, user):
        facts = [("", row.words)] if row.words else []
        yield sheet(row.get_how_display(), (_("On"), day(row.on)), *facts, at=row.at, who=row.by)
    for row in intake.letters(course, user):
        yield sheet(
            _("Letter"),
            (_("To whom"), book.text(f"intake.letter.{row.to_whom}")),
            (_("Name"), row.name),
            (_("Address"), row.address),
            (_("The letter"), row.words),
            (_("Went on"), day(row.sent_on)),
            at=row.begun_at,
            who=row.begun_by,
        )


def _judged(fit, row):
    said = [fit_form.SHORT.get(fit.ratings.get(row), ""), fit.notes.get(row, "")]
    return " · ".join(str(word) for word in said if word)


def _focus(course, user):
    for area, row in focus.ratings(course, user).items():
        yield sheet(
            focus.area_label(area),
            (_("How well it fits"), row.get_fit_display()),
            (_("What speaks for it"), row.evidence),
            (_("What speaks against it"), row.against or ""),
            *reading_evidence.row_words(area, row.rows or {}),
            at=row.rated_at,
            who=row.rated_by,
        )
    choices = FocusChoice.objects.for_user(user).filter(course=course)
    moves = focus.stages(choices, user)
    for choice in choices.select_related("chosen_by"):
        yield _choice(choice)
        yield from map(_stage, moves[choice.pk])
    for version in formulation.versions(course, user):
        yield _version(version)
    for aside in (False, True):
        for aim in focus.goals(course, user, aside=aside):
            yield _goal(aim, aside)


def _stage(move):
    return sheet(
        _("Where the dispute stands"),
        (_("Stage"), book.text(f"dispute_stage.{move.after}.title")),
        (_("In session"), str(move.session)),
        (_("Why"), move.why),
        at=move.at,
        who=move.by,
    )


def _version(version):
    row = version.row
    said = [f"{a.get_fits_display()}. {a.words}".strip() for a in version.answers]
    return sheet(
        _("How it hangs together, version %(number)s") % {"number": row.number},
        ("", row.words),
        (_("Strengths"), row.parts.get("strengths", "")),
        (_("Who and what helps"), row.parts.get("supports", "")),
        (_("The client said"), " · ".join(said)),
        at=row.written_at,
        who=row.author,
    )


def _choice(row):
    loss = book.text(f"loss_type.{row.loss_type}") if row.loss_type else ""
    return sheet(
        f"{row.get_rank_display()}: {focus.area_label(row.area)}",
        (_("Because"), row.because),
        (_("Why a third"), row.third_reason),
        (_("What was lost"), loss),
        (_("The client agrees"), row.get_client_agrees_display()),
        (_("In the client's own words"), row.client_words),
        (_("Let go because"), row.released_because),
        at=row.chosen_at,
        who=row.chosen_by,
    )


def _goal(aim, aside):
    return sheet(
        _("Goal, set aside") if aside else _("Goal"),
        ("", aim.text),
        (_("How it will show"), aim.sign),
        (_("Why one more"), aim.why_more),
        (_("Where it stands"), aim.progress),
        *[(day(one.on), one.what_helped) for one in aim.ratings if one.what_helped],
    )


def worksheets(client, courses, user):
    for each in courses:
        refs = filled_in.refs(each, user)
        for kind, row in filled_in.told(each, user):
            facts = filled_in.in_words(kind, row.answers, refs)
            yield sheet(kind.title, *facts, at=row.saved_at, who=row.saved_by)


def notes(client, courses, user):
    for each in courses:
        found = SessionRecord.objects.for_user(user).filter(course=each)
        found = found.select_related("author").prefetch_related("addenda__author")
        for note in found.order_by("-signed_at"):
            yield _note(note)
        for decision in care.decisions(each, user):
            yield _decision(decision)
        yield from _told_parents(each, user)
        marks = TaskMark.objects.for_user(user).filter(course=each).order_by("-at")
        tasks = [(day(mark.on), book.text(f"task.{mark.task}.title")) for mark in marks]
        yield sheet(_("Tasks noted as done"), *tasks)


def _told_parents(course, user):
    rows = ToldParents.objects.for_user(user).filter(course=course).select_related("by")
    for row in rows.order_by("-at"):
        yield sheet(
            _("Telling parents"),
            (_("Whom"), row.whom),
            (_("What they are told"), row.what),
            (_("Why"), row.why),
            (_("Was the young person asked"), row.get_asked_display()),
            (_("What they said to it"), row.they_said),
            at=row.at,
            who=row.by,
        )


def _note(note):
    agreed = note.practice_agreed or {}
    names = ("what", "with_whom", "when", "obstacle", "help")
    return sheet(
        _("Note of a meeting"),
        (_("Since the last meeting"), words.link(note.opening)),
        (_("What happened"), note.opening.get("event")),
        (_("What was tried"), _joined(note.back, "what", "happened", "learned")),
        (_("The work"), note.worked_on),
        (_("Until next time"), _joined(agreed, *names)),
        (_("Summed up"), note.summary),
        *[(_("Added by %(name)s") % {"name": a.author.name}, a.words) for a in note.addenda.all()],
        at=note.signed_at,
        who=note.author,
    )


def _joined(said, *names):
    return " · ".join(str(said[name]) for name in names if said.get(name))


def _decision(row):
    points = [book.text(f"decision.point.{id}.title") for id in row.settles]
    return sheet(
        _("Decision"),
        (_("What"), book.text(f"decision.choice.{row.choice}")),
        (_("About"), " · ".join(points)),
        (_("Why"), row.why),
        (_("Look again on"), day(row.next_review_on)),
        at=row.at,
        who=row.by,
    )
