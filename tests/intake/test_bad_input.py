"""Bad input gives a clear error and loses nothing. One table: what came in, how it ends, what is said, what is kept.

In every case the ledger adds up, the original is kept byte for byte, and the facts hold the published rows alone.
"""

# ruff: noqa: E501  the table is read across
from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from intake.taking_in import HEADER, answers, facts, kept, ledger, reasons, row, school, take

GOOD = answers(row("g1"), row("g2"))
PUBLISHED, HELD = "published", "held"
# The same header with every optional column of the layout.
WHOLE = f"{HEADER},event_id,activity_id,standard,score,max_score,attempt"


@dataclass(frozen=True)
class Case:
    """One bad file: its bytes, the state it ends in, words of the message, where its rows went and why."""

    what: str
    content: bytes
    state: str
    says: str
    rows: Mapping[str, int]
    why: Mapping[str, int] = field(default_factory=dict)
    lines: tuple[int, ...] = ()


def text(*rows: str, header: str = HEADER, end: str = "\n") -> bytes:
    return answers(*rows, header=header, end=end).encode()


def one_bad(**cells: str) -> bytes:
    """Two rows; the second holds these cells."""
    return text(row("i1"), row("i2", **cells))


def bad_cell(what: str, code: str, **cells: str) -> Case:
    return Case(what, one_bad(**cells), PUBLISHED, "", {"published": 1, "quarantined": 1}, {code: 1}, (3,))


def bad_field(what: str, code: str, **cells: str) -> Case:
    """A value that nothing hangs on: the field is set aside, the row published."""
    return Case(what, one_bad(**cells), PUBLISHED, "", {"published": 2}, {code: 1}, (3,))


def malformed(what: str, *rows: str, end: str = "\n") -> Case:
    """The second of the rows can't be split into cells."""
    content = text(*rows, end=end)
    return Case(what, content, PUBLISHED, "", {"published": len(rows) - 1, "quarantined": 1}, {"malformed": 1}, (3,))


def fine(what: str, content: bytes, says: str = "", rows: int = 2) -> Case:
    return Case(what, content, PUBLISHED, says, {"published": rows} if rows else {})


def held(what: str, content: bytes, says: str, rows: int = 0) -> Case:
    return Case(what, content, HELD, says, {"held": rows} if rows else {})


ZOE = {"student_id": "1002", "first_name": "Zoë", "last_name": "Núñez"}
THAO = {"student_id": "0417", "first_name": "Thảo", "last_name": "Nguyễn"}
TWO, VIET = answers(row("i1"), row("i2")), answers(row("i1"), row("i2", **THAO))
BINARY = bytes(range(256)) * 8

CASES = (
    # Files that hold nothing, or something else
    held("an empty file", b"", "the file is empty. Ask the program to export it again"),
    held("blank lines alone", b"\n\r\n\n", "the file is empty"),
    fine("a header alone", text(), "holds its header and no rows", rows=0),
    fine("a header without a line end", HEADER.encode(), "holds its header and no rows", rows=0),
    held("another vendor's file", b"a,b,c\n1,2,3\n4,5,6\n", "fits no declared report.*Nothing was loaded", 2),
    held("no names in the header", b",,,\n1,2,3,4\n", "first line names no columns"),
    held("an endless header", text(row() + ",x", header=f"{HEADER},{'y' * 300_000}"), "names no columns"),
    held("a picture", b"\x89PNG\r\n\x1a\n" + BINARY, "this is a picture, not a CSV file"),
    held("a photo", b"\xff\xd8\xff\xe0" + BINARY, "this is a picture"),
    held("an Excel workbook", b"PK\x03\x04 and so on", "Excel workbook.*Save As, CSV UTF-8"),
    held("an old Excel workbook", b"\xd0\xcf\x11\xe0" + BINARY, "old Excel workbook"),
    held("a PDF", b"%PDF-1.7\n", "this is a PDF"),
    held("a packed file", b"\x1f\x8b\x08\x00", "packed file.*Unpack it"),
    held("a sign-in page", b"\n<!DOCTYPE html><html>Please, sign in</html>", "a web page.*Sign in to the program"),
    held("bytes of no kind", BINARY, "not a text file"),
    # The header
    held("a column renamed", text(row(), header=HEADER.replace("item_id", "item")), "lacks “item_id” and has “item”", 1),
    held("a column missing", text("garden,1001,i1,true", header="program,student_id,item_id,correct"), "lacks “answered_", 1),
    fine("columns in another order", b"Answered_On,correct,ITEM_ID,student id,program\n2026-10-05,true,i1,1001,garden\n", rows=1),
    fine("columns not known", text(row() + ",,,,,,,x,y", header=f"{WHOLE},Mood,Weather"), "not known, left in the original: “Mood”, “Weather”", 1),
    held("a column not known beside an optional one that lacks", text(row() + ",x", header=f"{HEADER},Mood"), "and has “mood”, which that report does not", 1),
    fine("a name given twice", text(row() + ",zz", header=f"{HEADER},item_id"), "named twice, the first one is read: “item_id”", 1),
    fine("three thousand columns", text(row() + "," * 6 + ",x" * 3000, header=WHOLE + "".join(f",y{i}" for i in range(3000))), "“y19” and 2980 more", 1),
    fine("semicolons", TWO.replace(",", ";").encode()),
    fine("tabs", TWO.replace(",", "\t").encode()),
    # Rows of another length
    malformed("a short row", row("i1"), "garden,1001,Ruiz", row("i2")),
    malformed("a long row", row("i1"), row("i2") + ",x,y", row("i3")),
    malformed("a line of blanks", row("i1"), "    ", row("i2")),
    fine("a comma at the end of each row", text(row("i1") + ",", row("i2") + ",")),
    fine("a comma at the end of each line", text(row("i1") + ",", row("i2") + ",", header=HEADER + ",")),
    fine("a comma at the end of the header", text(row("i1"), row("i2"), header=HEADER + ",")),
    fine("blank lines", f"\n{HEADER}\n\n{row('i1')}\n\r\n\n{row('i2')}\n\n".encode(), "blank lines are not counted"),
    Case("a row of nothing", text(row("i1"), "," * 9, row("i2")), PUBLISHED, "", {"published": 2, "quarantined": 1}, {"blank_id": 1}, (3,)),
    # Encodings
    fine("a byte order mark", b"\xef\xbb\xbf" + TWO.encode()),
    fine("two byte order marks", b"\xef\xbb\xbf" * 2 + TWO.encode(), "byte order marks inside"),
    fine("a byte order mark inside", text(row("i1"), "\ufeff" + row("i2")), "byte order marks inside the text were left out"),
    fine("UTF-16 LE with its mark", b"\xff\xfe" + VIET.encode("utf-16-le"), "read as utf-16"),
    fine("UTF-16 BE with its mark", b"\xfe\xff" + VIET.encode("utf-16-be"), "read as utf-16"),
    fine("UTF-16 LE without a mark", VIET.encode("utf-16-le"), "read as utf-16-le"),
    fine("UTF-16 BE without a mark", VIET.encode("utf-16-be"), "read as utf-16-be"),
    fine("UTF-32", VIET.encode("utf-32"), "read as utf-32"),
    held("UTF-16 cut off", b"\xff\xfe" + VIET.encode("utf-16-le") + b"\x41", "damaged or in an unknown encoding"),
    fine("Windows-1252", answers(row("i1"), row("i2", **ZOE)).encode("cp1252"), "read as cp1252"),
    held("no encoding at all", text(row("i1")) + b"N\xfa\x81ez", "damaged or in an unknown encoding"),
    Case("UTF-8 with a broken byte", VIET.encode() + row("i?3").encode().replace(b"?", b"\xff") + b"\n", PUBLISHED, "some bytes are no UTF-8", {"published": 2, "quarantined": 1}, {"malformed": 1}, (4,)),
    fine("zero bytes", one_bad(item_id="i\x002") + b"\0" * 99, "zero bytes were left out"),
    # Line ends and quotation marks
    fine("carriage returns alone", text(row("i1"), row("i2"), end="\r"), "ended in carriage returns alone"),
    fine("mixed line ends", f"{HEADER}\r{row('i1')}\n{row('i2')}\r\n".encode(), "line ends were mixed"),
    fine("returns doubled", text(row("i1"), row("i2"), end="\r\r\n"), "line ends were mixed"),
    fine("a return at the very end", text(row("i1")) + f"{row('i2')}\r".encode(), "line ends were mixed"),
    fine("a return in a quoted cell", text(row("i1"), row('"i\r2"'))),
    fine("a line feed in a quoted cell", text(row("i1"), row('"i\n\n2"'))),
    fine("pairs in a quoted cell", text(row("i1"), row('"i\r\n2"'), end="\r\n")),
    fine("a quotation mark in a bare cell", text(row("i1"), row('5" line'))),
    fine("quotation marks doubled", text(row("i1"), row('"5"" line"'))),
    fine("quotation marks after a backslash", text(row("i1"), row('"the \\"half\\" line"'))),
    malformed("a quotation mark closed too soon", row("i1"), row('"i"2'), row("i3")),
    Case("a quotation mark never closed", text(row("i1"), row('"i2'), row("i3"), row("i4")), PUBLISHED, "", {"published": 1, "quarantined": 1}, {"malformed": 1}, (3,)),
    Case("a quotation mark open at the end", text(row("i1"), row("i2"), row('"i3')), PUBLISHED, "", {"published": 2, "quarantined": 1}, {"malformed": 1}, (4,)),
    malformed("a cell of 10 MB", row("i1"), row("x" * 10_000_000), row("i3")),
    malformed("a quoted cell of a million lines", row("i1"), row('"' + "xxxxxxxxx\n" * 1_000_000 + '"'), row("i3")),
    # Cells
    bad_cell("a date in another format", "not_a_date", answered_on="10/05/2026"),
    bad_cell("a year of two digits", "not_a_date", answered_on="26-10-05"),
    bad_cell("a day that is none", "not_a_date", answered_on="2026-02-30"),
    bad_cell("a year far off", "not_a_date", answered_on="9999-12-31"),
    bad_field("time below zero", "out_of_range", seconds="-3"),
    bad_field("time of more than a day", "out_of_range", seconds="120000"),
    bad_field("a word for a number", "not_a_number", seconds="abc"),
    bad_field("a power out of range", "out_of_range", seconds="1e9"),
    bad_field("a comma in a number", "not_a_number", seconds='"12,5"'),
    bad_field("no number", "not_a_number", seconds="nan"),
    bad_field("a part of a second", "not_whole", seconds="12.5"),
    bad_cell("a word not known", "unknown_word", correct="maybe"),
    bad_cell("a blank that is needed", "missing_value", answered_on=""),
    bad_cell("nobody", "blank_id", student_id="", first_name="", last_name=""),
    bad_cell("a child not of this roster", "unmatched", student_id="9", first_name="Ida", last_name="Holm"),
    bad_cell("another name under this id", "identity_conflict", first_name="Ida", last_name="Holm"),
    bad_cell("a separator of records in the id", "unmatched", student_id="10\x1f01"),
    fine("a blank id, and a name known", one_bad(student_id="")),
    fine("a grade not known", one_bad(grade="Gold")),
    Case("the same row three times", text(row("i1"), row("i1"), row("i1")), PUBLISHED, "", {"published": 1, "duplicate": 2}, {"duplicate": 2}, (3,)),
)  # fmt: skip
HOSTILE = ("=cmd|' /C calc'!A0", "<script>alert(1)</script>", "'); drop table people_student;--", "$student", "%s{0}")


@pytest.mark.django_db
@pytest.mark.parametrize("case", CASES, ids=[case.what for case in CASES])
def test_bad_input(case: Case, tmp_path: Path) -> None:
    school()
    path = tmp_path / "bad.csv"
    path.write_bytes(case.content)
    [delivery] = take(path)
    assert (delivery.state, ledger(delivery), reasons(delivery)) == (case.state, dict(case.rows), dict(case.why))
    assert re.search(case.says, delivery.message)
    assert tuple(group.first_line for group in delivery.groups.all()) == case.lines
    assert kept(delivery) == case.content
    assert len(facts()) == case.rows.get("published", 0)


@pytest.mark.any_database
@pytest.mark.django_db
def test_all_of_them_at_once_keep_no_good_file_back(tmp_path: Path) -> None:
    """The table in one folder: each file has its delivery, and the good one in their midst is whole."""
    school()
    together = CASES if os.environ.get("HOMEROOM_FULL") else CASES[::6]
    for number, case in enumerate(together):
        (tmp_path / f"{number:03d}.csv").write_bytes(case.content)
    middle = f"{len(together) // 2:03d}_good.csv"
    (tmp_path / middle).write_text(GOOD, "utf-8")
    taken = {delivery.file: delivery for delivery in take(tmp_path)}
    assert [str(taken[f"{number:03d}.csv"].state) for number in range(len(together))] == [
        case.state for case in together
    ]
    good = taken[middle]
    assert (ledger(good), len(facts(delivery=good))) == ({"published": 2}, 2)
    assert sum(ledger(one).get("published", 0) for one in taken.values()) == len(facts())


@pytest.mark.django_db
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_only_text(hostile: str, tmp_path: Path) -> None:
    """Every column holds it in turn; where it becomes a fact, it is the same text."""
    school()
    columns = HEADER.split(",")
    quoted = '"' + hostile.replace('"', '""') + '"'
    path = tmp_path / "hostile.csv"
    path.write_text(answers(*(row("i1", **{column: quoted}) for column in columns)), "utf-8")
    [delivery] = take(path)
    assert sum(ledger(delivery).values()) == len(columns)
    assert [fact["content_item"] for fact in facts() if fact["content_item"] != "i1"] == [hostile]
    assert len(school([("n1", "New", "Child")])) == 1


@pytest.mark.django_db
def test_minutes_that_cannot_be(tmp_path: Path) -> None:
    """A report of minutes: below zero and more than a day has are set apart, what stands at the edge is not."""
    school()
    header = (Path(__file__).parents[2] / "src/homeroom/programs/iready/samples/lessons.csv").read_text("utf-8-sig")
    names = header.splitlines()[0].split(",")
    usual = {
        "Last Name": "Ruiz", "First Name": "Ana", "Student ID": "1001", "Student Grade": "3",
        "Academic Year": "2026-2027", "School": "Valley School", "Completion Date": "10/05/2026", "Score": "80",
        "Passed or Not Passed": "Passed", "Teacher-Assigned Lesson": "N",
    }  # fmt: skip
    minutes = ("-1", "2000", "0", "720")
    rows = [usual | {"Lesson ID": f"L{at}", "Total Time on Lesson (min)": value} for at, value in enumerate(minutes)]
    path = tmp_path / "lessons.csv"
    path.write_text("\n".join(",".join(line) for line in [names, *([r.get(n, "") for n in names] for r in rows)]))
    [delivery] = take(path)
    assert (ledger(delivery), reasons(delivery)) == ({"published": 4}, {"out_of_range": 2})
    told = sorted((fact["content_item"], fact["minutes_raw"], fact["minutes"]) for fact in facts("activities"))
    assert told == [("L0", None, None), ("L1", None, None), ("L2", 0, 0), ("L3", 720, 90)]
