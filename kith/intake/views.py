from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ipt.protocol import gates
from kith.audit.actions import opened, record
from kith.care.views import course_of
from kith.people import drafts
from kith.people.history import SomebodyElseSaved
from kith.people.models import Practice, User
from kith.safety.reading import help_numbers, private_question
from kith.web import once, tenancy

from . import actions, facts, forms, limits, reading, reply, self_check
from .models import Enquiry


def _practice(slug):
    """The practice that is asked; its page opens once it has numbers for a crisis to show."""
    practice = get_object_or_404(Practice, slug=slug)
    if not (practice.emergency_number and practice.crisis_line and practice.out_of_hours):
        raise Http404
    return practice


@require_http_methods(["GET", "POST"])
def enquiry(request, slug):
    """Somebody asks for help: numbers first, then as few questions as possible."""
    practice = _practice(slug)
    with tenancy.within(practice.pk):
        form = forms.EnquiryForm(request.POST or None)
        if "think" in request.POST:
            form = forms.EnquiryForm(initial=request.POST.dict())
            form.answers = forms.EnquiryForm(request.POST).answers
            return _enquiry_page(request, practice, form, talk=True)
        if request.method == "POST" and form.is_valid():
            if limits.too_often(request):
                return _enquiry_page(request, practice, form, status=429)
            id = once.row_id(form.cleaned_data["form_key"], practice)
            try:
                actions.receive(practice=practice, id=id, **form.kept())
            except once.SentAlready:
                form.renew_key()
                form.add_error(None, _("You sent this before. Send it again to add what is new."))
            else:
                return redirect("intake:sent", practice.slug)
        return _enquiry_page(request, practice, form)


def _enquiry_page(request, practice, form, talk=False, status=200):
    context = {
        "practice": practice,
        "form": form,
        "help_numbers": help_numbers(practice),
        "read_by": reply.words(practice),
        "asked": talk,
        "talk": self_check.to_talk_about(form.answers()) if talk else [],
        "too_often": status == 429,
    }
    status = 422 if form.errors else status
    return render(request, "intake/enquiry.html", context, status=status)


@require_safe
def sent(request, slug):
    """Thanks; nothing of what was written stands here."""
    practice = _practice(slug)
    with tenancy.within(practice.pk):
        context = {
            "practice": practice,
            "help_numbers": help_numbers(practice),
            "read_by": reply.words(practice),
        }
        return render(request, "intake/sent.html", context)


@require_safe
def enquiries(request):
    """Who asked, who waits since when, and what became of the others."""
    record("opened.enquiries", by=request.user)
    lines = reading.enquiries(request.user)
    context = {
        "waiting": [line for line in lines if line.enquiry.state == "waiting"],
        "decided": [line for line in lines if line.enquiry.state != "waiting"],
        "zone": request.user.zone,
        "may_decide": "coordinator" in request.user.roles,
    }
    return render(request, "intake/enquiries.html", context)


@require_http_methods(["GET", "POST"])
def new(request):
    """A referral, typed in."""
    form = forms.ReferralForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        id = once.row_id(form.cleaned_data["form_key"], request.user)
        try:
            row = actions.receive(
                practice=request.user.practice, id=id, by=request.user, **form.words()
            )
        except once.SentAlready:
            form.renew_key()
            form.add_error(None, _("You saved this before. Save again to add a second one."))
        else:
            if Enquiry.objects.for_user(request.user).filter(pk=row.pk).exists():
                return redirect("intake:enquiry_open", row.pk)
            messages.success(request, _("Saved. The coordinator reads it."))
            return redirect("intake:enquiries")
    return render(request, "intake/new.html", {"form": form}, status=422 if form.errors else 200)


def _enquiry(request, enquiry_id, letter="R"):
    return get_object_or_404(Enquiry.objects.for_user(request.user, letter), pk=enquiry_id)


@require_safe
def enquiry_open(request, enquiry_id):
    """One enquiry: who, how to reach them, what they wrote, what became of it."""
    row = _enquiry(request, enquiry_id)
    opened(row, by=request.user)
    context = {
        "line": reading.standing(request.user, row),
        "enquiry": row,
        "said": self_check.said(row.self_check),
        "zone": request.user.zone,
        "may_decide": "coordinator" in request.user.roles,
    }
    return render(request, "intake/enquiry_open.html", context)


@require_http_methods(["GET", "POST"])
def accept(request, enquiry_id):
    """Take somebody on: client, therapist and course in one go."""
    row = _enquiry(request, enquiry_id, "U")
    if row.state != "waiting":
        return redirect("intake:enquiry_open", row.pk)
    form = forms.AcceptForm(
        request.POST or None,
        initial=_contact(row),
        therapists=_therapists(request.user.practice),
        same=reading.clients_like(request.user, row),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.accept(enquiry=row, by=request.user, **form.deed())
        except actions.AlreadyDecided:
            messages.info(request, _("Somebody decided about this enquiry meanwhile."))
        return redirect("intake:enquiry_open", row.pk)
    opened(row, by=request.user)
    context = {"form": form, "enquiry": row}
    return render(request, "intake/accept.html", context, status=422 if form.errors else 200)


def _contact(row):
    by_mail = "@" in row.reach
    return {"name": row.name, "email" if by_mail else "phone": row.reach, "who": "new"}


def _therapists(practice):
    found = User.objects.filter(
        practice=practice,
        is_active=True,
        grants__role="therapist",
        grants__ended_at=None,
    )
    return sorted(found.distinct(), key=lambda user: user.name)


@require_http_methods(["GET", "POST"])
def decline(request, enquiry_id):
    """Say no, or close it, with the reason."""
    row = _enquiry(request, enquiry_id, "U")
    form = forms.TurnDownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.turn_down(enquiry=row, by=request.user, **form.cleaned_data)
        except actions.AlreadyDecided:
            messages.info(request, _("Somebody decided about this enquiry meanwhile."))
        return redirect("intake:enquiry_open", row.pk)
    opened(row, by=request.user)
    context = {"form": form, "enquiry": row}
    return render(request, "intake/decline.html", context, status=422 if form.errors else 200)


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
    initial, draft = drafts.initial(request, _said(row, twin, step))
    initial |= {
        "version": row.version if row else 0,
        "private_version": twin.version if twin else 0,
    }
    told = reading.explained(course, request.user)
    form = FORMS[step](request.POST or None, initial=initial | {"explained": bool(told)})
    conflicts = []
    if request.method == "POST" and form.is_valid():
        conflicts = _save_step(request, course, step, form)
        if not conflicts:
            drafts.drop(request.user, request.path)
            return redirect(reading.step_url(course, AFTER[step]))
    opened(course, by=request.user, what="consultation")
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
        "zone": request.user.zone,
    }
    status = 422 if form.errors or conflicts else 200
    return render(request, "intake/consultation.html", context, status=status)


def _step(request, course, step):
    row = reading.part(reading.STEPS[step], course, request.user)
    return row, reading.twin(course, step, request.user)


def _said(row, twin, step):
    names = [n for n in FORMS[step].base_fields if n not in ("version", "private_version")]
    said = {name: getattr(row, name, "") for name in names} if row else {}
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
    who, at = reading.last_saved(saved)
    return [
        {
            "label": form.fields[name].label,
            "saved_text": getattr(saved, words or name),
            "saved_by": who.name if who else "",
            "saved_at": at,
            "your_text": text,
        }
        for name, text in typed.items()
        if getattr(saved, words or name) != text
    ]


@require_http_methods(["GET", "POST"])
def fit(request, course_id):
    """Whether IPT fits: twelve rows to judge, no sum, an outcome with its reasons, signed."""
    course = course_of(request, course_id)
    twin = reading.twin(course, "fit", request.user)
    initial, draft = drafts.initial(request, {"private": twin.words if twin else ""})
    initial |= {"private_version": twin.version if twin else 0}
    form = forms.FitForm(request.POST or None, initial=initial)
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
        "last": next(iter(reading.fits(course, request.user)), None),
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
    except once.SentAlready:
        form.renew_key()
        form.add_error(None, _("You signed with this page before. Sign again to add a judgement."))
    return []


@require_safe
def next_steps(request, course_id):
    """Where the judgement leads: what is to be done, and what still stands before treatment."""
    course = course_of(request, course_id)
    signed = reading.fits(course, request.user)
    opened(course, by=request.user, what="fit")
    before = course.status in actions.BEFORE_TREATMENT
    context = {
        "course": course,
        "tab": "consultation",
        "fits": [(row, reading.outcome_of(row), reading.to_talk_about(row)) for row in signed],
        "before": before,
        "missing": gates.missing(facts.before_start(course), "active") if before else (),
        "steps": reading.path(course, request.user, "next"),
        "zone": request.user.zone,
    }
    return render(request, "intake/next.html", context)
