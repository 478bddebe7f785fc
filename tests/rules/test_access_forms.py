"""Every form of every page: only its own fields change anything, and only from our own pages.

The forms are read off the pages, so that a new one is met from its first day.
"""

import re
from datetime import date

import pytest
from django.apps import apps
from django.db import models

from kith import clock
from kith.people.records import ScopedQuerySet
from kith.web import tenancy
from tests.support.eyes import LIBRARY, ROUTES
from tests.support.pages import routes
from tests.support.world import NOT_COMPARED

pytestmark = pytest.mark.django_db
# Sent, but by no form of a page: saved while typing, or on the way to a sign-in.
WITHOUT_A_FORM = {
    "people:draft": "saved by a script while somebody types",
    "people:setup": "before there is a practice",
    "people:join": "by a link of one's own",
    "people:accept": "by a link of one's own",
    "demo:enter": "only in the demonstration",
}
HOSTILE = "Hostile words"
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
VERBS = {"back"}  # the name of a button that takes a deed back, as well as of a field
MORE = ("client", "author", "owner", "by", "is_staff", "is_superuser", "shared", "signed", "pk")


def sent_routes():
    rows = {name for name, row in ROUTES.items() if "POST" in row and name in routes()}
    return {name for name in rows if not name.startswith(LIBRARY)}


# Offered only in a state that the told story is not in; their own rooms send them.
NOT_OFFERED = {
    "care:contract_agreed": "while an agreement waits for a yes",
    "care:own_agreement": "while an agreement waits for a yes",
    "checkins:enter": "the questionnaire is chosen first",
    "checkins:item": "by a link of one's own, while a check-in is due",
    "checkins:open": "by a link of one's own, while a check-in is due",
    "checkins:own": "while a check-in is due",
    "desk:take_in": "while somebody told of at first is not in the circle",
    "focus:formulation_agree": "while a formulation waits for a yes",
    "intake:contact": "while somebody waits",
    "leaflets:given": "while there is a leaflet that was not given",
    "worksheets:offer": "while a sheet is not begun",
    "keeping:erasing": "while an erasing is under way",
    "measures:confirm": "for a questionnaire that nobody confirmed yet",
    "measures:end_own": "on the page of a definition of one's own",
    "people:end_sessions": "with a second session open",
    "people:invite": "for a client without an account",
    "schedule:count": "while a held session is not counted",
    "schedule:own_undo": "after a meeting was taken back",
    "schedule:undo": "after a meeting was cancelled",
}


def test_SEC_06_SEC_09_every_route_that_takes_a_form_is_met_here(world):
    unmet = sent_routes() - set(world.forms()) - set(WITHOUT_A_FORM) - set(NOT_OFFERED)
    assert not unmet, "\n".join(sorted(unmet))


def every_model_field(world):
    """{name: hostile value} of each field of each model, under both of its names."""
    found = dict.fromkeys(MORE, str(world.other.pk))
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            value = _hostile(field, world)
            found |= {field.name: value, field.attname: value}
    return found


def _hostile(field, world):
    if isinstance(field, models.ForeignKey):
        related = field.related_model._meta.label
        known = {
            "people.User": world.owner.pk,
            "people.Client": world.berit.pk,
            "people.Practice": world.other.pk,
            "care.Course": world.ids_of["berit"]["course_id"],
        }
        return str(known.get(related, world.other.pk))
    if isinstance(field, models.UUIDField):
        return str(world.berit.pk)
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.DateTimeField):
        return "2001-02-03 04:05:06"
    if isinstance(field, models.DateField):
        return "2001-02-03"
    if isinstance(field, models.IntegerField | models.FloatField):
        return "7"
    if field.choices:
        return str(field.choices[-1][0])
    return HOSTILE


def told(world):
    """Every row in plain values, sealed words opened; ids that are new are all alike."""
    found = []
    for practice in (world.practice, world.other):
        with tenancy.within(practice.pk):
            for model in apps.get_models():
                if not model._meta.db_table.startswith(NOT_COMPARED):
                    found += [(model._meta.label, _plain(row)) for row in _rows(model, practice)]
    return found


def _rows(model, practice):
    rows = model._base_manager.all()
    if any(f.attname == "practice_id" for f in model._meta.concrete_fields):
        return rows.filter(practice_id=practice.pk)
    return rows


def _plain(row):
    fields = [f for f in row._meta.concrete_fields if not isinstance(f, models.AutoField)]
    names = [f.attname for f in fields if f.attname not in PASSING]
    return {name: getattr(row, name) for name in names}


# Drawn anew at each sending.
PASSING = {"session_data", "last_login", "session_key", "password", "data", "token_hash"}


def changes(world, known, asker, form, more):
    """The status, and every row after a form was sent."""
    with world.trial():
        answer = world.browser(asker).post(form.path, {**more, **form.plausible(), **_button(form)})
        rows = {
            (label, tuple((n, _same(v, known)) for n, v in row.items()))
            for label, row in told(world)
        }
    return answer.status_code, rows


def differing(plain, laden):
    """What the fuller sending changed beyond the plain one: model, field, both values."""
    before = list(plain - laden)
    for label, row in laden - plain:
        alike = [dict(old) for kind, old in before if kind == label] or [{}]
        was = max(alike, key=lambda old: sum(old.get(name) == now for name, now in row))
        yield label, [(name, was.get(name), now) for name, now in row if was.get(name) != now]


def _button(form):
    return dict([form.buttons[0]]) if form.buttons and form.buttons[0][0] else {}


def _same(value, known):
    """New ids and moments are alike in both sendings."""
    if isinstance(value, date | int | bool | None):
        return value
    return ID.sub(lambda found: found[0] if found[0] in known else "new", str(value))


@pytest.fixture
def unwatched():
    """The rows are compared here, not shown."""
    ScopedQuerySet.watch = False
    yield
    ScopedQuerySet.watch = True


def test_SEC_06_only_declared_fields_change_anything(world, unwatched):
    hostile = every_model_field(world)
    known = {str(value) for _, row in told(world) for value in row.values()}
    wrong, went, moment = [], set(), clock.now()
    for name, forms in world.forms().items():
        for asker, form in forms[:1]:
            declared = set(form.fields) | {button for button, _ in form.buttons}
            extra = {key: hostile[key] for key in set(hostile) - declared - VERBS}
            form_key = form.plausible()
            form.plausible = lambda sent=form_key: dict(sent)
            with clock.frozen(moment):
                plain = changes(world, known, asker, form, {})
                laden = changes(world, known, asker, form, extra)
            del form.plausible
            went |= {name} if plain[0] == 302 else set()
            if plain[0] != laden[0]:
                wrong.append(f"{name}: {plain[0]}, with more fields {laden[0]}")
            wrong += [f"{name}: {other}" for other in differing(plain[1], laden[1])]
    assert not wrong, "\n".join(each[:600] for each in wrong)
    assert len(went) > 30, sorted(went)


FROM_ELSEWHERE = {
    "no token": {},
    "another origin": {"HTTP_ORIGIN": "https://elsewhere.example"},
    "another site": {"HTTP_SEC_FETCH_SITE": "cross-site"},
    "a null origin": {"HTTP_ORIGIN": "null"},
}


@pytest.mark.parametrize("how", FROM_ELSEWHERE)
def test_SEC_09_no_form_is_taken_from_elsewhere(how, world):
    """Without the token, and with it from another site: 403, and nothing changes."""
    headers, wrong, deeds = FROM_ELSEWHERE[how], [], {}
    browsers = {}
    for name, forms in world.forms().items():
        asker, form = forms[0]
        if asker not in browsers:
            browsers[asker] = world.browser(asker, enforce_csrf_checks=True)
            browsers[asker].get("/account/")
        browser = browsers[asker]
        fields = form.plausible()
        if headers:
            token = browser.cookies["kith-csrf"].value if "kith-csrf" in browser.cookies else ""
            fields["csrfmiddlewaretoken"] = token

        def deed(name=name, browser=browser, form=form, fields=fields):
            status = browser.post(form.path, fields, **headers).status_code
            if status != 403:
                wrong.append(f"{name} with {how}: {status}")

        deeds[name] = deed
    assert len(deeds) > 50
    assert not world.unchanged_by(deeds)
    assert not wrong, "\n".join(wrong)


def test_SEC_09_the_same_form_from_our_own_page_is_taken(world):
    """So that the refusals above are not refusals of everything."""
    browser = world.browser("own therapist", enforce_csrf_checks=True)
    form = next(
        form for asker, form in world.forms()["inventory:people"] if asker == "own therapist"
    )
    with world.trial():
        browser.get(form.page)
        sent = form.plausible() | {"csrfmiddlewaretoken": browser.cookies["kith-csrf"].value}
        answer = browser.post(form.path, sent, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code in (302, 422)
