"""`python -m ipt`: each command with its figures."""

import json
import re
import runpy
import shlex
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from ipt import protocol
from ipt.cli import COMMANDS, main
from ipt.measures import library
from tests.book.typing_in import ipt, lines

__all__ = ["ipt"]
VECTORS = Path(__file__).parent / "vectors"


def table(text):
    """A table as rows by name, cells unquoted."""
    import csv

    return list(csv.DictReader(text.splitlines()))


# --- the front door ----------------------------------------------------------------


def test_the_book_is_a_command_of_its_own():
    ran = subprocess.run(
        [sys.executable, "-m", "ipt", "score", "gad-2", "-"],
        input="i1,i2\n2,1\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "i1,i2,total,prorated,answered,risk\n2,1,3,false,2,\n"
    assert ran.stderr == ""


def test_the_command_needs_no_django_and_loads_no_arithmetic_unasked():
    told = (
        "import sys, ipt.cli; ipt.cli.main(['measures', 'gad-2']);"
        "print({'django', 'numpy', 'scipy', 'pandas', 'kith'} & {*sys.modules})"
    )
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "set()"


def test_reading_the_module_runs_nothing():
    assert import_module("ipt.__main__").main is main


def test_what_is_run_as_a_module_is_the_same_command(monkeypatch, capsys):
    monkeypatch.delitem(sys.modules, "ipt.__main__", raising=False)
    monkeypatch.setattr(sys, "argv", ["ipt", "measures", "nobody"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("ipt", run_name="__main__")
    assert ended.value.code == 2
    assert "there is no questionnaire 'nobody'" in capsys.readouterr().err


def test_help_tells_every_command_with_an_example(capsys):
    for argv in (["--help"], *([name, "--help"] for name in COMMANDS)):
        with pytest.raises(SystemExit) as ended:
            main(argv)
        assert ended.value.code == 0
        told = capsys.readouterr().out
        assert "ipt " in told and "--help" in told
        if argv == ["--help"]:
            assert all(f"\n    {name}" in told for name in COMMANDS)
        else:
            assert import_module(f"ipt.cli.{argv[0]}").__doc__.strip() in told
            assert "-o FILE" in told


def test_a_command_that_is_not_there_ends_with_2(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["cure"])
    assert ended.value.code == 2


EXAMPLE = re.compile(r"^  \$ (.*?[^\\])\n((?:  (?!\$).*\n)+)", re.S | re.M)
EXAMPLES = [
    (name, *found)
    for name in COMMANDS
    for found in EXAMPLE.findall(import_module(f"ipt.cli.{name}").__doc__)
]


@pytest.mark.parametrize("name, typed, printed", EXAMPLES)
def test_the_examples_in_the_help_are_true(ipt, name, typed, printed):
    put, command = typed.replace("\\\n", " ").split(" | ipt ")
    form, *cells = shlex.split(put)[1:]
    text = lines(*cells) if form == "%s\\n" else form.encode().decode("unicode_escape")
    status, out, _ = ipt(*shlex.split(command), typed=text)
    assert status == 0
    assert out == re.sub("^  ", "", printed, flags=re.M)


def test_four_commands_show_an_example_that_is_run():
    assert [name for name, *_ in EXAMPLES] == ["score", "change", "nhs", "gains"]


def test_who_has_seen_enough_is_not_scolded(monkeypatch, tmp_path):
    def gone(asked):
        raise BrokenPipeError

    monkeypatch.setattr("ipt.cli.measures.run", gone)
    with open(tmp_path / "out", "w") as out:
        monkeypatch.setattr(sys, "stdout", out)
        assert main(["measures"]) == 1
        out.write("lost")
    assert (tmp_path / "out").read_text() == ""


def test_who_stops_it_is_not_scolded(monkeypatch):
    def stopped(asked):
        raise KeyboardInterrupt

    monkeypatch.setattr("ipt.cli.measures.run", stopped)
    assert main(["measures"]) == 130


# --- measures ----------------------------------------------------------------------


def test_all_questionnaires_are_listed(ipt):
    status, out, _ = ipt("measures")
    rows = {row["id"]: row for row in table(out)}
    assert status == 0 and tuple(rows) == library.ids()
    assert rows["phq-9"] == {
        "id": "phq-9", "version": "1.0.0", "title": "Patient Health Questionnaire-9",
        "items": "9", "scale": "total", "lowest": "0", "highest": "27", "higher_is": "worse",
        "licence": "bundle",
    }  # fmt: skip
    assert rows["epds"]["licence"] == "score-only"


def test_one_questionnaire_is_shown(ipt):
    status, out, _ = ipt("measures", "phq-9")
    rows = [tuple(row.values()) for row in table(out)]
    assert status == 0
    assert rows[0] == (
        "measure", "phq-9", "Patient Health Questionnaire-9, version 1.0.0, higher is worse",
    )  # fmt: skip
    assert rows[1][:2] == ("licence", "bundle") and "Pfizer" in rows[1][2]
    words = "i1: Little interest or pleasure in doing things [0 1 2 3]"
    assert ("item", "phq9-1", words) in rows
    assert [row[2][-12:] for row in rows if row[1] == "phq9-10"] == [", not scored"]
    assert ("scale", "total", "sum of 9 items, 0 to 27, from 7 answers on") in rows
    assert ("band", "moderate", "total 10 to 14") in rows
    assert ("cut-off", "remission", "total < 5 (Kroenke 2001)") in rows
    assert ("risk", "self-harm-thoughts", "phq9-9 >= 1") in rows
    assert [row[:2] for row in rows if row[0] == "rule"] == [
        ("rule", "major-depressive-syndrome"), ("rule", "other-depressive-syndrome"),
    ]  # fmt: skip
    assert rows[-1][2].startswith("6 points (NHS Talking Therapies")
    assert "recalled" not in rows[-1][2]


def test_what_is_recalled_is_said_to_be(ipt):
    _, out, _ = ipt("measures", "epds")
    assert 'change,reliable,"4 points (Matthey 2004; recalled, not checked)"\n' in out
    assert "item,epds-1,i1: Item 1 [0 1 2 3]\n" in out


@pytest.mark.parametrize("id", library.ids())
def test_every_questionnaire_can_be_shown(ipt, id):
    status, out, _ = ipt("measures", id)
    kinds = {row["part"] for row in table(out)}
    assert status == 0 and {"measure", "licence", "item", "scale"} <= kinds
    assert ("change" in kinds) == (library.load(id).change.threshold is not None)


def test_reversed_items_and_rules_on_scales_are_told(ipt):
    _, out, _ = ipt("measures", "core-10")
    assert sum(row["what"].endswith("], reversed") for row in table(out)) == 2
    _, out, _ = ipt("measures", "asrm")
    assert "risk,switch,total >= 6\n" in out
    _, out, _ = ipt("measures", "gad-2")
    assert "scale,total,\"sum of 2 items, 0 to 6, from 2 answers on\"\n" in out  # fmt: skip


# --- score -------------------------------------------------------------------------


def test_answers_are_scored_by_item_number(ipt):
    typed = lines(
        "name,i1,i2,i3,i4,i5,i6,i7,i8,i9,site",
        "Ana,3,3,3,3,3,3,3,3,3,north",
        "Ben,1,1,,1,1,1,1,1,0,",
        'Cleo,1,,,,1,1,1,1,,"a, b"',
    )
    status, out, err = ipt("score", "phq-9", "-", typed=typed)
    assert (status, err) == (0, "")
    assert out == lines(
        "name,i1,i2,i3,i4,i5,i6,i7,i8,i9,site,total,prorated,answered,risk,"
        "major-depressive-syndrome,other-depressive-syndrome",
        "Ana,3,3,3,3,3,3,3,3,3,north,27,false,9,"
        "self-harm-thoughts;self-harm-thoughts-frequent,true,false",
        "Ben,1,1,,1,1,1,1,1,0,,8,true,8,,,",
        'Cleo,1,,,,1,1,1,1,,"a, b",,false,5,ask:phq9-9,,',
    )


def test_answers_are_scored_by_item_id_and_without_words_too(ipt):
    typed = lines("wsas-5,wsas-4,wsas-3,wsas-2,wsas-1", "8,8,8,8,na", "0,1,2,3,4.0")
    status, out, _ = ipt("score", "wsas", "-", typed=typed)
    assert status == 0
    assert [row["total"] for row in table(out)] == ["32", "10"]
    assert table(out)[1]["wsas-1"] == "4.0"


@pytest.mark.parametrize("id", library.ids())
def test_every_questionnaire_scores_at_both_ends(ipt, id):
    measure = library.load(id)
    names = [f"i{item.number}" for item in measure.items]
    low = [min(item.options) for item in measure.items]
    typed = lines(",".join(names), ",".join(map(str, low)), "," * (len(names) - 1) or '""')
    status, out, _ = ipt("score", id, "-", typed=typed)
    rows = table(out)
    assert status == 0 and len(rows) == 2
    from ipt.measures.scoring import score

    alone = score(measure, {item.linkId: min(item.options) for item in measure.items})
    assert float(rows[0][measure.main.id]) == alone.total
    assert rows[1]["answered"] == "0"


@pytest.mark.parametrize("row, column, said", [
    ("2,5", "i2", "5 is not one of its answers: 0 1 2 3"),
    ("2,-1", "i2", "-1 is not one of its answers: 0 1 2 3"),
    ("na,1", "i1", "cannot be left as not applicable: 0 1 2 3"),
    ("x,1", "i1", "'x' is not a whole number"),
    ('"1,5",1', "i1", "'1,5' is not a whole number"),
    ("NA,1", "i1", "'NA' may mean two things: leave a missing answer empty, "
                   "write na for one that does not apply"),
])  # fmt: skip
def test_an_answer_that_is_not_offered_is_named(ipt, row, column, said):
    status, out, err = ipt("score", "gad-2", "-", typed=lines("i1,i2", "1,1", row))
    assert (status, out) == (2, "")
    assert err == f"ipt score: standard input, row 3, column {column}: {said}\n"


@pytest.mark.parametrize("header, said", [
    ("i1,x", "there is no column i2 for an item of gad-2"),
    ("i1,gad2-2", "both i1 and gad2-2 are there; name items one way only"),
    ("i1,i2,total", "the column total is there already; rename it first"),
])  # fmt: skip
def test_columns_that_do_not_fit_are_named(ipt, header, said):
    status, out, err = ipt("score", "gad-2", "-", typed=lines(header))
    assert (status, out) == (2, "")
    assert err == f"ipt score: standard input: {said}\n"


def test_an_unknown_questionnaire_is_named_with_those_there_are(ipt):
    status, _, err = ipt("score", "bdi", "-")
    assert status == 2
    assert err.startswith("ipt score: there is no questionnaire 'bdi'; there are asrm, audit-c,")


# --- change ------------------------------------------------------------------------

CHANGE = json.loads((VECTORS / "change.json").read_text())["datasets"]


@pytest.mark.parametrize("data", CHANGE, ids=lambda data: data["name"])
def test_the_public_runs_come_out_at_the_command_line(ipt, data):
    rows = [",".join("" if cell is None else str(cell) for cell in row) for row in data["data"]]
    higher = {"higher": "better", "lower": "worse"}[data["better"]]
    for run in data["runs"]:
        asked = run["inputs"]
        status, out, err = ipt(
            "change", "-", "--method", run["method"].lower(), "--higher", higher,
            "--reliability", asked["reliability"], "--functional-mean", asked["m_functional"],
            "--functional-sd", asked["sd_functional"], "--cutoff", run["cutoff_type"],
            typed=lines("id,pre,post", *rows),
        )  # fmt: skip
        told = [row["category"] for row in table(out)]
        assert status == 0 and len(told) == len(rows)
        for name in ("recovered", "improved", "unchanged", "deteriorated", "harmed"):
            assert told.count(name) == run["expect"][name]
        assert ("note: The spread comes from 26 cases" in err) == (len(told) > told.count("") == 4)
    status, out, _ = ipt(
        "change", "-", "--higher", higher, "--reliability",
        data["runs"][0]["inputs"]["reliability"], typed=lines("id,pre,post", *rows),
    )  # fmt: skip
    indices = {row["id"]: row["rci"] for row in table(out)}
    for id, index, _ in data["jt"]:
        assert float(indices[id]) == pytest.approx(index, abs=1e-6)


def test_every_figure_of_the_command_reaches_the_method(ipt):
    typed = lines("id,pre,post", "A,20,14", "B,20,15")
    fixed = ipt("change", "-", "--method", "fixed", "--threshold", "6", typed=typed)
    assert fixed == (
        0, lines("id,pre,post,rci,category", "A,20,14,-1,improved",
                 "B,20,15,-0.8333333333,unchanged"), "",
    )  # fmt: skip
    band = ("change", "-", "--method", "sem", "--reliability", "0.75", "--sd", "10")
    assert ",improved" in ipt(*band, typed=typed)[1]
    assert ",improved" not in ipt(*band, "--multiple", "1.3", typed=typed)[1]
    nk = ("change", "-", "--method", "nk", "--reliability", "0.75", "--sd", "10", "--mean", "20")
    same, other = ipt(*nk, typed=typed)[1], ipt(*nk, "--reliability-post", "0.5", typed=typed)[1]
    assert table(same)[0]["rci"] == f"{-6 / (10 * (0.5625 * 0.25 + 0.25) ** 0.5):.10g}"
    assert table(other)[0]["rci"] == f"{-6 / (10 * (0.5625 * 0.25 + 0.5) ** 0.5):.10g}"
    with_norm = ipt(
        "change", "-", "--method", "fixed", "--threshold", "6", "--cutoff", "b",
        "--functional-mean", "7", "--functional-sd", "4", typed=typed,
    )[1]  # fmt: skip
    assert [row["category"] for row in table(with_norm)] == ["recovered", "unchanged"]


def test_the_methods_offered_are_those_there_are():
    from ipt.cli.change import METHODS
    from ipt.measures import methods

    assert METHODS == methods.METHODS


@pytest.mark.parametrize("typed, said", [
    ("id,pre\nA,1\n", ": there is no column 'post' among id, pre"),
    ("pre,post\n1,2\n3,\"4,5\"\n", ", row 3, column post: '4,5': write numbers with a point, "
                                   "not a comma"),
    ("pre,post\n1,2\nhigh,2\n", ", row 3, column pre: 'high' is not a number "
                                "(leave empty what is missing)"),
    ("pre,post\n1,1e999\n", ", row 2, column post: '1e999' is not a number "
                            "(leave empty what is missing)"),
    ("pre,post,rci\n1,2,3\n", ": the column 'rci' is there already; rename it first"),
    ("pre,post\n1,2\n", ": 1 complete pairs are too few for a mean and sd of their own"),
])  # fmt: skip
def test_a_file_that_cannot_be_judged_gets_one_sentence(ipt, typed, said):
    status, out, err = ipt("change", "-", "--reliability", "0.8", typed=typed)
    assert (status, out, err) == (2, "", f"ipt change: standard input{said}\n")


# --- nhs ---------------------------------------------------------------------------

NHS = json.loads((VECTORS / "nhs_metrics.json").read_text())["cases"]
NHS_NAMES = "treatment_contacts,discharged,phq9_first,phq9_last,gad7_first,gad7_last"


def cell(value):
    return {None: "", True: "true", False: "false"}.get(value, str(value)) if (
        value is None or isinstance(value, bool)) else str(value)  # fmt: skip


NHS_ROWS = [
    ",".join(map(cell, (each["input"]["treatment_contacts"], each["input"]["discharged"],
                        *each["input"]["phq9"], *each["input"]["gad7"])))
    for each in NHS
]  # fmt: skip


def test_the_public_courses_come_out_at_the_command_line(ipt):
    status, out, err = ipt("nhs", "-", typed=lines(NHS_NAMES, *NHS_ROWS))
    assert (status, err) == (0, "")
    for row, case in zip(table(out), NHS, strict=True):
        assert {name: row[name] for name in case["expect"]} == {
            name: cell(value) for name, value in case["expect"].items()
        }


def test_all_courses_together(ipt):
    status, out, _ = ipt("nhs", "-", "--summary", typed=lines(NHS_NAMES, *NHS_ROWS))
    rows = [tuple(row.values()) for row in table(out)]
    assert status == 0 and {row[-1] for row in rows} == {"nhs-tt-2018.1"}
    assert [row[:4] for row in rows] == [
        ("all", "finished_course", "13", "15"),
        ("all", "not_at_caseness", "2", "13"),
        ("all", "paired", "12", "13"),
        ("published", "recovery", "6", "11"),
        ("published", "reliable_improvement", "5", "13"),
        ("published", "reliable_deterioration", "2", "13"),
        ("published", "no_reliable_change", "5", "13"),
        ("published", "reliable_recovery", "3", "11"),
        ("paired", "recovery", "6", "10"),
        ("paired", "reliable_improvement", "5", "12"),
        ("paired", "reliable_deterioration", "2", "12"),
        ("paired", "no_reliable_change", "5", "12"),
        ("paired", "reliable_recovery", "3", "10"),
    ]
    assert rows[3][4] == "54.54545455"


def test_small_counts_are_left_out_of_what_leaves_the_practice(ipt):
    typed = lines(NHS_NAMES, *NHS_ROWS)
    _, out, _ = ipt("nhs", "-", "--summary", "--suppress", typed=typed)
    shown = {(row["line"], row["figure"]): row["count"] for row in table(out)}
    assert shown["all", "finished_course"] == "13"
    assert shown["all", "not_at_caseness"] == shown["all", "paired"] == ""
    assert not any(count for (line, _), count in shown.items() if line == "paired")
    few = lines(NHS_NAMES, *NHS_ROWS[:4])
    _, out, _ = ipt("nhs", "-", "--summary", "--suppress", typed=few)
    assert {row["count"] + row["of"] + row["percent"] for row in table(out)} == {""}
    status, out, err = ipt("nhs", "-", "--suppress", typed=typed)
    assert (status, out) == (2, "")
    assert err == (
        "ipt nhs: --suppress goes with --summary: rows of single courses stay in the practice\n"
    )


def test_prorated_scores_and_the_measure_of_the_problem_are_switched_on(ipt):
    names = f"{NHS_NAMES},phq9_last_prorated,problem,pcl5_first,pcl5_last"
    typed = lines(names, "8,yes,15,8,12,6,true,,,", "8,1,9,8,7,6,no,ptsd,50,30")
    plain = table(ipt("nhs", "-", typed=typed)[1])
    assert [row["recovery"] for row in plain] == ["", "false"]
    more = table(ipt("nhs", "-", "--with-prorated", "--pairing", typed=typed)[1])
    assert [row["recovery"] for row in more] == ["true", "true"]


def test_thresholds_of_another_version_can_be_handed_in(ipt, tmp_path):
    own = tmp_path / "own.toml"
    book = (Path(import_module("ipt.measures.nhs").__file__).parent / "nhs.toml").read_text()
    own.write_text(book.replace("nhs-tt-2018.1", "mine").replace("caseness = 10", "caseness = 20"))
    typed = lines(NHS_NAMES, "8,no,15,8,7,6", "8,true,15,8,7,6")
    _, out, _ = ipt("nhs", "-", "--summary", "--rules", own, typed=typed)
    assert table(out)[1]["rules"] == "mine" and table(out)[1]["count"] == "1"
    broken = tmp_path / "broken.toml"
    broken.write_text("version = 3")
    status, _, err = ipt("nhs", "-", "--rules", broken, typed=typed)
    assert status == 2 and err == f"ipt nhs: {broken}: rules.measures: is missing\n"


@pytest.mark.parametrize("row, said", [
    ("8,maybe,15,8,12,6", ", row 2, column discharged: 'maybe' is not true or false"),
    ("8,,15,8,12,6", ", row 2, column discharged: '' is not true or false"),
    (",true,15,8,12,6", ", row 2, column treatment_contacts: is empty"),
    ("8,true,15,8,12,x", ", row 2, column gad7_last: 'x' is not a number "
                         "(leave empty what is missing)"),
    ("8,true,15,88,12,6", ", row 2: phq9_last is 88, outside 0 to 27"),
    ("-1,true,15,8,12,6", ", row 2: treatment contacts cannot be -1"),
    ("8.5,true,15,8,12,6", ", row 2: treatment_contacts must be a whole number, not 8.5"),
])  # fmt: skip
def test_a_course_that_cannot_be_read_is_named(ipt, row, said):
    status, out, err = ipt("nhs", "-", typed=lines(NHS_NAMES, row))
    assert (status, out, err) == (2, "", f"ipt nhs: standard input{said}\n")


def test_a_column_that_is_lacking_is_named(ipt):
    status, _, err = ipt("nhs", "-", typed="discharged\ntrue\n")
    assert status == 2
    assert err == (
        "ipt nhs: standard input: there is no column 'treatment_contacts' among discharged\n"
    )


# --- gains -------------------------------------------------------------------------


def test_the_public_gains_come_out_at_the_command_line(ipt):
    vectors = json.loads((VECTORS / "sudden_gains.json").read_text())
    rows = [",".join("" if v is None else str(v) for v in row[:7]) for row in vectors["rows"]]
    status, out, _ = ipt("gains", "-", "--cutoff", "7", typed=lines("id,s1,s2,s3,s4,s5,s6", *rows))
    said = {None: "", 0: "false", 1: "true"}
    for row, vector in zip(table(out), vectors["rows"], strict=True):
        names = "gain_2to3", "gain_3to4", "gain_4to5"
        assert [row[name] for name in names] == [said[value] for value in vector[7:]]
    assert status == 0
    assert table(out)[7]["reversed_2to3"] == "false" and table(out)[7]["reversed_3to4"] == ""


def test_the_mania_check_comes_before_any_gain(ipt):
    typed = lines("s1,s2,s3,s4", "20,20,8,8")
    asked = ("gains", "-", "--measure", "phq-9", "--protocol", "ipsrt")
    status, out, err = ipt(*asked, typed=typed)
    assert (status, out) == (2, "")
    assert err == "ipt gains: standard input: Withheld: mania check first.\n"
    assert "true" in ipt(*asked, "--mania-checked", typed=typed)[1]
    assert "true" in ipt("gains", "-", "--cutoff", "6", "--protocol", "standard", typed=typed)[1]
    misspelt = ipt("gains", "-", "--cutoff", "6", "--protocol", "ipsr", typed=typed)
    assert misspelt[:2] == (2, "") and "there is no protocol 'ipsr'; there are" in misspelt[2]


@pytest.mark.parametrize("typed, said", [
    ("s1,s2,s3,s4\n20,20,8,28\n", ", row 2, column s4: '28' lies outside 0 to 27"),
    ("s1,s2,s3\n20,20,8\n", ": there is no column s4; scores are s1, s2, s3 and so on, 4 or more"),
    ("s1,s2,s3,s4\n20,20,8,x\n", ", row 2, column s4: 'x' is not a number "
                                 "(leave empty what is missing)"),
])  # fmt: skip
def test_scores_that_cannot_be_read_are_named(ipt, typed, said):
    status, out, err = ipt("gains", "-", "--measure", "phq-9", typed=typed)
    assert (status, out, err) == (2, "", f"ipt gains: standard input{said}\n")


def test_without_people_there_are_no_gains(ipt):
    status, out, _ = ipt("gains", "-", "--cutoff", "6", typed="s1,s2,s3,s4\n")
    assert (status, out) == (0, "s1,s2,s3,s4,gain_2to3,reversed_2to3\n")


# --- links -------------------------------------------------------------------------

DAYS = "0 1 2 4 5 6 7 9 10 11 12 14 15 16 18 19 20 21 23 24 25 27 28 29".split()
MOOD = "5 6 3 5 6 4 6 7 3 5 6 6 2 5 7 6 4 7 6 7 3 6 7 6".split()
ARGUED, MOTHER = "2 10 15 20 25".split(), "0 5 6 11 14 18 24 28".split()
DIARY = [
    f"{day},{mood},{int(day in ARGUED)},{int(day in MOTHER)}"
    for day, mood in zip(DAYS, MOOD, strict=True)
]


def test_the_worked_diary_comes_out_at_the_command_line(ipt):
    typed = lines("t_days,mood,event:argument,with:mother", *DIARY)
    status, out, err = ipt("links", "-", typed=typed)
    assert status == 0 and err == "note: Based on 24 entries over 30 days.\n"
    argument = "event:argument,-2.529,-3.424,-1.574,1.000,clear,5,19,"
    mother = "with:mother,0.096,-0.533,0.723,0.623,unclear,8,16,"
    assert out == lines(
        "column,estimate,low,high,pd,verdict,with,without,together", mother, argument
    )
    focused = ipt("links", "-", "--focus", "argument", typed=typed)[1]
    assert focused.splitlines()[1:] == [argument, mother]
    # An entry without a mood is not there; other columns are no links.
    more = lines("note,mood,t_days,event:argument,with:mother", *(
        f"x,{mood},{day},{rest}" for day, mood, rest in (row.split(",", 2) for row in DIARY)
    ), "x,,99,1,1")  # fmt: skip
    assert ipt("links", "-", typed=more)[1] == out


def test_columns_that_come_together_share_a_row_each_and_ratings_are_read(ipt):
    typed = lines(
        "t_days,hour,mood,with:Ana,with:Ben,quality:Cleo",
        *(f"{day},9,{mood},{n % 2},{n % 2},{'' if n % 3 else n % 5 + 1}"
          for n, (day, mood) in enumerate(zip(DAYS, MOOD, strict=True))),
    )  # fmt: skip
    status, out, _ = ipt("links", "-", typed=typed)
    rows = {row["column"]: row for row in table(out)}
    assert status == 0
    assert rows["with:Ana"]["together"] == "with:Ben"
    assert rows["with:Ben"]["together"] == "with:Ana"
    assert rows["with:Ana"]["estimate"] == rows["with:Ben"]["estimate"] != ""
    assert rows["quality:Cleo"]["with"] == "8"


def test_too_few_entries_tell_nothing_and_say_so(ipt):
    status, out, err = ipt("links", "-", typed=lines("t_days,mood", *(r[:3] for r in DIARY[:3])))
    assert status == 0 and err.startswith("note: 3 of 14 entries.")
    assert out == "column,estimate,low,high,pd,verdict,with,without,together\n"


@pytest.mark.parametrize("row, said", [
    ("1700000000,5,0,3", ", row 2, column t_days: '1700000000' lies outside -1000000 to 1000000"),
    ("1,11,0,3", ", row 2, column mood: '11' lies outside 0 to 10"),
    (",5,0,3", ", row 2, column t_days: is empty"),
    ("1,5,2,3", ", row 2, column with:Ana: '2' is not 0 or 1"),
    ("1,5,,3", ", row 2, column with:Ana: is empty"),
    ("1,5,1,6", ", row 2, column quality:Ana: '6' lies outside 1 to 5"),
])  # fmt: skip
def test_an_entry_that_cannot_be_read_is_named(ipt, row, said):
    typed = lines("t_days,mood,with:Ana,quality:Ana", row)
    status, out, err = ipt("links", "-", typed=typed)
    assert (status, out, err) == (2, "", f"ipt links: standard input{said}\n")


def test_a_focus_that_is_not_a_column_is_refused(ipt):
    typed = lines("t_days,mood,event:argument,with:mother", *DIARY)
    status, out, err = ipt("links", "-", "--focus", "aunt", typed=typed)
    assert (status, out) == (2, "")
    assert err == "ipt links: standard input: no column is called 'aunt'\n"


# --- course ------------------------------------------------------------------------


def scores(id, *values):
    return [f"{id},{7 * week},{value}" for week, value in enumerate(values)]


def test_the_worked_courses_come_out_at_the_command_line(ipt):
    typed = lines("id,t_days,score", *scores("A", 16, 16, 17, 16, 16),
                  *scores("B", 16, 15, 13, 12, 11), "A,99,")  # fmt: skip
    status, out, err = ipt("course", "-", "--measure", "phq-9", typed=typed)
    rows = table(out)
    assert (status, err) == (0, "")
    assert [(row["id"], row["week"]) for row in rows] == [
        (id, week) for id in "AB" for week in ("4", "8", "12", "16")
    ]
    assert [round(float(row["expected"]), 1) for row in rows] == [
        15.6, 14.2, 13.3, 12.8, 11.3, 10.1, 9.3, 8.7,
    ]  # fmt: skip
    widths = [round((float(row["high"]) - float(row["low"])) / 2, 1) for row in rows]
    assert widths == [3.4, 5.2, 6.0, 6.4] * 2
    assert [round(float(row["first_expected"]), 1) for row in rows[:4]] == [12.2, 10.9, 10.0, 9.4]
    first = [round(float(r["first_high"]) - float(r["first_expected"]), 1) for r in rows[:4]]
    assert first == [6.0, 7.1, 7.7, 8.1]
    assert [row["review"] for row in rows] == ["true"] * 4 + ["false"] * 4
    assert rows[0]["z"] == "0.806" and rows[4]["reasons"] == ""
    assert rows[0]["reasons"].startswith("Week 4: 0.8 spreads worse than expected")
    assert rows[0]["not_halved"].endswith("more likely than not.")


def test_the_planned_end_is_always_a_row(ipt):
    typed = lines("id,t_days,score", "A,3,16")
    _, out, err = ipt("course", "-", "--measure", "phq-9", "--planned-weeks", "10", typed=typed)
    assert [row["week"] for row in table(out)] == ["4", "8", "10"]
    assert {row["review"] for row in table(out)} == {""}
    assert err == "note: A: Too early to compare: from week 3 and 3 scores on.\n"
    assert table(out)[0]["expected"] == "12.216"
    status, _, err = ipt("course", "-", "--measure", "phq-9", "--planned-weeks", "0")
    assert (status, err) == (2, "ipt course: --planned-weeks must be 1 to 520, not 0\n")
    status, _, err = ipt("course", "-", "--measure", "phq-9", "--planned-weeks", "521")
    assert (status, err) == (2, "ipt course: --planned-weeks must be 1 to 520, not 521\n")
    ends = ["course", "-", "--measure", "phq-9", "--planned-weeks"]
    assert table(ipt(*ends, "1", typed=typed)[1])[-1]["week"] == "1"
    assert table(ipt(*ends, "520", typed=typed)[1])[-1]["week"] == "520"


def test_scores_of_nobody_are_not_taken_for_one_person(ipt):
    typed = lines("id,t_days,score", "A,0,16", " ,7,15")
    assert ipt("course", "-", "--measure", "phq-9", typed=typed) == (
        2, "", "ipt course: standard input, row 3, column id: is empty\n"
    )  # fmt: skip


def test_how_early_a_review_is_asked_for_can_be_chosen(ipt):
    typed = lines("id,t_days,score", *scores("A", 16, 16, 15, 14, 13))
    asked = ("course", "-", "--measure", "phq-9", "--setting")
    told = [table(ipt(*asked, each, typed=typed)[1])[0]["review"]
            for each in ("sensitive", "default", "specific")]  # fmt: skip
    assert told == ["true", "false", "false"]


def test_worse_is_told_even_where_no_course_is_drawn(ipt):
    typed = lines("id,t_days,score", *scores("A", 8, 15, 16, 16))
    _, out, err = ipt("course", "-", "--measure", "phq-9", typed=typed)
    assert {(row["expected"], row["review"], row["z"]) for row in table(out)} == {("", "true", "")}
    assert "Reliably worse than the first score" in table(out)[0]["reasons"]
    assert err == (
        "note: A: No expected course: the first score lies outside the clinical range (line 10).\n"
    )


def test_the_mania_check_comes_before_any_course(ipt):
    typed = lines("id,t_days,score", *scores("A", 16, 16, 17, 16, 16))
    asked = ("course", "-", "--measure", "phq-9", "--protocol", "ipsrt")
    _, out, err = ipt(*asked, typed=typed)
    assert {(row["expected"], row["z"]) for row in table(out)} == {("", "")}
    assert err == "note: A: Withheld: mania check first.\n"
    assert table(ipt(*asked, "--mania-checked", typed=typed)[1])[0]["expected"] == "15.634"


def test_mean_and_spread_of_ones_own_practice_can_be_said(ipt):
    typed = lines("id,t_days,score", "A,0,14")
    asked = ("course", "-", "--measure", "gad-7")
    _, out, err = ipt(*asked, typed=typed)
    assert table(out)[0]["expected"] == "" and "not known for this measure" in err
    _, out, _ = ipt(*asked, "--mean", "12", "--sd", "4", typed=typed)
    assert float(table(out)[0]["expected"]) < 14
    status, _, err = ipt(*asked, "--mean", "12", "--sd", "-4", typed=typed)
    assert status == 2 and err.startswith("ipt course: ")


@pytest.mark.parametrize("row, said", [
    ("A,0,28", ", row 2, column score: '28' lies outside 0 to 27"),
    ("A,,16", ", row 2, column t_days: is empty"),
    ("A,0,x", ", row 2, column score: 'x' is not a number (leave empty what is missing)"),
])  # fmt: skip
def test_a_score_that_cannot_be_read_is_named(ipt, row, said):
    status, out, err = ipt("course", "-", "--measure", "phq-9",
                           typed=lines("id,t_days,score", row))  # fmt: skip
    assert (status, out, err) == (2, "", f"ipt course: standard input{said}\n")


# --- protocol ----------------------------------------------------------------------


def test_the_protocols_are_listed(ipt):
    status, out, _ = ipt("protocol")
    assert status == 0 and tuple(row["id"] for row in table(out)) == protocol.ids()
    row = next(row for row in table(out) if row["id"] == "ipt_standard")
    assert (row["sessions"], row["minutes"], row["phases"]) == (
        "12 to 16", "50", "initial middle final",
    )  # fmt: skip


def session(ipt, *argv):
    status, out, err = ipt("protocol", *argv)
    assert (status, err) == (0, "")
    rows = table(out)
    return [r for r in rows if r["part"] == "agenda"], [r for r in rows if r["part"] == "due"]


def test_a_session_has_its_agenda_and_what_is_due(ipt):
    agenda, due = session(ipt, "standard", "--session", "7")
    assert sum(int(row["minutes"]) for row in agenda) == 50
    assert agenda[-1]["why"] == "7 of 14 sessions left after this one"
    assert "review" not in {row["id"] for row in due}
    assert {row["minutes"] for row in due} == {""}
    assert session(ipt, "ipt_standard", "--session", "7") == (agenda, due)


def test_reviews_and_the_ending_come_up_in_their_sessions(ipt):
    for number in (4, 8):
        agenda, due = session(ipt, "standard", "--session", str(number))
        assert due[0]["id"] == "review" and f"middle.review_{number}" in {r["id"] for r in agenda}
    assert "final.announce" in {row["id"] for row in session(ipt, "standard", "--session", "10")[1]}
    later = session(ipt, "standard", "--session", "11")
    assert "final.announce" not in {row["id"] for part in later for row in part}


def test_the_first_session_begins_with_what_the_beginning_needs(ipt):
    agenda, due = session(ipt, "standard")
    assert "initial.contract" in {row["id"] for row in due}
    assert agenda[-1]["why"] == "13 of 14 sessions left after this one"
    fewer, _ = session(ipt, "standard", "--planned", "12")
    assert fewer[-1]["why"] == "11 of 12 sessions left after this one"
    third = {row["id"] for row in session(ipt, "standard", "--session", "3")[1]}
    fourth = {row["id"] for row in session(ipt, "standard", "--session", "4")[1]}
    assert "initial.focus_agreed" in third and not {id for id in fourth if "initial" in id}


@pytest.mark.parametrize("id", protocol.ids())
def test_every_protocol_can_be_walked_at_the_command_line(ipt, id):
    plan = protocol.load(id)
    for number in {plan.first, 1, 2, plan.sessions_default}:
        agenda, _ = session(ipt, id, "--session", str(number))
        assert sum(int(row["minutes"]) for row in agenda) == plan.session_minutes


@pytest.mark.parametrize("argv, said", [
    (("standard", "--session", "15"), "ipt_standard has sessions 1 to 14, not 15"),
    (("standard", "--session", "0"), "ipt_standard has sessions 1 to 14, not 0"),
    (("standard", "--planned", "0"), "ipt_standard has sessions 1 to 0, not 1"),
    (("standard", "--planned", "501"), "--planned must be at most 500, not 501"),
    (("standard", "--planned", "500", "--session", "501"),
     "ipt_standard has sessions 1 to 500, not 501"),
])  # fmt: skip
def test_a_session_that_does_not_exist_is_refused(ipt, argv, said):
    assert ipt("protocol", *argv) == (2, "", f"ipt protocol: {said}\n")


def test_a_protocol_that_does_not_exist_is_refused(ipt):
    status, out, err = ipt("protocol", "psychoanalysis")
    assert (status, out) == (2, "")
    assert err.startswith("ipt protocol: there is no protocol 'psychoanalysis'; there are ipc,")
