"""The first sessions of the three worked cases, told on the pages: what is kept is the case."""

from datetime import date

import pytest

from ipt.timeline.dates import read
from kith.care.models import Consent, Course
from kith.focus.models import AreaRating, FocusChoice, Formulation, Goal
from kith.intake.models import Fit, Hopes, Patterns, Presenting
from kith.inventory.models import Person, Placement
from kith.safety.models import RiskScreen
from kith.timeline.models import Event, MoodPoint, Onset, SymptomMarker
from kith.worksheets.models import OnlyForTherapist, TherapistSheet, Worksheet
from tests.journeys import beginning, deeds
from tests.journeys.ground import telling

pytestmark = pytest.mark.django_db
ZERO = {"a": date(2026, 1, 13), "b": date(2026, 2, 4), "c": date(2026, 3, 5)}


@pytest.fixture(scope="module", params=list(ZERO))
def told(request, django_db_setup, django_db_blocker):
    with telling(django_db_blocker, request.param, ZERO[request.param]) as story:
        story.ids, story.addresses = {}, {}
        beginning.tell(story)
        yield story


def test_S82_S83_S84_the_first_conversation_and_the_judgement_are_those_of_the_case(told):
    case, hopes = told.case["consultation"], Hopes.objects.get()
    assert Presenting.objects.get().challenges == case["presenting"]
    assert Patterns.objects.get().key_people == case["relationships"]
    wanted = case["hopes"] or ["to sleep"]
    assert [words for words in (hopes.first, hopes.second, hopes.third) if words] == wanted
    fit = Fit.objects.get()
    assert (fit.outcome, fit.ratings) == (case["outcome"], case["suitability"])
    screen = RiskScreen.objects.get()
    assert (screen.clinician_level, screen.rationale, screen.private_question) == (
        case["risk"]["level"], case["risk"]["rationale"], case["private_question"],
    )  # fmt: skip


def test_PRIV_04_each_question_of_consent_has_the_answer_of_the_case(told):
    kept = {row.kind: row.given for row in Consent.objects.filter(withdrawn_at=None)}
    assert kept == deeds.consents(told)


def test_S35_every_sheet_of_the_first_sessions_says_what_the_case_says(told):
    kept = {row.form: row for model in (Worksheet, TherapistSheet) for row in model.objects.all()}
    first = [row for row in told.case["sheets"] if row["session"] <= 4]
    assert len(first) >= 7
    for row in first:
        sheet = kept[row["form"]]
        assert sheet.answers == beginning.meant(told, row["answers"]), row["form"]
        page = told.desk.open(told.addresses[row["form"]])
        for words in texts(row["answers"]):
            assert page.sees(words) or words in page.markup, (row["form"], words)


def texts(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    told = isinstance(value, str) and " " in value and not beginning.DAY.match(value)
    return [value] if told else []


def test_IPT13_16_what_is_for_the_therapist_alone_is_kept_apart(told):
    apart = {
        row.worksheet.form: row for row in OnlyForTherapist.objects.select_related("worksheet")
    }
    for row in told.case["sheets"]:
        if row["session"] <= 4 and row.get("beside"):
            kept = apart[row["form"]]
            rest = {k: v for k, v in row["beside"].items() if k != "words"}
            assert (kept.answers, kept.words) == (rest, row["beside"].get("words", ""))


def test_S35_the_timeline_holds_what_happened_the_symptoms_and_the_mood(told):
    def days(model, *names):
        return sorted(
            (*(getattr(row, name) for name in names), read(row.when).first)
            for row in model.objects.all()
        )

    def case(table, *names):
        rows = told.case.get(table, ())
        return sorted((*(row.get(name, EMPTY[name]) for name in names), told.on(row["day"]))
                      for row in rows)  # fmt: skip

    assert days(Event, "title", "kind", "area") == case("timeline", "title", "kind", "area")
    assert days(MoodPoint, "mood") == case("mood_points", "mood")
    assert days(SymptomMarker, "symptom", "turn") == case("symptoms", "symptom", "turn")
    people = {row.title: sorted(map(str, row.person_ids)) for row in Event.objects.all()}
    valence = {row.title: row.valence for row in Event.objects.all()}
    for row in told.case["timeline"]:
        assert people[row["title"]] == sorted(beginning.meant(told, row["people"]))
        assert valence[row["title"]] == row.get("valence")
    since = read(Onset.objects.get().when)
    began = told.on(told.case["consultation"]["onset_day"])
    assert since.first <= began <= since.last


EMPTY = {"title": "", "kind": "", "area": "", "mood": None, "symptom": "", "turn": ""}


def test_S27_the_circle_holds_everybody_with_their_pictures_and_expectations_both_ways(told):
    for row in told.case["people"]:
        person = Person.objects.get(pk=told.ids[row["id"]])
        assert (person.display_name, person.relation) == (row["name"], row["relation"])
        before, now, wished, end = row["rings"]
        there = {p.sitting.moment: p for p in _placed(person)}
        for moment, ring in (("before", before), ("now", now), ("wished", wished), ("end", end)):
            if ring:
                assert there[moment].ring == ring, (row["name"], moment)
        said = there["now"].said
        for name in ("i_expect", "they_expect"):
            assert said.get(name, "") == row.get(name, "")
        assert said.get("contact_freq", "") == row.get("contact", "")
        assert said.get("knows", "") == row.get("knows", "")
        kept = there["now"] if "now" in there else there["end"]
        assert (kept.good, kept.hard) == (row.get("good", ""), row.get("hard", ""))


def _placed(person):
    rows = Placement.objects.filter(person=person, superseded_at=None)
    return rows.select_related("sitting")


def test_IPT13_04_then_and_now_is_said_in_sentences(told):
    page = told.seen["then and now"]
    rings = ["inner", "middle", "outer", "outside"]
    for row in told.case["people"]:
        _before, now, _wished, end = row["rings"]
        if now and end and now != end:
            nearer = rings.index(now) - rings.index(end)
            verb, way = ("came", "closer") if nearer > 0 else ("is", "further away")
            number = {1: "one ring", 2: "two rings"}[abs(nearer)]
            assert page.sees(f"{row['name']} {verb} {number} {way}"), row["name"]


def test_S29_S36_the_focus_rests_on_the_evidence_of_each_area(told):
    kept = {row.area: row for row in AreaRating.objects.all()}
    for area, fit in told.case["focus"]["ratings"].items():
        found = told.case["evidence"].get(area, {})
        row = kept[area]
        assert (row.fit, row.evidence, row.against) == (
            fit,
            found.get("for", ""),
            found.get("against", ""),
        )
        assert row.rows == {f"{area}.{k}": v for k, v in found.get("rows", {}).items()}
    case = told.case["focus"]
    chosen = {row.rank: (row.area, str(row.person_id or "")) for row in FocusChoice.objects.all()}
    assert chosen.pop("primary")[0] == case["primary"]
    wanted = (case.get("secondary"), beginning.meant(told, case.get("secondary_person")))
    assert chosen == ({"secondary": wanted} if "secondary" in case else {})


def test_S37_the_goals_are_those_of_the_case(told):
    kept = {row.text: (row.baseline, row.target) for row in Goal.objects.all()}
    assert kept == {row["text"]: (row["start"], row["target"]) for row in told.case["goals"]}


def test_S36_the_formulation_is_put_right_in_the_clients_words_and_both_versions_stay(told):
    case = told.case["formulation"]
    versions = list(Formulation.objects.order_by("number"))
    assert [row.words for row in versions] == [case["text"], case["corrected"]]
    for row in versions:
        assert {k: v for k, v in row.parts.items() if v} == case["parts"]
        assert sorted(map(str, row.person_ids)) == sorted(beginning.meant(told, case["people"]))
    page = told.seen["formulation put right"]
    assert page.sees(case["correction"])
    assert all(len(row.words.split()) <= 250 for row in versions)


def test_the_course_goes_on_in_the_form_of_treatment_of_the_case(told):
    assert Course.objects.get().protocol == told.case["protocol"]
