"""Files of fixed width: known by what surrounds them, read by place, every line accounted for, or held."""

# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.facts import store
from homeroom.facts.engine import session
from homeroom.intake import quarantine
from homeroom.intake.fixed_width import as_csv, layout_of
from homeroom.intake.models import Delivery
from homeroom.intake.read import read_rows
from homeroom.intake.reasons import words_for
from homeroom.intake.receive import receive
from homeroom.intake.text import as_utf8
from homeroom.programs.declaration import DeclarationError, Program, load
from intake.taking_in import school

DECLARED = """
[program]
slug = "fixed"
name = "Fixed"

[[report]]
slug = "scores"
name = "Scores"
fact = "assessments"
grain = "one sitting"

[[report.layout]]
slug = "first"
width = "UNIT"
positions = [["Test", 1, 5], ["Child", 6, 9], ["Surname", 10, 17], ["Given", 18, 22], ["Day", 23, 30], ["Score", 33, 35]]
known_by = { marks = { "Test" = "PLOTS" } }
key = ["student", "assessment", "occurred_on"]
into = "result"
each = [{ column = "Score", cast = "whole", set = { result_kind = "score" } }]
identity = { ids = ["Child"], family_name = "Surname", given_name = "Given" }
as_of = { file = '(?P<y>\\d{4})-(?P<m>\\d\\d)-(?P<d>\\d\\d)' }

[report.layout.fields]
occurred_on = { column = "Day", cast = "date", format = "%Y%m%d", required = true }
assessment = "Test"
"""

NOBODY = words_for("unmatched")


def declared(folder: Path, unit: str = "characters", **changes: str) -> Program:
    folder.mkdir(exist_ok=True)
    text = DECLARED.replace("UNIT", unit)
    for before, after in changes.items():
        assert before in text
        text = text.replace(before, after)
    (folder / "program.toml").write_text(text, "utf-8")
    return load(folder)


def line(
    child: str = "1001", surname: str = "Ruiz", given: str = "Ana", score: str = "210", test: str = "PLOTS"
) -> str:
    return f"{test:5}{child:4}{surname:8}{given:5}20261005--{score:3}"


def by_bytes(child: str, surname: str, given: str, score: str) -> bytes:
    def cell(text: str, wide: int) -> bytes:
        return text.encode().ljust(wide)

    return b"PLOTS" + cell(child, 4) + cell(surname, 8) + cell(given, 5) + b"20261005--" + cell(score, 3)


def take(path: Path, program: Program) -> Delivery:
    [ended] = receive([path], programs=[program])
    return Delivery.objects.get(pk=ended.pk)


def written(tmp_path: Path, lines: Sequence[str], end: str = "\n") -> Path:
    path = tmp_path / "plots_2026-10-06.txt"
    path.write_text("".join(one + end for one in lines), "utf-8", newline="")
    return path


def results() -> list[tuple[str, int]]:
    rows = store.query("select result, row from assessments order by row", tables=["assessments"]).rows
    return [(result, row) for result, row in rows]


@pytest.mark.any_database
@pytest.mark.django_db
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_are_rows_and_keep_their_numbers(end: str, tmp_path: Path) -> None:
    school()
    lines = [line(), "too short", line("1002", "Núñez", "Zoë", "198"), line("9999", "Nobody", "Not"), line(score="abc")]
    delivery = take(written(tmp_path, lines, end), declared(tmp_path / "p"))
    assert (delivery.rows_in, delivery.published, delivery.quarantined) == (5, 2, 3)
    assert results() == [("210", 1), ("198", 3)]
    groups = {group.code: group.first_line for group in quarantine.groups()}
    assert groups == {"malformed": 2, "unmatched": 4, "not_a_number": 5}


@pytest.mark.any_database
@pytest.mark.django_db
def test_waiting_lines_are_handed_out_by_their_own_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = declared(tmp_path / "p")
    monkeypatch.setattr("homeroom.intake.working.declared", lambda: (program,))
    take(written(tmp_path, [line("1001"), "cut off", line("1001")]), program)
    waiting = {group.code: quarantine.rows(group) for group in quarantine.groups()}
    assert waiting["unmatched"] == (
        ["line", "why", "Test", "Child", "Surname", "Given", "Day", "Score"],
        [[number, NOBODY, "PLOTS", "1001", "Ruiz", "Ana", "20261005", "210"] for number in ("1", "3")],
    )
    assert waiting["malformed"][1] == [
        ["2", "The line is longer or shorter than the lines of this report.", '"cut off"']
    ]


@pytest.mark.any_database
@pytest.mark.django_db
def test_rows_are_published_when_their_children_arrive(tmp_path: Path) -> None:
    program = declared(tmp_path / "p")
    delivery = take(written(tmp_path, [line("1001"), line("1002", "Núñez", "Zoë")]), program)
    assert delivery.quarantined == 2
    school()
    list(quarantine.redrive(programs=[program]))
    assert [row for _, row in results()] == [1, 2]


@pytest.mark.any_database
@pytest.mark.django_db
def test_a_place_may_be_a_byte(tmp_path: Path) -> None:
    school()
    path = tmp_path / "plots.txt"
    path.write_bytes(
        b"".join(row + b"\n" for row in (by_bytes("1002", "Núñez", "Zoë", "198"), by_bytes("1001", "Ruiz", "Ana", "7")))
    )
    delivery = take(path, declared(tmp_path / "p", "bytes"))
    assert (delivery.published, delivery.quarantined) == (2, 0)
    assert results() == [("198", 1), ("7", 2)]


@pytest.mark.any_database
@pytest.mark.django_db
def test_a_place_of_an_older_encoding_is_a_byte_and_a_character(tmp_path: Path) -> None:
    school()
    path = tmp_path / "plots.txt"
    path.write_bytes((line("1002", "Núñez", "Zoë", "198") + "\n").encode("cp1252"))
    assert take(path, declared(tmp_path / "p", "bytes")).published == 1
    assert results() == [("198", 1)]


@pytest.mark.any_database
@pytest.mark.django_db
def test_places_that_can_not_be_counted_hold_the_file(tmp_path: Path) -> None:
    path = tmp_path / "plots.txt"
    lines = [line("1002", "Núñez", "Zoë").encode()] * 3 + [line(surname="R?iz").encode().replace(b"?", b"\xff")]
    path.write_bytes(b"".join(one + b"\n" for one in lines))
    delivery = take(path, declared(tmp_path / "p"))
    assert (delivery.state, delivery.published) == ("held", 0)
    assert "its places can't be counted" in delivery.message


@pytest.mark.any_database
@pytest.mark.django_db
def test_damaged_bytes_set_their_own_row_apart(tmp_path: Path) -> None:
    school()
    path = tmp_path / "plots.txt"
    rows = [by_bytes("1002", "Núñez", "Zoë", "198"), by_bytes("1001", "Ruiz", "Ana", "7")]
    path.write_bytes(rows[0] + b"\n" + rows[1].replace(b"Ana", b"\xffna") + b"\n" + rows[1] + b"\n")
    delivery = take(path, declared(tmp_path / "p", "bytes"))
    assert (delivery.rows_in, delivery.published, delivery.quarantined) == (3, 2, 1)
    assert results() == [("198", 1), ("7", 3)]


STRANGERS = {
    "another mark": [line(test="OTHER")] * 3,
    "one row with another mark": [line(), line(), line(test="OTHER")],
    "longer lines": [line() + " "] * 3,
    "mostly other lines": [line(), "a,b", "c,d"],
    "nothing": [""],
}


@pytest.mark.any_database
@pytest.mark.django_db
@pytest.mark.parametrize("what", STRANGERS)
def test_what_is_not_surely_the_report_is_held(what: str, tmp_path: Path) -> None:
    delivery = take(written(tmp_path, STRANGERS[what]), declared(tmp_path / "p"))
    assert (delivery.state, delivery.published) == ("held", 0)
    assert delivery.rows_in == delivery.held


def test_the_files_name_may_be_asked_for(tmp_path: Path) -> None:
    program = declared(tmp_path / "p", **{'marks = { "Test" = "PLOTS" }': 'file = "(?i)^plots"'})
    path = written(tmp_path, [line(test="OTHER")])
    assert layout_of(path, "utf-8", "Plots.txt", [program]) is program.reports[0].layouts[0]
    assert layout_of(path, "utf-8", "other.txt", [program]) is None


def test_a_file_that_fits_two_reports_is_neithers(tmp_path: Path) -> None:
    one, other = declared(tmp_path / "p"), declared(tmp_path / "q", **{'slug = "fixed"': 'slug = "other"'})
    path = written(tmp_path, [line()])
    assert layout_of(path, "utf-8", "plots.txt", [one]) is one.reports[0].layouts[0]
    assert layout_of(path, "utf-8", "plots.txt", [one, other]) is None


@pytest.mark.any_database
@pytest.mark.django_db
@pytest.mark.parametrize("unit", ["characters", "bytes"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_whose_last_blanks_an_editor_cut_off_are_whole(end: str, unit: str, tmp_path: Path) -> None:
    school()
    lines = [line(score="7"), line("1002", "Nunez", "Zoë" if unit == "characters" else "Zoe", "8"), line(score="")]
    path = written(tmp_path, [one.rstrip() for one in lines] + ["PLOTS 1", line("0417", "Nguyễn", "x", "")[:31]], end)
    delivery = take(
        path, declared(tmp_path / "p", unit, **{'["Score", 33, 35]]': '["Score", 33, 35]]\nline_length = 60'})
    )
    assert results() == [("7", 1), ("8", 2)]
    assert (delivery.rows_in, delivery.published) == (5, 2)
    assert "malformed" not in {group.code for group in delivery.groups.all()}


@pytest.mark.any_database
@pytest.mark.django_db
def test_a_last_line_without_an_end_broke_off(tmp_path: Path) -> None:
    school()
    path = written(tmp_path, [line(), line("1002", "Núñez", "Zoë", "7").rstrip(), line()])
    path.write_bytes(path.read_bytes()[:-3])
    delivery = take(path, declared(tmp_path / "p"))
    assert results() == [("210", 1), ("7", 2)]
    assert {group.code: group.first_line for group in delivery.groups.all()} == {"malformed": 3}


@pytest.mark.any_database
@pytest.mark.django_db
def test_where_lines_end_with_blanks_a_short_one_is_damaged(tmp_path: Path) -> None:
    school()
    delivery = take(
        written(tmp_path, [line(score="7"), line("1002", "Núñez", "Zoë"), line()[:-2]]), declared(tmp_path / "p")
    )
    assert results() == [("7", 1), ("210", 2)]
    assert {group.code: group.first_line for group in delivery.groups.all()} == {"malformed": 3}


CELL = st.text(st.sampled_from("abc ,\"\\ñ'é;\t|"), max_size=8)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.one_of(st.tuples(CELL, CELL), CELL), min_size=1, max_size=6), st.sampled_from(["characters", "bytes"])
)
def test_whatever_stands_in_a_cell_every_line_is_a_row(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[str, str] | str], unit: str
) -> None:
    folder = tmp_path_factory.mktemp("cells")
    layout = declared(folder / "p", unit).reports[0].layouts[0]
    lines, wanted = [], []
    for one in made:
        if isinstance(one, str):
            lines.append("short " + one)
            continue
        given, surname = one[0][:5], one[1]
        if unit == "bytes":
            given, surname = given.replace("ñ", "n").replace("é", "e"), surname.replace("ñ", "n").replace("é", "e")
        lines.append(line("1001", surname, given))
        wanted.append((len(lines), ["PLOTS", "1001", surname.strip(" "), given.strip(" "), "20261005", "210"]))
    path = written(folder, lines)
    with session() as place:
        made_path, header = as_csv(place, as_utf8(path, folder, path.name), layout, path.name, folder)
        rows = list(read_rows(place, made_path, header, range(1, len(lines) + 1)))
    assert [number for number, _ in rows] == list(range(1, len(lines) + 1))
    assert [(number, cells) for number, cells in rows if len(cells) > 1] == wanted


WRONG = {
    'width = "characters"': ('width = "ells"', "width must be one of characters, bytes"),
    '["Test", 1, 5]': ('["Test", 0, 5]', "position Test: 0 to 5 is no place in a line; the first is 1"),
    '["Child", 6, 9]': ('["Child", 5, 9]', "positions Test and Child overlap"),
    '["Score", 33, 35]]': (
        '["Score", 33, 35]]\nline_length = 34',
        "position Score ends at 35, after the line's end at 34",
    ),
    '["Given", 18, 22]': ('["Given", 18]', 'positions must be a file\'s name, or a list of ["name", start, end]'),
    'known_by = { marks = { "Test" = "PLOTS" } }': ("", "known_by needs marks or file"),
    'marks = { "Test" =': ('marks = { "Quiz" =', "known_by: column 'Quiz' is not among its columns"),
    "known_by = { marks": ('known_by = { file = "(", marks', "known_by: file is no regular expression"),
    'key = ["student"': ('columns = ["Test"]\nkey = ["student"', "columns and positions: say the columns in one way"),
}


@pytest.mark.parametrize("before", WRONG)
def test_a_mistake_in_the_places_is_told(before: str, tmp_path: Path) -> None:
    after, message = WRONG[before]
    with pytest.raises(DeclarationError) as told:
        declared(tmp_path / "p", **{before: after})
    assert f"report scores, layout first: {message}" in str(told.value)


def test_places_may_stand_in_a_file_beside_the_declaration(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    folder.mkdir()
    places = [
        ["Test", 1, 5],
        ["Child", 6, 9],
        ["Surname", 10, 17],
        ["Given", 18, 22],
        ["Day", 23, 30],
        ["Score", 33, 35],
    ]
    rows = "".join(f"{name},{start},{end}\n" for name, start, end in places)
    (folder / "places.csv").write_text("name,start,end\n" + rows, "utf-8")
    inline = next(one for one in DECLARED.splitlines() if one.startswith("positions"))
    changed = declared(folder, **{inline: 'positions = "places.csv"'})
    assert changed.reports[0].layouts[0].fixed == declared(folder).reports[0].layouts[0].fixed
    for text, message in (
        ("name,start\nx,1\n", "its columns must be name, start, end"),
        ("name,start,end\nx,1,y\n", "line 2"),
    ):
        (folder / "places.csv").write_text(text, "utf-8")
        with pytest.raises(DeclarationError, match=message):
            declared(folder, **{inline: 'positions = "places.csv"'})
    with pytest.raises(DeclarationError, match="there is no such file"):
        declared(folder, **{inline: 'positions = "other.csv"'})
    with pytest.raises(DeclarationError, match="outside the program's folder"):
        declared(folder, **{inline: 'positions = "../other.csv"'})
