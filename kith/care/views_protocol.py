"""The form of treatment of a course: its tasks, people, cautions, measures, and what it keeps."""

from functools import cached_property, partial
from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ipt import consents as book_consents
from ipt import protocol as book_protocol
from kith import clock
from kith.audit.actions import opened
from kith.people import conflicts, drafts
from kith.people.history import SomebodyElseSaved
from kith.web import book, once

from . import adapting, beside, plan_page, young
from .forms_protocol import (
    BirthdayForm,
    ChangeForm,
    CheckForm,
    NamedForm,
    PersonForm,
    ToldForm,
)
from .models import MedicalCheck, NamedPerson, ProtocolChange, ToldParents, YoungPerson
from .views import course_of


@require_http_methods(["GET", "POST"])
def protocol(request, course_id):
    """What belongs to this form of treatment, and what is written down for it.

    ?of=<id> shows another form, so that what it needs can be written down before it is chosen.
    """
    course = course_of(request, course_id, "U" if request.method == "POST" else "R")
    page = _Page(request, course)
    if request.method == "POST":
        deed = next((deed for name, deed in DEEDS.items() if name in request.POST), None)
        if deed is None or deed(page):
            return redirect(page.address)
    opened(course, by=request.user, what="protocol")
    return render(request, "care/protocol.html", page.context(), status=page.status)


class _Page:
    """One showing: the course, the form that is looked at, forms that were refused."""

    def __init__(self, request, course):
        self.request, self.course, self.user = request, course, request.user
        wanted = request.GET.get("of", "")
        known = wanted in book_protocol.ids() and book_protocol.load(wanted).status == "active"
        self.plan = book_protocol.load(wanted) if known else adapting.plan_of(course)
        self.own = self.plan.id == course.protocol
        self.refused, self.status = {}, 200

    @property
    def address(self):
        here = reverse("care:protocol", args=[self.course.pk])
        return here if self.own else f"{here}?of={self.plan.id}"

    @property
    def today(self):
        return clock.today(self.course.client.zone)

    @cached_property
    def children(self):
        return beside.children(self.course, self.user)

    def rows(self, model, letter="R"):
        return model.objects.for_user(self.user, letter).filter(course=self.course)

    def refuse(self, name, form):
        self.refused[name], self.status = form, 422
        return False

    def again(self, name, form, words):
        """The same form was sent before with other words."""
        form.renew_key()
        form.add_error(None, words)
        return self.refuse(name, form)

    def named_form(self, data=None, **more):
        more |= {"plan": self.plan, "children": self.children, "today": self.today}
        return NamedForm(data, **more)

    def person_form(self, row, data=None):
        return PersonForm(data, row=row, children=self.children, today=self.today)

    def people(self):
        """Those who are named now, each with the form that corrects what is known of them."""
        refused = self.refused.get("person")
        rows = self.rows(NamedPerson).filter(ended_at=None).order_by("added_at")
        for row in rows:
            mine = refused and refused.row.pk == row.pk
            row.correcting = refused if mine else self.person_form(row)
        return list(rows)

    def place(self, name):
        """Where the words of one form of this page are kept while they are typed."""
        return f"{reverse('care:protocol', args=[self.course.pk])}#{name}"

    def kept(self, name, make):
        """A form of this page, refused or fresh, with the place of its draft and the draft."""
        initial, draft = drafts.initial(self.request, {}, self.place(name))
        form = self.refused.get(name) or make(initial=initial)
        return {"form": form, "place": self.place(name), "draft": draft}

    def done(self, name):
        """A form of this page was saved: its draft goes."""
        drafts.drop(self.user, self.place(name))
        return True

    def change_form(self, data=None, **more):
        offers = adapting.offers(self.course)
        return ChangeForm(data, offers=offers, present=self.course.protocol, **more)

    def birthday_form(self, data=None):
        row = self.rows(YoungPerson).first()
        start = {"born_on": row.born_on, "version": row.version} if row else {"version": 0}
        return BirthdayForm(data, initial=start, today=self.today)

    def context(self):
        people = self.people()
        return {
            "course": self.course,
            "tab": "protocol",
            "plan": self.plan,
            "own": self.own,
            "offer": next(
                (o for o in adapting.offers(self.course) if o.protocol.id == self.plan.id), None
            ),
            "page": plan_page.of(self.plan, self.course, people, beside.supplied(self.course)),
            "checks": self.rows(MedicalCheck).order_by("-on", "-at"),
            "stop": adapting.medical_stop(self.course, self.plan),
            "partner_stop": adapting.partner_stop(self.course) if self.own else None,
            "young": book_consents.asks_assent(self.plan.id),
            "told": self.rows(ToldParents).order_by("-at"),
            "changes": self.rows(ProtocolChange).order_by("-at"),
            "naming": self.kept("named", self.named_form),
            "check": self.kept("check", partial(CheckForm, today=self.today)),
            "birthday_form": self.refused.get("birthday") or self.birthday_form(),
            "tell": self.kept("told", ToldForm),
            "change": self.kept("change", self.change_form),
            "others": plan_page.others(self.plan),
        }


def name(page):
    form = page.named_form(page.request.POST)
    if not form.is_valid():
        return page.refuse("named", form)
    try:
        adapting.name_person(course=page.course, id=_id(page, form), by=page.user, **form.said())
    except once.SentAlready:
        return page.again("named", form, _("You named somebody with this page already."))
    return page.done("named")


def correct(page):
    row = page.rows(NamedPerson, "U").filter(pk=_uuid(page.request.POST["correct_name"])).first()
    if row is None:
        return True
    form = page.person_form(row, page.request.POST)
    if not form.is_valid():
        return page.refuse("person", form)
    try:
        adapting.change_person(
            person=row, version=form.cleaned_data["version"], by=page.user, **form.said()
        )
    except SomebodyElseSaved as other:
        form.conflict = conflicts.both(form, other.saved, _("More about it"))
        form.take_version(other.saved.version)
        return page.refuse("person", form)
    return True


def end_name(page):
    row = page.rows(NamedPerson, "U").filter(pk=_uuid(page.request.POST["end_name"])).first()
    if row:
        adapting.end_person(person=row, by=page.user)
    return True


def check(page):
    form = CheckForm(page.request.POST, today=page.today)
    if not form.is_valid():
        return page.refuse("check", form)
    try:
        adapting.note_check(course=page.course, id=_id(page, form), by=page.user, **form.said())
    except once.SentAlready:
        return page.again("check", form, _("You kept a check with this page already."))
    return page.done("check")


def birthday(page):
    form = page.birthday_form(page.request.POST)
    if not form.is_valid():
        return page.refuse("birthday", form)
    said = form.cleaned_data
    try:
        young.save_birthday(
            course=page.course, version=said["version"], born_on=said["born_on"], by=page.user
        )
    except SomebodyElseSaved as other:
        form.take_version(other.saved.version)
        words = _("Somebody else wrote %(day)s meanwhile. Save again to replace it.")
        form.add_error("born_on", words % {"day": other.saved.born_on})
        return page.refuse("birthday", form)
    return True


def tell(page):
    form = ToldForm(page.request.POST)
    if not form.is_valid():
        return page.refuse("told", form)
    try:
        young.tell_parents(course=page.course, id=_id(page, form), by=page.user, **form.words())
    except once.SentAlready:
        return page.again("told", form, _("You kept a decision with this page already."))
    return page.done("told")


def change(page):
    form = page.change_form(page.request.POST)
    if not form.is_valid():
        return page.refuse("change", form)
    try:
        adapting.change_protocol(
            course=page.course, id=_id(page, form), by=page.user, **form.words()
        )
    except adapting.NotOffered as refused:
        why = " ".join(book.say(why) for why in refused.offer.why)
        form.add_error("to", why or _("The course is in this form of treatment already."))
        return page.refuse("change", form)
    except adapting.StopHolds as holds:
        form.add_error("to", book.text(holds.why))
        return page.refuse("change", form)
    messages.success(
        page.request, _("Kept. Write a new version of the agreement where it differs.")
    )
    page.own, page.plan = True, book_protocol.load(form.cleaned_data["to"])
    return page.done("change")


DEEDS = {
    "name_person": name,
    "correct_name": correct,
    "end_name": end_name,
    "note_check": check,
    "save_birthday": birthday,
    "tell_parents": tell,
    "change_protocol": change,
}


def _id(page, form):
    return once.row_id(form.cleaned_data["form_key"], page.user)


def _uuid(text):
    try:
        return UUID(str(text))
    except ValueError:
        return None
