"""What the desk and the client's own pages do alike with people and pictures."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ipt import inventory as book_inventory
from kith import clock
from kith.people import drafts
from kith.people.history import SomebodyElseSaved
from kith.web import once

from .. import actions, forms, reading, telling
from ..models import Person, Sitting
from ..veil import SHARED_SCREEN

BASICS = (*telling.WHO, "ring_now", "satisfying", "unsatisfying")


def shared_screen(request) -> bool:
    """Whether this browser shows names as initials for now."""
    return bool(request.session.get(SHARED_SCREEN))


def person_of(request, of, person_id, letter="R"):
    """One of the client's people as the asker may see them, else 404."""
    found = Person.objects.for_user(request.user, letter).filter(client=reading.client_id(of))
    return get_object_or_404(found, pk=person_id)


def sitting_of(request, of, sitting_id):
    """One picture as the asker may see it, else 404."""
    found = Sitting.objects.for_user(request.user).filter(client=reading.client_id(of))
    return get_object_or_404(found.select_related("made_by"), pk=sitting_id)


def circle(request, of, sitting=None, **more):
    """The context of a page that shows one picture, the newest if none is named."""
    rows = reading.sittings(of, request.user)
    sitting = sitting or reading.newest(rows)
    shown = reading.pictures(request.user, sitting)[sitting.pk] if sitting else []
    changes = sitting is None or reading.may_change(sitting, rows)
    hiding = shared_screen(request)
    return {
        "sitting": sitting,
        "pictures": rows,
        "people": reading.discreet(shown, of) if hiding else shown,
        "shared_screen": hiding,
        "may_change": changes,
        "older": _older(of, sitting) if sitting and changes else False,
        "undo": reading.last_move(sitting, request.user) if sitting and changes else None,
        "missing": _missing(request, of, shown) if sitting else [],
        "support": reading.support(shown) if shown and not hiding else [],
        "carried": sum(one.carried for one in shown),
        "clean_path": request.path,
        **more,
    }


def _older(of, sitting):
    """Whether a change is better made in a new picture."""
    if sitting.moment not in Sitting.PRESENT:
        return False
    zone = getattr(of, "client", of).zone
    return book_inventory.asks_for_new_picture((clock.today(zone) - sitting.on).days)


def _missing(request, of, shown):
    """People of the circle who do not stand in this picture yet."""
    here = {one.id for one in shown}
    rows = Person.objects.for_user(request.user)
    rows = rows.filter(client=reading.client_id(of), set_aside_at=None).exclude(pk__in=here)
    people = [reading.one(row, None, request.user) for row in rows]
    return reading.discreet(people, of) if shared_screen(request) else people


def to_moved(*page):
    """To a picture, at the line that says what was moved, with the way to undo it."""
    return redirect(f"{reverse(page[0], args=page[1:])}#moved")


def add_form(request, place, *, sent=False):
    """The form that adds somebody at `place`, and the draft, if one is laid over it.

    sent   whether what the request brings is meant for this form
    """
    initial, draft = drafts.initial(request, {"ring": "middle"}, place)
    return forms.AddForm((request.POST if sent else None) or None, initial=initial), draft


def add(request, client, form):
    """Put somebody into the circle; True when it is done."""
    id = once.row_id(form.cleaned_data["form_key"], request.user)
    try:
        person = actions.add_person(client=client, id=id, by=request.user, **form.words())
    except once.SentAlready:
        form.renew_key()
        form.add_error(
            None, _("You added somebody with this page before. Save again to add another.")
        )
        return False
    drafts.drop(request.user, request.path)
    mind_the_name(request, person)
    return True


def mind_the_name(request, person):
    if forms.looks_like_a_full_name(person.called(request.user)):
        messages.info(
            request, _("That looks like a full name. A first name or a nickname is enough.")
        )
    if reading.namesakes(person, request.user):
        messages.info(
            request, _("There is somebody else of this name. A nickname keeps them apart.")
        )


def answers(person, user):
    """All that is said of a person now, by the names of the book's form, as `user` may read it."""
    shown = reading.one(person, reading.place_of(person, user), user)
    found = {name: getattr(person, name) for name in telling.WHO}
    found |= {**shown.answers, "ring_now": shown.ring}
    for name, moment in telling.ELSEWHERE.items():
        place = reading.place_of(person, user, moment)
        found |= {name: place.ring} if place else {}
    if shown.hidden and person.called(user) != person.display_name:
        found = {k: v for k, v in found.items() if k not in ("display_name", "relation_words")}
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def person_form(request, person, fields, *, sent=True):
    """The form with what was said, or with what was sent; and the draft, if one is laid over it.

    sent   whether what the request brings is meant for this form
    """
    said = answers(person, request.user)
    hidden = person.called(request.user) != person.display_name
    fields = [f for f in fields if not (hidden and f in ("display_name", "relation_words"))]
    if request.method == "POST" and sent:
        return forms.PersonForm(request.POST, fields=fields, answers=said), None
    typed, draft = drafts.initial(request, {})
    version = {"version": typed.get("version", person.version)}
    form = forms.PersonForm(fields=fields, answers=said, typed=typed, initial=version)
    return form, draft


def save(request, person, form):
    """Save what was said; gives what somebody else saved meanwhile, to show beside it."""
    version = form.cleaned_data["version"]
    said = telling.in_columns(form.told())
    said = {k: v for k, v in said.items() if v is not None or k in telling.SAID}
    said |= {k: "" for k in ("good", "hard") if k in asked_columns(form) and k not in said}
    said |= {k: "" for k in ("relation_words", "status") if k in form.fields and k not in said}
    try:
        changed = actions.edit_person(person=person, version=version, by=request.user, **said)
    except SomebodyElseSaved as other:
        form.take_version(other.saved.version)
        return conflicts(request, form, other.saved)
    drafts.drop(request.user, request.path)
    mind_the_name(request, changed)
    return []


def asked_columns(form):
    """Which of the columns of a place a form asks for."""
    return {telling.COLUMNS[name] for name in form.fields if name in telling.COLUMNS}


def conflicts(request, form, saved):
    """What was saved meanwhile beside what is being said, where the two differ."""
    theirs, yours = answers(saved, request.user), form.answers()
    who, at = reading.last_saved(saved)
    words, refs = telling.words(), telling.feelings()
    return [
        {
            "label": form.fields[each.id].label,
            "saved_text": _plain(form, each, theirs.get(each.id), words, refs),
            "saved_by": who.name if who else "",
            "saved_at": at,
            "your_text": _plain(form, each, yours.get(each.id), words, refs),
        }
        for each in form.asked.fields
        if each.id in form.fields and theirs.get(each.id) != yours.get(each.id)
    ]


def _plain(form, asked, value, words, refs):
    if asked.id.startswith("ring_"):
        return dict(form.fields[asked.id].choices).get(value, "")
    return telling.in_words(asked, value, words, refs)


def move(request, person, sitting, rows):
    """Move somebody; gives the words that refuse it, and what somebody else did meanwhile."""
    form = forms.MoveForm(request.POST)
    if not form.is_valid():
        return _("That is no place in the circle. Nobody was moved."), None
    if not reading.may_change(sitting, rows):
        return _("This picture is finished. Begin a new one to move people."), None
    try:
        actions.move(person=person, sitting=sitting, by=request.user, **form.cleaned_data)
    except actions.MovedMeanwhile as other:
        rings = dict(forms.Placement.RINGS)
        return "", {
            "name": person.called(request.user),
            "stands": rings[other.place.ring] if other.place else _("nowhere in this picture"),
            "by": other.place.recorded_by.name if other.place else "",
            "yours": rings[form.cleaned_data["ring"]],
            "ring": form.cleaned_data["ring"],
            "was": other.place.ring if other.place else "",
            "person": person,
        }
    return "", None


def begin(request, client, form):
    """Begin a picture; the picture, or None with the form's words for why not."""
    said = form.words()
    id = once.row_id(form.cleaned_data["form_key"], request.user)
    try:
        return actions.begin_sitting(client=client, by=request.user, id=id, **said)
    except actions.AnotherPicture as other:
        form.data = form.data.copy()
        form.data["after"] = str(other.sitting.pk)
        form.add_error(
            None,
            _("%(name)s began a picture meanwhile. Look at it first; save again to begin another.")
            % {"name": other.sitting.made_by.name},
        )
        return None


def then_and_now(request, of):
    """The context of the page of two pictures: chosen, or the last two of now."""
    rows = reading.sittings(of, request.user)
    then, now = _chosen(request, rows)
    context = {"pictures": rows, "then": then, "now": now, "shared_screen": shared_screen(request)}
    if then is None or now is None:
        return context
    shown = reading.pictures(request.user, then, now)
    before, after = shown[then.pk], shown[now.pk]
    if context["shared_screen"]:
        everybody = {p.id: p for p in before + after}.values()
        names = {one.id: one for one in reading.discreet(everybody, of)}
        before, after = (
            [reading.renamed(p, names[p.id]) for p in side] for side in (before, after)
        )
    return context | {
        "people": reading.compared(before, after),
        "sentences": reading.sentences(before, after, wished=now.moment == "wished"),
        "rows": _side_by_side(before, after),
        "support_then": reading.support(before),
        "support_now": reading.support(after),
    }


def _side_by_side(before, after):
    stood = {one.id: one for one in before}
    rows = [{"person": one, "then": stood.pop(one.id, None), "now": one} for one in after]
    return rows + [{"person": one, "then": one, "now": None} for one in stood.values()]


def _chosen(request, rows):
    """Two pictures, the earlier one first: time is not turned round, a wish lies ahead."""
    by_id = {str(row.pk): row for row in rows}
    dated = [row for row in rows if row.moment != "wished"]
    wished = [row for row in rows if row.moment == "wished"] if len(dated) == 1 else []
    newest = (wished or dated or [None])[-1]
    now = by_id.get(request.GET.get("now", "")) or newest
    earlier = [row for row in dated if row is not now]
    then = by_id.get(request.GET.get("then", "")) or (earlier[-1] if earlier else None)
    if then and now and rows.index(then) > rows.index(now):
        return now, then
    return then, now
