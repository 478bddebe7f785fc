"""A spreadsheet program runs cells that begin with = + - @. Kith writes none; it reads one."""

import ast
from pathlib import Path

from django.urls import reverse

from kith.care.actions import open_course
from tests.support import cast, story

SPREADSHEETS = ("text/csv", "application/vnd", "application/x-excel", "text/tab-separated-values")


def test_SEC_19_nothing_writes_a_spreadsheet_without_neutralising_its_cells():
    writing = {
        str(file)
        for file in Path("kith").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and any(name.name.split(".")[0] in ("csv", "openpyxl", "xlsxwriter") for name in node.names)
    }
    assert writing == {"kith/intake/sheet.py"}  # a list of referrals comes in; none goes out
    assert "writer" not in Path("kith/intake/sheet.py").read_text(encoding="utf-8")


def test_SEC_19_the_empty_table_holds_headings_and_nothing_else(as_user, coordinator):
    answer = as_user(coordinator).get(reverse("intake:file_template"))
    assert answer.content.decode().isascii() and answer.content.count(b"\r\n") == 1
    assert not set(answer.content.decode()) & set("=+-@\t")


def test_SEC_19_a_list_of_hostile_names_is_a_page_and_no_spreadsheet(as_user, ines, practice):
    client = cast.make_client(practice, "=cmd|'/c calc'!A1", ines)
    story.begin(open_course(client=client, therapist=ines, by=ines), ines)
    for name in ("desk:caseload", "desk:today", "schedule:calendar"):
        answer = as_user(ines).get(reverse(name))
        assert not answer.headers["Content-Type"].startswith(SPREADSHEETS)
        assert "attachment" not in answer.headers.get("Content-Disposition", "")
