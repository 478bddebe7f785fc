"""Consents: each question by itself, given and taken back on the same page, on both sides."""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ipt import consents as book_consents
from kith import clock
from kith.audit.actions import opened
from kith.people import access
from kith.web import book, once

from . import actions, beside, consents, reading, releases, texts, young
from .forms_consent import LiftMarkForm, MarkForm, ReleaseForm, TextForm, WhoForm
from .models import Consent, ConsentText, DisclosureMark, Release
from .views import course_of


@require_http_methods(["GET", "POST"])
def consent(request, course_id):
    """The questions and what was answered; where something may go; the Part 2 mark."""
    course = course_of(request, course_id)
    page = _Page(request, course)
    if request.method == "POST":
        done = page.do(DESK_DEEDS)
        if done:
            return redirect("care:consents", course.pk)
    opened(course, by=request.user, what="consents")
    context = page.context() | {
        "tab": "consents",
        "who": page.form("who") or WhoForm(young=page.young),
        "unjudged": _unjudged(course, request.user),
        "mark": page.mark,
        "mark_form": page.form("mark") or (LiftMarkForm() if page.mark else MarkForm()),
    }
    return render(request, "care/consents.html", context, status=page.status)


def _unjudged(course, user):
    """Whether nobody said yet if the client is old enough to consent, to who may say so."""
    known = young.age(course) is not None or not access.full(user, "consultation")
    return not known and not beside.judged(course, user)


@require_http_methods(["GET", "POST"])
def own_consents(request):
    """The client's own answers, changed in one step."""
    course = reading.present_course(request.user)
    page = _Page(request, course, own=True)
    if request.method == "POST" and course:
        done = page.do(OWN_DEEDS)
        if done:
            return redirect("care:own_consents")
    return render(request, "care/own_consents.html", page.context(), status=page.status)


class _Page:
    """One showing of the page: the course, who asks, and forms that were refused."""

    def __init__(self, request, course, own=False):
        self.request, self.course, self.own = request, course, own
        self.user, self.refused, self.status = request.user, {}, 200
        self.protocol = course.protocol if course else ""
        self.young = book_consents.asks_assent(self.protocol)
        self.texts = consents.Texts(request.user.practice_id)

    def do(self, deeds):
        """Do what the pressed button says; True when it is done."""
        for name, deed in deeds.items():
            if name in self.request.POST:
                return deed(self)
        return answers(self)

    def refuse(self, name, form):
        self.refused[name], self.status = form, 422
        return False

    def form(self, name):
        return self.refused.get(name)

    @property
    def today(self):
        return clock.today(self.course.client.zone)

    @property
    def mark(self):
        return (
            DisclosureMark.objects.for_user(self.user)
            .filter(course=self.course, lifted_at=None)
            .first()
        )

    def release_form(self, data=None):
        return ReleaseForm(data, today=self.today, own=self.own, prefix=None)

    def releases(self):
        found = Release.objects.for_user(self.user).filter(course=self.course)
        return [(row, row.stands(self.today)) for row in found.order_by("-given_at")]

    def context(self):
        if self.course is None:
            return {"rows": (), "course": None}
        answers = Consent.objects.for_user(self.user, minimal=not self.own)
        others = ("treatment",) if self.own and young.consenter(self.course) == "guardian" else ()
        return {
            "course": self.course,
            "rows": consents.rows(
                answers.filter(course=self.course), self.texts, self.protocol, others
            ),
            "releases": self.releases(),
            "release_ask": self.texts.of(consents.RELEASE).words,
            "release_without": book.text("consent.release.without"),
            "release_form": self.form("release") or self.release_form(),
        }


def answers(page):
    """The answers of the whole page, each kept by itself."""
    form = WhoForm(page.request.POST, young=page.young)
    if not page.own and not form.is_valid():
        return page.refuse("who", form)
    who = {} if page.own else form.who()
    how = "screen" if page.own else form.cleaned_data["how"]
    said, kept = consents.read(page.request.POST, page.protocol), 0
    for kind, given in said.items():
        try:
            _answer(page, kind, given, how, who if kind == "treatment" else {})
        except young.NotTheirs as theirs:
            messages.warning(page.request, texts.not_theirs(theirs))
        else:
            kept += 1
    if kept:
        messages.success(page.request, _("Saved."))
    elif not said:
        messages.info(page.request, _("Nothing was chosen, so nothing was changed."))
    return True


def _answer(page, kind, given, how, who):
    text = page.texts.of(kind)
    return actions.answer_consent(
        course=page.course,
        kind=kind,
        given=given,
        how=how,
        by=page.user,
        text_version=text.version,
        language=text.language,
        asked=text.words,
        **who,
    )


def take_back(page):
    """One yes becomes a no, by the button beside it."""
    kind = page.request.POST["take_back"]
    if kind in consents.kinds(page.protocol):
        _answer(page, kind, False, "screen" if page.own else "said", {})
        messages.success(page.request, _("Taken back."))
    return True


def pass_on(page):
    """A yes to passing on."""
    form = page.release_form(page.request.POST)
    if not form.is_valid():
        return page.refuse("release", form)
    said = form.words()
    how = said.pop("how", "screen")
    try:
        releases.release(
            course=page.course,
            id=once.row_id(form.cleaned_data["form_key"], page.user),
            by=page.user,
            how=how,
            text=page.texts.of(consents.RELEASE),
            **said,
        )
    except once.SentAlready:
        form.renew_key()
        form.add_error(None, _("You kept one with this page already. Keep another?"))
        return page.refuse("release", form)
    return True


def end_release(page):
    """A yes to passing on is taken back."""
    found = Release.objects.for_user(page.user, "U").filter(course=page.course)
    row = found.filter(pk=_uuid(page.request.POST["end_release"])).first()
    if row:
        releases.take_back(release=row, by=page.user)
        messages.success(page.request, _("Taken back."))
    return True


def mark(page):
    form = MarkForm(page.request.POST)
    if not form.is_valid():
        return page.refuse("mark", form)
    releases.mark(course=page.course, by=page.user, **form.cleaned_data)
    return True


def lift_mark(page):
    form, row = LiftMarkForm(page.request.POST), page.mark
    if row and not form.is_valid():
        return page.refuse("mark", form)
    if row:
        releases.lift(mark=row, by=page.user, **form.cleaned_data)
    return True


OWN_DEEDS = {"take_back": take_back, "end_release": end_release, "pass_on": pass_on}
DESK_DEEDS = {**OWN_DEEDS, "set_mark": mark, "lift_mark": lift_mark}


@require_http_methods(["GET", "POST"])
def consent_texts(request):
    """The practice's own words for the questions, in the reader's language."""
    practice = request.user.practice
    form = TextForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        id = once.row_id(form.cleaned_data["form_key"], request.user)
        try:
            texts.write(practice=practice, id=id, by=request.user, **form.words())
        except once.SentAlready:
            form.renew_key()
            form.add_error(None, _("You saved words with this page already. Save again to go on."))
        else:
            messages.success(request, _("Saved. Whoever answered other words is asked again."))
            return redirect("care:consent_texts")
    rows = ConsentText.objects.for_user(request.user).filter(practice=practice)
    context = {
        "form": form,
        "may_change": access.full(request.user, "practice_settings", "U"),
        "rows": texts.asked_here(practice),
        "earlier": rows.order_by("-made_at"),
    }
    return render(request, "care/consent_texts.html", context, status=422 if form.errors else 200)


def _uuid(text):
    try:
        return UUID(str(text))
    except ValueError:
        return None
