"""The public pages of a practice. Numbers for a crisis stand first on each (S82)."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ipt import about
from ipt import conditions as book_conditions
from ipt.evidence import works
from kith.intake import face, reply, self_check
from kith.web import tenancy

from .. import reading
from ..pages import PAGES, tabs


def _show(request, slug, page, more=None):
    """One public page; `more` gives its own context, asked for inside the practice."""
    practice = reading.practice_of(slug, request.user)
    if practice is None:
        raise Http404
    with tenancy.within(practice.pk):
        context = {
            **face.of(practice),
            "page": PAGES[page],
            "robots": "index, follow" if practice.in_search and practice.pages_open else "",
            "tabs": tabs(practice, page),
            "own_words": reading.own_words(practice).get(page, ""),
            **(more(practice) if more else {}),
        }
        return render(request, f"welcome/{page}.html", context)


@require_safe
def houses(request):
    """The practices of this installation, where there are several."""
    return render(request, "welcome/houses.html", {"houses": reading.open_practices()})


@require_safe
def start(request, slug):
    """Who this is, and where to go from here."""
    return _show(request, slug, "start")


@require_safe
def ipt(request, slug):
    """What IPT is, in the book's words (S13)."""
    return _show(request, slug, "ipt", lambda practice: {"parts": about.parts()})


@require_safe
def helps(request, slug):
    """Whom it may help: what may be said of each condition, its limits, other help (S46 to S53)."""
    return _show(request, slug, "helps", lambda practice: {"conditions": _conditions()})


@require_safe
def evidence(request, slug):
    """How well it is known for each condition, with the sources (S1)."""
    return _show(request, slug, "evidence", lambda practice: _evidence())


@require_safe
def people(request, slug):
    """Who works here, with credentials that were checked (S10)."""
    return _show(request, slug, "people", lambda practice: {"people": reading.people(practice)})


@require_safe
def asking(request, slug):
    """The way to a first conversation, and what one may think about before it (S80 to S84)."""
    return _show(
        request,
        slug,
        "asking",
        lambda practice: {
            "read_by": reply.words(practice),
            "statements": list(self_check.STATEMENTS.values()),
        },
    )


@require_safe
def access(request, slug):
    """How to come in, and what becomes of what one says."""
    return _show(request, slug, "access")


@require_safe
def logo(request, slug, logo_id):
    """The picture that a practice shows now: a PNG of our own drawing, never what was sent."""
    found = reading.shown_logo(slug, logo_id)
    if found is None:
        raise Http404
    answer = HttpResponse(bytes(found.png), content_type="image/png")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.pk}.png"'
    return answer


def _conditions():
    return [
        {"id": each.id, "condition": each, "wording": book_conditions.wording(each.id)}
        for each in book_conditions.conditions()
    ]


def _evidence():
    """Each condition with its strength; each source once, with the conditions that rest on it."""
    known = _conditions()
    rests = [each["condition"].evidence for each in known]
    for row, evidence in zip(known, rests, strict=True):
        row["works"] = works(evidence.sources)
        row["own"] = len(row["works"]) < len(evidence.sources)
    used = [key for one in (*rests, *(p.evidence for p in about.parts())) for key in one.sources]
    return {
        "conditions": known,
        "strengths": book_conditions.strengths(),
        "sources": works(dict.fromkeys(used)),
    }
