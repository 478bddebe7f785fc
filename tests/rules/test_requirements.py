"""META-01: no requirement that is due goes without a test."""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / "scripts" / "requirements_coverage.py"
spec = importlib.util.spec_from_file_location("requirements_coverage", PLACE)
coverage = importlib.util.module_from_spec(spec)
spec.loader.exec_module(coverage)


def small_project(folder, tests, due):
    (folder / "docs" / "requirements").mkdir(parents=True)
    (folder / "tests" / "deep").mkdir(parents=True)
    (folder / "docs/requirements/ids.txt").write_text("SEC-02\nS3\nS37\nIPT13_04\n")
    (folder / "docs/requirements/due.txt").write_text("".join(f"{id_}\n" for id_ in due))
    body = "".join(f"def {name}():\n    pass\n" for name in tests)
    (folder / "tests/deep/test_them.py").write_text(body)
    return folder


def test_META_01_each_id_is_counted_by_the_names_of_tests(tmp_path, capsys):
    names = ["test_SEC_02_a", "test_SEC_02_b", "test_S37_goals", "test_both_S37_IPT13_04", "SEC_02"]
    assert coverage.main(small_project(tmp_path, names, ["SEC-02"])) == 0
    assert capsys.readouterr().out == "SEC-02 2\nS3 0\nS37 2\nIPT13_04 1\n"


def test_META_01_a_due_id_without_a_test_fails_and_is_named(tmp_path, capsys):
    assert coverage.main(small_project(tmp_path, ["test_S37_goals"], ["S3", "S37"])) == 1
    assert capsys.readouterr().err == "Due, but without a test: S3\n"


def test_META_01_every_id_that_is_due_has_a_test(capsys):
    assert coverage.main() == 0, capsys.readouterr().err


def test_META_01_the_list_of_ids_is_whole():
    every = coverage.read(ROOT / "docs/requirements/ids.txt")
    sizes = {"SEC": 36, "PRIV": 15, "REL": 20, "A11Y": 9, "FHIR": 5, "META": 1}
    for family, size in sizes.items():
        numbers = [int(i.split("-")[1]) for i in every if i.startswith(f"{family}-")]
        assert numbers == list(range(1, size + 1)), family
    assert [i for i in every if i.startswith("S") and "-" not in i] == [
        f"S{n}" for n in range(1, 90)
    ]
    assert [i for i in every if i.startswith("IPT13_")] == [f"IPT13_{n:02}" for n in range(1, 21)]
    assert set(coverage.read(ROOT / "docs/requirements/due.txt")) <= set(every)
