"""The public page: somebody asks for help."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kith.people.models import Practice
from kith.web import once, tenancy

from .. import actions, face, forms, limits, reply, self_check


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
        "form": form,
        "asked": talk,
        "talk": self_check.to_talk_about(form.answers()) if talk else [],
        "thinking": talk or "think" in request.GET or form.thought(),
        "too_often": status == 429,
    }
    status = 422 if form.errors else status
    return _show(request, practice, "enquiry", context, status)


@require_safe
def sent(request, slug):
    """Thanks; nothing of what was written stands here."""
    practice = _practice(slug)
    with tenancy.within(practice.pk):
        return _show(request, practice, "sent")


def _show(request, practice, page, more=None, status=200):
    context = {**face.of(practice), "read_by": reply.words(practice), **(more or {})}
    return render(request, f"intake/{page}.html", context, status=status)
