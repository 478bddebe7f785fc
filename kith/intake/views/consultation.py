"""The first conversation, the judgement whether IPT fits, and where it leads."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ipt.protocol import gates
from kith import clock
from kith.audit.actions import opened
from kith.care import adapting, young
from kith.care.views import course_of
from kith.people import drafts
from kith.people.conflicts import two_texts
from kith.people.history import SomebodyElseSaved
from kith.safety.reading import private_question
from kith.web import once
from kith.web.forms import was_shown

from .. import actions, after, beside, facts, forms, reading, rows

FORMS = {
    "brings": forms.PresentingForm,
    "people": forms.PatternsForm,
    "hopes": forms.HopesForm,
}
AFTER = {"brings": "people", "people": "hopes", "hopes": "safety"}


@require_http_methods(["GET", "POST"])
def consultation(request, course_id, step="brings"):
    """A step of the first conversation: what is shared, and what is only for the therapist."""
    if step not in FORMS:
        raise Http404
    course = course_of(request, course_id, "U" if request.method == "POST" else "R")
    row, twin = _step(request, course, step)
    read = {
        "version": row.version if row else 0,
        "private_version": twin.version if twin else 0,
    }
    initial, draft = drafts.initial(request, _said(row, twin, step) | read)
    told = reading.explained(course, request.user)
    form = FORMS[step](request.POST or None, initial=initial | {"explained": bool(told)})
    conflicts = []
    if request.method == "POST" and form.is_valid():
        conflicts = _save_step(request, course, step, form)
        if not conflicts:
            drafts.drop(request.user, request.path)
            return redirect(reading.step_url(course, AFTER[step]))
    opened(course, by=request.user, what="consultation")
    named = _named(course, request.user, row) if step == "people" else []
    context = {
        "course": course,
        "tab": "consultation",
        "step": step,
        "form": form,
        "draft": draft,
        "explained": told,
        "conflicts": conflicts,
        "steps": reading.path(course, request.user, step),
        "asked": reading.asked_with(course, request.user) if step == "brings" else None,
        "named": named,
        "some": any(not there for _number, _words, there in named),
        "zone": request.user.zone,
    }
    status = 422 if form.errors or conflicts else 200
    return render(request, "intake/consultation.html", context, status=status)


def _named(course, user, row):
    """The people named here, with whether they are in the circle: (number, words, there)."""
    said = rows.said("people", row.people) if row else []
    there = beside.circle(course, user) if said else ()
    return [(number, words, number in there) for number, words in enumerate(said)]


def _step(request, course, step):
    row = reading.part(reading.STEPS[step], course, request.user)
    return row, reading.twin(course, step, request.user)


def _said(row, twin, step):
    form = FORMS[step]
    names = [n for n in form.base_fields if n not in ("version", "private_version")]
    said = {name: getattr(row, name, "") for name in names} if row else {}
    for kind in form.kinds if row else ():
        said |= rows.initial(kind, getattr(row, kind))
    return {**said, "private": twin.words if twin else ""}


def _save_step(request, course, step, form):
    """Save both texts; what somebody else saved meanwhile comes back as conflicts to show."""
    model, said, conflicts = reading.STEPS[step], form.cleaned_data, []
    try:
        actions.save_part(
            course=course, model=model, version=said["version"], by=request.user, **form.shared()
        )
    except SomebodyElseSaved as other:
        conflicts += _conflicts(form, other.saved, form.shared())
        form.take_version(other.saved.version)
    conflicts += _save_twin(request, course, step, form)
    if said.get("explained"):
        actions.explain(course=course, by=request.user)
    return conflicts


def _save_twin(request, course, place, form):
    if not was_shown(form, "private"):
        return []
    said = form.cleaned_data
    try:
        actions.save_twin(
            course=course,
            place=place,
            version=said.get("private_version") or 0,
            words=said["private"],
            by=request.user,
        )
    except SomebodyElseSaved as other:
        form.take_private_version(other.saved.version)
        return _conflicts(form, other.saved, {"private": said["private"]}, words="words")
    return []


def _conflicts(form, saved, typed, words=None):
    return [
        two_texts(
            form.titles[name] if name in form.kinds else form.fields[name].label,
            saved,
            _as_text(form, name, getattr(saved, words or name)),
            _as_text(form, name, text),
        )
        for name, text in typed.items()
        if (getattr(saved, words or name) or "") != (text or "")
    ]


def _as_text(form, name, value):
    return "\n".join(rows.said(name, value)) if name in form.kinds else value or ""


@require_http_methods(["GET", "POST"])
def fit(request, course_id):
    """Whether IPT fits: twelve rows to judge, no sum, an outcome with its reasons, signed."""
    course = course_of(request, course_id)
    twin = reading.twin(course, "fit", request.user)
    read = {"private": twin.words, "private_version": twin.version} if twin else {}
    last = next(iter(reading.fits(course, request.user)), None)
    if last:
        read["alone"] = "yes" if young.can_consent(course) else "no"
    initial, draft = drafts.initial(request, {"private": "", "private_version": 0} | read)
    form = forms.FitForm(
        request.POST or None,
        initial=initial,
        private_question=private_question(course),
        recorded=adapting.met(course),
        young=young.known(course),
        moves=course.status in actions.BEFORE_TREATMENT,
    )
    conflicts = []
    if request.method == "POST" and form.is_valid():
        conflicts = _sign(request, course, form)
        if not conflicts and not form.errors:
            drafts.drop(request.user, request.path)
            return redirect("intake:next", course.pk)
    opened(course, by=request.user, what="fit")
    context = {
        "course": course,
        "tab": "consultation",
        "form": form,
        "draft": draft,
        "conflicts": conflicts,
        "steps": reading.path(course, request.user, "fit"),
        "rows": form.rows(beside.known(course, request.user)),
        "conditions": reading.conditions(),
        "last": last,
        "private_question": private_question(course),
        "zone": request.user.zone,
    }
    status = 422 if form.errors or conflicts else 200
    return render(request, "intake/fit.html", context, status=status)


def _sign(request, course, form):
    conflicts = _save_twin(request, course, "fit", form)
    if conflicts:
        return conflicts
    id = once.row_id(form.cleaned_data["form_key"], request.user)
    try:
        actions.sign_fit(course=course, id=id, by=request.user, **form.judgement())
    except actions.CourseClosed:
        form.add_error(None, _("The course is closed. Coming back begins with a new enquiry."))
    except once.SentAlready:
        form.renew_key()
        form.add_error(None, _("You signed with this page before. Sign again to add a judgement."))
    return []


@require_safe
def next_steps(request, course_id):
    """Where the judgement leads: what is to be done, and what still stands before treatment."""
    return next_page(request, course_of(request, course_id))


def next_page(request, course, contact_form=None):
    """The page after the judgement; `contact_form`: a contact that could not be noted."""
    signed = reading.fits(course, request.user)
    opened(course, by=request.user, what="fit")
    before = course.status in actions.BEFORE_TREATMENT
    context = {
        "course": course,
        "tab": "consultation",
        "fits": [(row, reading.outcome_of(row), reading.to_talk_about(row)) for row in signed],
        "after": after.steps(course, request.user, signed[0]) if signed else [],
        "before": before,
        "missing": gates.missing(facts.before_start(course), "active") if before else (),
        "steps": reading.path(course, request.user, "next"),
        "zone": request.user.zone,
    }
    if course.status == "waiting":
        context |= _waiting(request, course, contact_form)
    wrong = contact_form is not None and contact_form.errors
    return render(request, "intake/next.html", context, status=422 if wrong else 200)


def _waiting(request, course, form):
    today = clock.today(request.user.zone)
    due = after.due_on(course, request.user)
    place = reverse("intake:contact", args=[course.pk])
    initial, draft = drafts.initial(request, {"on": today}, place)
    return {
        "contacts": reading.contacts(course, request.user),
        "contact_form": form or forms.ContactForm(initial=initial, today=today),
        "contact_draft": draft,
        "contact_due": due,
        "contact_late": due <= today,
    }
