"""Files as people have them: other commas, odd endings, broken rows. One sentence, or a table."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ipt.cli.table import Refused, read, told, write
from tests.book.typing_in import ipt, lines

__all__ = ["ipt"]
GAD = ("score", "gad-2")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "answers.csv"

    def put(content):
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return put


@pytest.mark.parametrize("content", [
    "id,i1,i2\nA,2,1\n", "id,i1,i2\r\nA,2,1\r\n", "\ufeffid,i1,i2\nA,2,1\n", "id,i1,i2\nA,2,1",
    ' id , i1 ,"i2"\nA,2,1\n', "id,i1,i2\n\nA,2,1\n\n\n", "id,i1,i2\rA,2,1\r",
])  # fmt: skip
def test_a_table_is_read_however_it_was_saved(ipt, file, content):
    assert ipt(*GAD, file(content)) == (
        0, "id,i1,i2,total,prorated,answered,risk\nA,2,1,3,false,2,\n", "",
    )  # fmt: skip


@pytest.mark.parametrize("between", [";", "\t"])
def test_semicolons_and_tabs_stay_what_they_are(ipt, file, between):
    content = lines("id,i1,i2", "A,2,1").replace(",", between)
    status, out, err = ipt(*GAD, file(content))
    assert (status, err) == (0, "")
    assert out.replace(between, ",") == lines(
        "id,i1,i2,total,prorated,answered,risk", "A,2,1,3,false,2,"
    )


def test_where_two_delimiters_would_do_it_says_which_it_took(ipt, file):
    status, out, err = ipt(*GAD, file("id;i1;i2;a, b\nA;2;1;x\n"))
    assert status == 0 and out.startswith("id;i1;i2;a, b;total;")
    assert err == "note: the first row was read with a semicolon between its 4 cells\n"
    status, out, err = ipt(*GAD, file("i1,i2,a;b,c\td\n1,2,3,4\n"))
    assert err == "note: the first row was read with a comma between its 4 cells\n"


def test_other_columns_pass_through_letter_by_letter(ipt, file):
    content = 'note,i1,i2,,\n"said ""no"", twice",2,1, 007 ,1e3\n"two\nlines",0,0,,\n'
    status, out, _ = ipt(*GAD, file(content))
    assert status == 0
    assert out == (
        "note,i1,i2,,,total,prorated,answered,risk\n"
        '"said ""no"", twice",2,1, 007 ,1e3,3,false,2,\n'
        '"two\nlines",0,0,,,0,false,2,\n'
    )


def test_a_column_of_one_may_have_blank_rows(ipt):
    status, out, _ = ipt("score", "kith-goal", "-", typed="i1\n7\n\n3\n")
    assert status == 0
    assert out == lines("i1,progress,prorated,answered,risk", "7,7,false,1,", ",,false,0,",
                        "3,3,false,1,")  # fmt: skip


def test_names_alone_are_a_table_without_people(ipt):
    assert ipt(*GAD, "-", typed="i1,i2\n") == (0, "i1,i2,total,prorated,answered,risk\n", "")


@pytest.mark.parametrize("content, said", [
    ("", ": is empty; the first row must name the columns"),
    (" \n\n", ": is empty; the first row must name the columns"),
    ("\ni1,i2\n", ", row 1: the first row must name the columns"),
    (",,\n1,2,3\n", ", row 1: the first row must name the columns"),
    ("i1,i2,i1\n1,2,3\n", ", row 1, column i1: is there twice"),
    ("i1,i2\n1,2\n1\n", ", row 3: has 1 cells and there are 2 columns"),
    ("i1,i2\n1,2,3\n", ", row 2: has 3 cells and there are 2 columns"),
    ('i1,i2\n1,2\n"1,2\n', ", row 3: cannot be read as CSV (unexpected end of data)"),
    ('i1,i2\n"1"x,2\n', ", row 2: cannot be read as CSV (',' expected after '\"')"),
    ('"i1,i2\n', ", row 1: cannot be read as CSV (unexpected end of data)"),
    (b"i1,i2\n1,2\n\xe9,2\n", ", row 3: is not UTF-8 text; save it as CSV UTF-8"),
    ("i1,i2\n1,2\n".encode("utf-16"), ", row 1: is not UTF-8 text; save it as CSV UTF-8"),
    (b"i1,i2\n1,2\n\0", ", row 3: is not text; save it as CSV UTF-8"),
    ("i1,i2\n1,2\n".encode("utf-16-le"), ", row 1: is not text; save it as CSV UTF-8"),
])  # fmt: skip
def test_a_file_that_is_no_table_gets_one_sentence(ipt, file, content, said):
    path = file(content)
    assert ipt(*GAD, path) == (2, "", f"ipt score: {path}{said}\n")


def test_a_file_that_is_not_there_gets_one_sentence(ipt, tmp_path):
    for path, why in (
        (tmp_path / "none.csv", "No such file or directory"),
        (tmp_path, "Is a directory"),
    ):
        told_ = f"ipt score: {path}: cannot be read ({why})\n"
        assert ipt(*GAD, path) == (2, "", told_)


def test_a_table_can_be_written_to_a_file_and_over_itself(ipt, file, tmp_path):
    path = file("id,i1,i2\nÄ,2,1\n")
    done = "id,i1,i2,total,prorated,answered,risk\nÄ,2,1,3,false,2,\n"
    assert ipt(*GAD, path, "-o", tmp_path / "new.csv") == (0, "", "")
    assert (tmp_path / "new.csv").read_bytes() == done.encode()
    assert ipt(*GAD, path, "--output", path) == (0, "", "")
    assert path.read_text() == done
    assert sorted(os.listdir(tmp_path)) == ["answers.csv", "new.csv"]


def test_a_link_to_a_file_stays_a_link(ipt, file, tmp_path):
    path = file("i1,i2\n2,1\n")
    (tmp_path / "link.csv").symlink_to(path)
    assert ipt(*GAD, path, "-o", tmp_path / "link.csv")[0] == 0
    assert (tmp_path / "link.csv").is_symlink() and "total" in path.read_text()


def test_when_it_is_refused_the_file_stays_as_it_was(ipt, file, tmp_path):
    path, out = file("i1,i2\n2,1\n2,9\n"), tmp_path / "out.csv"
    out.write_text("before")
    assert ipt(*GAD, path, "-o", out)[0] == 2
    assert out.read_text() == "before"
    assert sorted(os.listdir(tmp_path)) == ["answers.csv", "out.csv"]


def test_when_writing_breaks_off_nothing_half_written_stays(tmp_path):
    def rows():
        yield ["a"]
        raise Refused("broke off")

    out = tmp_path / "out.csv"
    out.write_text("before")
    with pytest.raises(Refused):
        write(str(out), rows())
    assert out.read_text() == "before" and os.listdir(tmp_path) == ["out.csv"]


def test_a_place_that_cannot_be_written_gets_one_sentence(ipt, tmp_path):
    nowhere = tmp_path / "none" / "out.csv"
    for path, why in ((nowhere, "No such file or directory"), (tmp_path, "not an ordinary file")):
        assert ipt(*GAD, "-", "-o", path, typed="i1,i2\n") == (
            2, "", f"ipt score: {path}: cannot be written ({why})\n",
        )  # fmt: skip
    status, _, err = ipt(*GAD, "-", "-o", os.devnull, typed="i1,i2\n")
    assert status == 2 and "not an ordinary file" in err


def test_a_file_that_is_replaced_keeps_its_rights(ipt, file, tmp_path):
    path, out = file("i1,i2\n2,1\n"), tmp_path / "out.csv"
    for rights in (0o600, 0o640):
        out.write_text("before")
        out.chmod(rights)
        assert ipt(*GAD, path, "-o", out)[0] == 0
        assert out.stat().st_mode & 0o777 == rights and out.read_text() != "before"


def test_a_file_that_may_only_be_read_is_not_replaced(ipt, tmp_path, monkeypatch):
    out = tmp_path / "out.csv"
    out.write_text("before")
    monkeypatch.setattr(os, "access", lambda place, way: way != os.W_OK)
    assert ipt(*GAD, "-", "-o", out, typed="i1,i2\n") == (
        2, "", f"ipt score: {out}: cannot be written (it may only be read)\n",
    )  # fmt: skip
    assert out.read_text() == "before"


def test_where_rights_cannot_be_set_the_file_is_written_all_the_same(ipt, tmp_path, monkeypatch):
    def cannot(*_):
        raise PermissionError

    out = tmp_path / "out.csv"
    out.write_text("before")
    monkeypatch.setattr("shutil.copymode", cannot)
    assert ipt(*GAD, "-", "-o", out, typed="i1,i2\n")[0] == 0
    assert out.read_text() == "i1,i2,total,prorated,answered,risk\n"


@pytest.mark.parametrize("path", ["/dev/stdout", "/dev/stderr", "/dev/fd/1", "/proc/self/fd/1"])
def test_what_the_shell_holds_open_is_not_replaced(ipt, path):
    assert ipt(*GAD, "-", "-o", path, typed="i1,i2\n") == (
        2, "", f"ipt score: {path}: cannot be written (not an ordinary file)\n",
    )  # fmt: skip


@pytest.mark.parametrize("shell, said", [
    ("< in.csv > /dev/full", "standard output cannot be written (No space left on device)"),
    ("< in.csv >&-", "standard output cannot be written (it is closed)"),
    ("<&-", "standard input cannot be read (it is closed)"),
])  # fmt: skip
def test_where_the_shell_gives_no_room_it_says_one_sentence(tmp_path, shell, said):
    (tmp_path / "in.csv").write_text("i1,i2\n2,1\n")
    command = f"{sys.executable} -m ipt score gad-2 - {shell}"
    found = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True,
                           env={**os.environ, "PYTHONPATH": str(ROOT)})  # fmt: skip
    assert (found.returncode, found.stdout, found.stderr) == (2, "", f"ipt score: {said}\n")


def test_closed_and_full_places_are_refused(monkeypatch):
    class Full(io.StringIO):
        def write(self, text):
            raise OSError(28, "No space left on device")

        def fileno(self):
            return spare

    spare = os.open(os.devnull, os.O_WRONLY)
    for out, said in ((Full(), "No space left on device"), (None, "it is closed")):
        monkeypatch.setattr("sys.stdout", out)
        with pytest.raises(Refused, match=said):
            write("-", [["a"]])
    os.close(spare)
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(Refused, match="it is closed"):
        read("-")


def test_a_reader_who_has_gone_is_left_to_the_command_line(monkeypatch):
    class Gone(io.StringIO):
        def write(self, text):
            raise BrokenPipeError

    monkeypatch.setattr("sys.stdout", Gone())
    with pytest.raises(BrokenPipeError):
        write("-", [["a"]])


def test_output_without_an_encoding_of_its_own_is_written_too(monkeypatch, tmp_path):
    class Plain:
        said = ""

        def write(self, text):
            self.said += text

        def flush(self):
            self.said += "|"

    plain = Plain()
    monkeypatch.setattr("sys.stdout", plain)
    write("-", [["a", None], [True, 1.0]], ";")
    assert plain.said == "a;\ntrue;1\n|"


@pytest.mark.parametrize("value, cell", [
    (None, ""), (float("nan"), ""), (True, "true"), (False, "false"), (3, "3"), (3.0, "3"),
    (-0.0, "0"), (0.1 + 0.2, "0.3"), (1 / 3, "0.3333333333"), (12345678.5, "12345678.5"),
    ("x", "x"), ("", ""),
])  # fmt: skip
def test_values_become_cells(value, cell):
    assert told(value) == cell


@pytest.mark.parametrize("cell, value", [
    ("", None), ("3", 3.0), ("-1.5", -1.5), (".5", 0.5), ("2.", 2.0), ("1e2", 100.0), ("+4", 4.0),
])  # fmt: skip
def test_cells_become_numbers(file, cell, value):
    table = read(str(file("a,b\n1,2\n")))
    assert table.number(cell, 2, "a") == value


@pytest.mark.parametrize(
    "cell", ["1_0", "٣", "1e308", "1e16", "nan", "inf", "-inf", "1e", ".", "1 000", "0x1"]
)
def test_what_is_no_number_is_refused(file, cell):
    table = read(str(file("a,b\n1,2\n")))
    with pytest.raises(Refused, match="is not a number"):
        table.number(cell, 2, "a")


@pytest.mark.parametrize("cell", ["1,5", "-1,5", ",5"])
def test_a_comma_in_a_number_is_named(file, cell):
    table = read(str(file("a;b\n1;2\n")))
    with pytest.raises(Refused, match="write numbers with a point, not a comma"):
        table.number(cell, 2, "a")


@pytest.mark.parametrize("cell", ["0", "3"])
def test_the_ends_of_a_range_belong_to_it(file, cell):
    table = read(str(file("a,b\n1,2\n")))
    assert table.number(cell, 2, "a", (0, 3)) == float(cell)
    for outside in ("-0.1", "3.1"):
        with pytest.raises(Refused, match="lies outside 0 to 3"):
            table.needed(outside, 2, "a", (0, 3))


@pytest.mark.parametrize("word, value", [
    ("true", True), ("TRUE", True), ("Yes", True), ("1", True),
    ("false", False), ("False", False), ("no", False), ("0", False),
])  # fmt: skip
def test_words_for_true_and_false(file, word, value):
    assert read(str(file("a\n"))).truth(word, 2, "a") is value


def test_a_hundred_thousand_characters_in_a_cell_are_refused_and_not_a_crash(ipt, file):
    path = file("i1,i2,x\n1,1," + "y" * 200_000 + "\n")
    status, out, err = ipt(*GAD, path)
    assert (status, out) == (2, "")
    assert err == (
        f"ipt score: {path}, row 2: cannot be read as CSV "
        "(field larger than field limit (131072))\n"
    )
