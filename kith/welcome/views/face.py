"""What the practice shows of itself: name, logo, own words, whose credentials were checked."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.people import access, changes, drafts, history
from kith.web import images
from kith.web.middleware import takes_a_file

from .. import actions, changing, forms, reading
from ..models import PageWords, Profile
from ..pages import PAGES

NAMES = ("public_name", "public_line", "pages_open", "in_search", "telling_titles", "version")


@require_http_methods(["GET", "POST"])
def face(request):
    """Name, line and whether the pages are open; administrators change it, others read."""
    practice, conflict = request.user.practice, None
    start = {name: getattr(practice, name) for name in NAMES}
    form = forms.FaceForm(_posted(request), initial=start)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            changes.change_practice(
                practice=practice, version=version, by=request.user, **form.words()
            )
        except history.SomebodyElseSaved as clash:
            conflict = _both(form, clash.saved)
            form.take_version(clash.saved.version)
        else:
            messages.success(request, _("Saved."))
            return redirect("welcome:face")
    status = 422 if form.errors or conflict else 200
    return _face_page(request, form, conflict=conflict, status=status)


def _face_page(request, form, *, logo_form=None, conflict=None, status=200):
    practice = request.user.practice
    said = reading.own_words(practice)
    may_change = access.full(request.user, "practice_settings", "U")
    seen = reading.practice_of(practice.slug, request.user)
    context = {
        "form": form,
        "logo_form": logo_form or forms.LogoForm(),
        "conflict": conflict,
        "may_change": may_change,
        "look_url": PAGES["start"].url(practice) if seen else "",
        "may_open": reading.may_open(practice),
        "pages": [(id, label, bool(said.get(id))) for id, label in PageWords.PAGES],
    }
    return render(request, "welcome/face.html", context, status=status)


@takes_a_file(images.MOST_BYTES)
@require_POST
def logo(request):
    """Put a logo, or take it down."""
    practice = request.user.practice
    if "take_down" in request.POST:
        actions.take_down_logo(practice=practice, by=request.user)
        messages.success(request, _("No logo is shown now."))
        return redirect("welcome:face")
    form = forms.LogoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            sent = form.cleaned_data["logo"].read()
            actions.put_logo(practice=practice, sent=sent, by=request.user)
        except images.NotAPicture as refusal:
            form.add_error("logo", refusal.args[0])
        else:
            messages.success(request, _("This is your logo now."))
            return redirect("welcome:face")
    start = {name: getattr(practice, name) for name in NAMES}
    face_form = forms.FaceForm(initial=start)
    return _face_page(request, face_form, logo_form=form, status=422)


@require_http_methods(["GET", "POST"])
def words(request, page):
    """The practice's own words on one page; what they said before stands below."""
    label = dict(PageWords.PAGES).get(page)
    if label is None:
        raise Http404
    practice, conflict = request.user.practice, None
    row = reading.words_of(practice, page)
    start = {"words": row.words, "version": row.version} if row else {"version": 0}
    initial, draft = drafts.initial(request, start)
    form = forms.OwnWords(_posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.save_words(
                practice=practice,
                page=page,
                version=typed["version"],
                words=typed["words"],
                by=request.user,
            )
        except history.SomebodyElseSaved as clash:
            conflict = _both(form, clash.saved)
            form.take_version(clash.saved.version)
        else:
            drafts.drop(request.user, request.path)
            messages.success(request, _("Saved."))
            return redirect("welcome:face")
    context = {
        "form": form,
        "draft": draft,
        "label": label,
        "conflict": conflict,
        "former": reading.former_words(row) if row else [],
    }
    status = 422 if form.errors or conflict else 200
    return render(request, "welcome/words.html", context, status=status)


@require_safe
def checks(request):
    """Every profile, and whose credentials wait to be looked at."""
    return render(request, "welcome/checks.html", {"rows": reading.profiles(request.user.practice)})


@require_http_methods(["GET", "POST"])
def check(request, profile_id):
    """One profile: its title and credentials confirmed, or no longer."""
    profile = get_object_or_404(Profile.objects.for_user(request.user, "S"), pk=profile_id)
    moved = False
    if request.method == "POST":
        form = forms.VersionRead(request.POST)
        if "take_back" in request.POST:
            actions.take_back(profile=profile, by=request.user)
            messages.success(request, _("It no longer counts as checked."))
            return redirect("welcome:checks")
        if form.is_valid():
            try:
                actions.check(
                    profile=profile, version=form.cleaned_data["version"], by=request.user
                )
            except history.SomebodyElseSaved:
                moved = True
            else:
                messages.success(request, _("Checked, today, by you."))
                return redirect("welcome:checks")
    profile.refresh_from_db()
    context = {
        "profile": profile,
        "name": profile.author.name,
        "check": reading.check_of(profile),
        "moved": moved,
    }
    status = 422 if moved or request.method == "POST" else 200
    return render(request, "welcome/check.html", context, status=status)


def _posted(request):
    return request.POST if request.method == "POST" else None


def _both(form, saved):
    """Both texts of what somebody else changed meanwhile, for components/conflict.html."""
    names = [n for n, mine in form.words().items() if getattr(saved, n) != mine]
    label = ", ".join(str(form.fields[name].label) for name in names)
    who, at = changing.last_saved(saved)
    return {
        "label": label,
        "saved_text": "\n".join(_said(getattr(saved, name)) for name in names),
        "saved_by": who.name if who else "",
        "saved_at": at,
        "your_text": "\n".join(_said(form.words()[name]) for name in names),
    }


def _said(value):
    return {True: _("yes"), False: _("no")}.get(value, str(value))
