"""What was to be expected after the first score: for the therapist, for the client if told so."""

import html
import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.urls import reverse

from kith import clock
from kith.checkins import actions, expected, reading
from kith.checkins.models import ExpectedShown
from kith.web.pictures.ribbon import course_ribbon

from .conftest import FIRST_SESSION, TUESDAY
from .test_any_measure import enter
from .test_reading import put

WEEK = timedelta(weeks=1)
OWN = reverse("home:course")


def text(reply):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", reply.content.decode())).split())


@pytest.fixture
def later():
    with clock.frozen(TUESDAY + 12 * WEEK):
        yield


def test_the_band_begins_with_the_first_score_and_reaches_to_the_end(later, weekly, ines):
    put(weekly, ines, [16, 15, 13])
    ribbon = reading.ribbon(weekly, ines)
    assert [place for place, _low, _high in ribbon.expected] == [float(n) for n in range(1, 15)]
    by_place = {place: (low, high) for place, low, high in ribbon.expected}
    low, high = by_place[5.0]  # four weeks on: 12.2 with a half-width of 6.0
    assert (round((low + high) / 2, 1), round((high - low) / 2, 1)) == (12.2, 6.0)
    assert [place for place, *_rest in ribbon.ahead][0] == 3.0
    drawing = course_ribbon(ribbon)
    assert 'class="expected"' in drawing
    assert 'class="ahead"' in drawing


def test_the_same_stands_in_the_table(later, weekly, ines):
    put(weekly, ines, [16, 15, 13])
    ribbon = reading.ribbon(weekly, ines)
    assert all(row.expected for row in ribbon.rows)
    assert [row.session for row in ribbon.ahead_rows] == [str(n) for n in range(4, 15)]
    assert all(row.value and row.expected for row in ribbon.ahead_rows)


def test_the_therapist_reads_where_it_comes_from(later, weekly, ines):
    put(weekly, ines, [16, 15, None, 13])
    notes = " ".join(reading.ribbon(weekly, ines).about)
    assert "default, not from your clients" in notes
    assert "Days with a score: 3. Weeks without: 1." in notes


def test_where_it_may_not_be_drawn_the_reason_is_told(later, weekly, ines):
    put(weekly, ines, [13, 12], "gad-7")
    put(weekly, ines, [6, 5])
    gad, phq = reading.ribbon(weekly, ines, measure="gad-7"), reading.ribbon(weekly, ines)
    assert not gad.expected
    assert not phq.expected
    assert any("not known for this measure" in note for note in gad.notes)
    assert any("outside the clinical range" in note for note in phq.notes)


def test_with_bipolar_disorder_a_gain_is_told_only_with_the_mania_check(later, weekly, ines):
    weekly.protocol = "ipsrt"
    weekly.save()
    put(weekly, ines, [17, 9])
    ribbon = reading.ribbon(weekly, ines)
    assert (ribbon.expected, ribbon.reliable_line) == ([], None)
    assert "mania check first" in ribbon.sentence
    assert "unlikely to be chance" not in ribbon.sentence
    [verdict] = reading.verdicts(weekly, ines)
    assert "mania check first" in verdict["words"]
    assert verdict["kind"] == ""
    enter(weekly, ines, "asrm", (0,) * 5, on=FIRST_SESSION + WEEK)
    assert reading.ribbon(weekly, ines).expected
    assert reading.verdicts(weekly, ines)[0]["kind"] == "good"


def test_IPT13_10_a_raised_mania_scale_tells_no_gain_on_any_page(later, weekly, ines, as_user):
    from kith.desk import caseload
    from kith.ending import shape

    def told():
        [row] = caseload.build(ines)
        rows = shape.scores(weekly, ines)
        [phq] = [one for one in rows if one["title"] == "PHQ-9"]
        here = reading.verdicts(weekly, ines)[0]["kind"] == "good"
        assert not shape.not_enough(rows)
        return [row["improved"], phq["improved"], here], phq["words"]

    weekly.protocol = "ipsrt"
    weekly.save()
    put(weekly, ines, [17, 9])
    assert told() == ([False] * 3, "Withheld: mania check first.")
    enter(weekly, ines, "asrm", (3,) * 5, on=FIRST_SESSION + WEEK)
    assert told() == ([False] * 3, "Withheld: the mania scale is at its line or above.")
    assert reading.ribbon(weekly, ines).reliable_line is None
    enter(weekly, ines, "asrm", (1,) * 5, on=FIRST_SESSION + 2 * WEEK)
    put(weekly, ines, [9], start=FIRST_SESSION + 2 * WEEK)
    assert told() == ([True] * 3, "Reliably better")


def test_a_total_over_fewer_items_and_one_after_the_end_do_not_count(later, weekly, ines):
    put(weekly, ines, [16])
    case = reading.case_scores(weekly, ines)
    assert expected.of(weekly, case, "gad-7").lines == []
    assert expected.review(weekly, case, "gad-7") is None
    assert expected.review(weekly, case, "phq-9").n == 1


def test_the_client_sees_it_only_when_a_therapist_turned_it_on(
    later, weekly, ines, marisol, as_user
):
    put(weekly, ines, [16, 15, 13])
    client, desk = as_user(marisol), as_user(ines)
    address = f"/courses/{weekly.pk}/check-ins/expected/"
    assert "starting where you started" not in text(client.get(OWN))
    for _twice in range(2):
        assert desk.post(address, {"show": "1"}).status_code == 302
    assert ExpectedShown.objects.count() == 1
    page = text(client.get(OWN))
    assert "most people starting where you started" in page
    assert "Scores go up and down; one week means little." in page
    for word in ("default", "spread", "Expected from here on"):
        assert word not in page
    for _twice in range(2):
        assert desk.post(address, {"show": "0"}).status_code == 302
    assert "starting where you started" not in text(client.get(OWN))
    actions.show_expected(course=weekly, show=True, by=ines)
    assert ExpectedShown.objects.count() == 2


def test_the_therapist_chooses_whose_picture_is_drawn(later, weekly, ines, as_user):
    put(weekly, ines, [16, 15])
    put(weekly, ines, [13, 12], "gad-7")
    page = f"/courses/{weekly.pk}/check-ins/"
    browser = as_user(ines)
    assert "<h2>PHQ-9</h2>" in browser.get(page).content.decode()
    assert "<h2>GAD-7</h2>" in browser.get(f"{page}?measure=gad-7").content.decode()
    assert "<h2>PHQ-9</h2>" in browser.get(f"{page}?measure=nonsense").content.decode()


def test_a_recalled_figure_says_so(later, weekly, ines):
    enter(weekly, ines, "core-10", (4, 0, 0) + (2,) * 2 + (0,) + (2,) * 4)
    enter(weekly, ines, "core-10", (0, 4, 4) + (0,) * 7, on=FIRST_SESSION + WEEK)
    ribbon = reading.ribbon(weekly, ines)
    assert "recalled" in ribbon.reliable_text
    assert "not checked against its source" in reading.verdicts(weekly, ines)[0]["words"]


def test_a_small_change_is_unclear_and_never_called_none(later, weekly, ines):
    put(weekly, ines, [16, 15])
    [verdict] = reading.verdicts(weekly, ines)
    assert "unclear" in verdict["words"]
    assert "no change" not in verdict["words"]


def test_the_house_starts_without_numpy(tmp_path):
    code = (
        "import os, sys, django; django.setup(); import kith.urls;"
        "assert 'numpy' not in sys.modules, 'numpy was loaded'"
    )
    names = {"KITH_DATA": tmp_path / "data", "KITH_KEYS": tmp_path / "keys"}
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "kith.settings"}
    env |= {name: str(path) for name, path in names.items()}
    subprocess.run([sys.executable, "-c", code], check=True, env=env)
