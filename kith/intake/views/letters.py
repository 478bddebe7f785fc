"""Letters that follow from the consultation, and calls while somebody waits."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith import clock
from kith.audit.actions import opened
from kith.care.views import course_of
from kith.people import conflicts, drafts
from kith.people.history import SomebodyElseSaved
from kith.web import book, once

from .. import actions, forms, letters, reading
from ..models import ReferralLetter
from .consultation import next_page


@require_http_methods(["GET", "POST"])
def all_letters(request, course_id):
    """The letters of a course; a new one begins with what is written down."""
    course = course_of(request, course_id)
    initial, draft = drafts.initial(request, {"include": list(forms.USUALLY)})
    form = forms.NewLetterForm(request.POST or None, initial=initial | _asked_for(request))
    if request.method == "POST" and form.is_valid():
        id = once.row_id(form.cleaned_data["form_key"], request.user)
        try:
            begun = letters.begin(course=course, id=id, by=request.user, **form.words())
        except once.SentAlready:
            form.renew_key()
            form.add_error(None, _("You began a letter with this page. Begin again to add one."))
        else:
            drafts.drop(request.user, request.path)
            return redirect("intake:letter", course.pk, begun.pk)
    opened(course, by=request.user, what="letters")
    context = _of(request, course) | {
        "form": form,
        "draft": draft,
        "letters": [(row, _to_whom(row)) for row in reading.letters(course, request.user)],
        "steps": reading.path(course, request.user, "next"),
    }
    return render(request, "intake/letters.html", context, status=422 if form.errors else 200)


def _asked_for(request):
    """The kind of letter that a link of the page before asks for."""
    to_whom = request.GET.get("to", "")[:20]
    return {"to_whom": to_whom} if to_whom else {}


def _of(request, course):
    return {"course": course, "tab": "consultation", "zone": request.user.zone}


def _to_whom(letter):
    return book.text(f"intake.letter.{letter.to_whom}")


def _letter(request, course, letter_id, letter="R"):
    found = ReferralLetter.objects.for_user(request.user, letter).filter(course=course)
    return get_object_or_404(found.select_related("sent_by"), pk=letter_id)


@require_http_methods(["GET", "POST"])
def letter(request, course_id, letter_id):
    """One letter: written on, each version kept; once it went it only stands to be read."""
    course = course_of(request, course_id)
    row = _letter(request, course, letter_id, "U" if request.method == "POST" else "R")
    saved = {"name": row.name, "address": row.address, "text": row.words, "version": row.version}
    initial, draft = drafts.initial(request, saved)
    form = forms.LetterForm(request.POST or None, initial=initial)
    conflict = None
    if request.method == "POST" and form.is_valid():
        conflict = _write(request, row, form)
        if conflict is None:
            drafts.drop(request.user, request.path)
            return redirect("intake:letter", course.pk, row.pk)
    return _page(request, course, row, form=form, draft=draft, conflict=conflict)


def _write(request, row, form):
    """Save the letter; what somebody else saved meanwhile, to show both."""
    try:
        letters.write(
            letter=row, version=form.cleaned_data["version"], by=request.user, **form.said()
        )
    except letters.Sent:
        messages.error(request, _("This letter went meanwhile and stays as it is."))
    except SomebodyElseSaved as other:
        form.take_version(other.saved.version)
        who, at = conflicts.last_saved(other.saved)
        return {"saved": other.saved.words, "who": who.name if who else "", "at": at}
    return None


def _page(request, course, row, *, form=None, draft=None, conflict=None, sent_form=None):
    opened(row, by=request.user)
    today = clock.today(request.user.zone)
    context = _of(request, course) | {
        "letter": row,
        "to_whom": _to_whom(row),
        "form": form or forms.LetterForm(initial=_kept(row)),
        "draft": draft,
        "conflict": conflict,
        "sent_form": sent_form or forms.SentForm(initial={"sent_on": today}, today=today),
        "held_back": "" if row.sent_at else letters.held_back(course, row.to_whom, row.name),
        "home": letters.held_back(course, "client"),
    }
    wrong = (form and form.errors) or conflict or (sent_form and sent_form.errors)
    return render(request, "intake/letter.html", context, status=422 if wrong else 200)


def _kept(row):
    return {"name": row.name, "address": row.address, "text": row.words, "version": row.version}


@require_POST
def letter_sent(request, course_id, letter_id):
    """Note that a letter went, on which day and how."""
    course = course_of(request, course_id)
    row = _letter(request, course, letter_id, "U")
    form = forms.SentForm(request.POST, today=clock.today(request.user.zone))
    if not form.is_valid():
        return _page(request, course, row, sent_form=form)
    said = form.cleaned_data
    try:
        letters.note_sent(letter=row, on=said["sent_on"], how=said["sent_how"], by=request.user)
    except letters.HeldBack as held:
        form.add_error(None, held.why)
        return _page(request, course, row, sent_form=form)
    messages.success(request, _("Noted. The letter stays as it went."))
    return redirect("intake:letter", course.pk, row.pk)


@require_safe
def letter_print(request, course_id, letter_id):
    """The letter as it is printed; not while it may not go."""
    course = course_of(request, course_id)
    row = _letter(request, course, letter_id)
    if not row.sent_at and letters.held_back(course, row.to_whom, row.name):
        return redirect("intake:letter", course.pk, row.pk)
    opened(row, by=request.user, what="letter_print")
    context = {"letter": row, "practice": course.client.practice, "course": course}
    context["notice"] = letters.notice(row)
    context["today"] = row.sent_on or clock.today(request.user.zone)
    return render(request, "intake/letter_print.html", context)


@require_POST
def contact(request, course_id):
    """Note a call or a visit while somebody waits."""
    course = course_of(request, course_id)
    form = forms.ContactForm(request.POST, today=clock.today(request.user.zone))
    if form.is_valid():
        said = form.words()
        id = once.row_id(form.cleaned_data["form_key"], request.user)
        try:
            actions.note_contact(course=course, id=id, by=request.user, **said)
        except once.SentAlready:
            form.renew_key()
            form.add_error(None, _("You noted this before. Save again to add another contact."))
        else:
            drafts.drop(request.user, request.path)
            return redirect("intake:next", course.pk)
    return next_page(request, course, contact_form=form)
