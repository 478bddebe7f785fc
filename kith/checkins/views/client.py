"""The check-in as the client meets it. Each page is reached by link or signed in."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import asking, doors
from ..forms import ItemForm


@require_http_methods(["GET", "POST"])
def start(request, visit):
    """Where a link leads: the present check-in, a new one, or a kind word that there is none."""
    if request.method == "POST":
        asking.go(visit)
        return redirect(visit.to("open"))
    context = asking.start(visit)
    return render(request, context.pop("template"), context)


@require_http_methods(["GET", "POST"])
def item(request, visit, place):
    """One question. A tap saves it and leads on; a risk answer leads to help first."""
    asked = asking.asked(visit, request.POST.get("checkin"))
    question = asked.at(place) if asked else None
    sent = request.method == "POST"
    if sent and (question is None or not asked.takes_answers):
        return render(request, "checkins/again.html", asking.again(visit), status=409)
    if not sent and not _asked_now(visit, question):
        return redirect(visit.to("open"))
    form = ItemForm(
        request.POST if sent else None, question=question, initial=asked.initial(question)
    )
    if sent and (form.passed_over or form.is_valid()):
        return _saved(request, asked, question, form)
    context = asked.page(question) | {"form": form}
    return render(request, "checkins/item.html", context, status=422 if sent else 200)


def _asked_now(visit, question):
    """Whether a page may show this question now."""
    return question is not None and not question.closed and visit.answerable()


def _saved(request, asked, question, form):
    where = asked.save(question, None if form.passed_over else form.cleaned_data["answer"])
    if where.moved_on:
        messages.info(request, _("What you answered is kept. These are the newest questions."))
    return redirect(where.address)


@require_safe
def support(request, visit, place):
    """Help, with numbers, and the way on. The same words whatever was answered."""
    if visit.course is None:
        raise Http404
    return render(request, "checkins/support.html", asking.support(visit, place))


@require_safe
def done(request, visit):
    """Everything is saved; who reads it, and when the next one comes."""
    context = asking.start(visit)
    return render(request, context.pop("template"), context)


open_link, own = doors.by_link(start), doors.signed_in(start)
link_item, own_item = doors.by_link(item), doors.signed_in(item)
link_support, own_support = doors.by_link(support), doors.signed_in(support)
link_done, own_done = doors.by_link(done), doors.signed_in(done)
