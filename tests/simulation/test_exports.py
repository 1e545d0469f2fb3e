"""The exports: declared headers, values as declared but for the noted rows, school days only, no truth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from homeroom.programs.declaration import Field, Layout
from homeroom.simulation.errors import SimulationError
from homeroom.simulation.sheet import Sheet, Style, layout_of

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
LAYOUTS = {
    "iready_lessons": ("iready", "lessons", "by_lesson"),
    "iready_diagnostic": ("iready", "diagnostic", "math_2025"),
    "participation": ("clever", "daily_participation", "students"),
    "SR_v1": ("star", "scores", "enterprise"),
    "SR_Dashboard": ("star", "standards", "v2"),
    "dibels8": ("dibels8", "benchmark", "mclass"),
    "number_trail": ("item_responses", "responses", "by_moment"),
    "fraction_forge": ("item_responses", "responses", "by_moment"),
}
KINDS = list(LAYOUTS)


def layout(kind: str) -> Layout:
    return layout_of(*LAYOUTS[kind])


def noted(told) -> set[tuple[str, int]]:
    return {(row["file"], int(row["row"])) for row in told.rows("truth/noise.csv")}


def good_rows(told, kind: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Rows of one kind of export that no fault was put into, with their place."""
    faulty = noted(told)
    for name in told.names(kind):
        for number, row in enumerate(told.rows(name), 1):
            if (name.removeprefix("exports/"), number) not in faulty:
                yield f"{name} row {number}", row


def day_of(field: Field, text: str) -> date:
    if field.cast == "instant":
        return datetime.fromisoformat(text).astimezone(LOS_ANGELES).date()
    return date.fromisoformat(text) if field.format == "iso" else datetime.strptime(text, field.format).date()


def fits(field: Field, text: str) -> bool:
    """Whether a value is one that the declaration lets in."""
    if not text:
        return not field.required
    if field.words:
        return text in field.words
    if field.cast in ("whole", "number"):
        number = float(text)
        low = field.low if field.low is not None else number
        high = field.high if field.high is not None else number
        return low <= number <= high and (field.cast == "number" or number.is_integer())
    if field.cast in ("date", "instant"):
        return bool(day_of(field, text))
    return True


@pytest.mark.parametrize("kind", KINDS)
def test_headers_are_the_declared_ones(usual, kind: str) -> None:
    declared = layout(kind)
    for name in usual.names(kind):
        header = usual.header(name)
        assert header == [column for column in declared.columns if column in header]
        assert set(declared.columns) - set(header) <= declared.optional


@pytest.mark.parametrize("kind", KINDS)
def test_values_are_as_declared_but_for_the_noted_rows(quick, kind: str) -> None:
    declared = layout(kind)
    for place, row in good_rows(quick, kind):
        for field in (*declared.fields.values(), *(each.field for each in declared.each)):
            if field.column and field.column in row:
                assert fits(field, row[field.column]), f"{place}: {field.column} = {row[field.column]!r}"


@pytest.mark.parametrize("kind", KINDS)
def test_every_day_is_a_school_day_on_which_the_child_was_enrolled(quick, kind: str) -> None:
    field = next(field for name, field in layout(kind).fields.items() if name in ("occurred_on", "occurred_at"))
    open_days = {r["date"] for r in quick.rows("schedule/school_days.csv") if r["open"] == "true"}
    stays = enrolled(quick)
    keys = {row["program_key"]: row["student"] for row in quick.rows("truth/identity.csv")}
    for place, row in good_rows(quick, kind):
        day = day_of(field, row[field.column]).isoformat()
        assert day in open_days, place
        student = keys[key_of(kind, row)]
        assert any(begins <= day <= ends for begins, ends in stays[student]), place


def enrolled(told) -> dict[str, list[tuple[str, str]]]:
    stays: dict[str, list[tuple[str, str]]] = {}
    for row in told.rows("roster/enrollments.csv"):
        stays.setdefault(row["userSourcedId"], []).append((row["beginDate"], row["endDate"]))
    return stays


def key_of(kind: str, row: dict[str, str]) -> str:
    column = {
        "iready_lessons": "Student ID",
        "iready_diagnostic": "Student ID",
        "participation": "clever_user_id",
        "SR_v1": "StudentRenaissanceID",
        "SR_Dashboard": "StudentRenaissanceID",
        "dibels8": "Student Primary ID",
    }.get(kind, "student_id")
    return row[column]


def test_the_six_programs_know_children_under_different_keys(usual) -> None:
    keys: dict[str, set[str]] = {}
    for row in usual.rows("truth/identity.csv"):
        keys.setdefault(row["program"], set()).add(row["program_key"])
    assert set(keys) == {"iready", "clever", "star", "dibels8", "number_trail", "fraction_forge"}
    every = [key for program in keys.values() for key in program]
    assert len(set(every)) == len(every) == 6 * (480 + 12)


def test_truth_stands_apart(usual) -> None:
    hidden = {"mastery", "truth", "stuck", "ability", "oddity"}
    for name in usual.written.rows:
        if not name.startswith("truth/"):
            assert not hidden & {column.casefold() for column in usual.header(name)}, name


def test_nothing_is_said_of_what_is_never_asked(quick) -> None:
    """Columns for birth dates, gender, race and the like are in the vendors' headers. They stay blank."""
    for kind in KINDS:
        for name in quick.names(kind):
            for row in quick.rows(name):
                assert not any(row[column] for column in layout(kind).not_taken), name


def test_each_vendor_writes_in_its_own_way(usual) -> None:
    def start(part: str) -> bytes:
        return (usual.written.folder / usual.names(part)[0]).read_bytes()

    assert start("SR_v1").startswith(b'\xef\xbb\xbf"RenaissanceClientID"')
    assert start("fraction_forge").startswith(b"\xef\xbb\xbfprogram,")
    assert b"\r\n" in start("iready_lessons") and b"\r\n" in start("dibels8")
    assert b"\r" not in start("number_trail") and b"\r" not in start("participation")
    with pytest.raises(UnicodeDecodeError):
        start("dibels8").decode()


def test_moments_are_written_in_two_ways_and_lie_in_the_lab_block(usual) -> None:
    for kind, pattern in (("number_trail", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"), ("fraction_forge", r".*T.*-07:00")):
        for place, row in list(good_rows(usual, kind))[::50]:
            assert re.fullmatch(pattern, row["answered_at"]), place
            local = datetime.fromisoformat(row["answered_at"]).astimezone(LOS_ANGELES)
            assert 8 * 60 + 30 <= local.hour * 60 + local.minute <= 14 * 60, place


def test_the_clock_change_moves_the_offset(tmp_path) -> None:
    from homeroom.simulation.write import write

    written = write(tmp_path / "school", children=24, weeks=11)
    after = (written.folder / "exports/2026-11-13/fraction_forge_2026-11-13.csv").read_text("utf-8-sig")
    assert "-08:00" in after and "-07:00" not in after


def test_one_child_answers_one_item_once_in_a_moment(usual) -> None:
    for kind in ("number_trail", "fraction_forge"):
        seen = set()
        for place, row in good_rows(usual, kind):
            if "corrected" not in place:
                key = (row["student_id"], row["item_id"], row["answered_at"])
                assert key not in seen, place
                seen.add(key)


def test_attempts_are_counted(usual) -> None:
    tries: dict[tuple[str, str], list[int]] = {}
    for name in usual.names("fraction_forge"):
        for row in usual.rows(name)[: -8 or None]:
            if row["student_id"] and row["school"] == "Linden Hill Elementary":
                tries.setdefault((row["student_id"], row["item_id"]), []).append(int(row["attempt"]))
    for counted in tries.values():
        assert counted == sorted(set(counted))
    assert max(map(max, tries.values())) > 1


def test_volumes_are_those_of_a_demonstration(usual) -> None:
    answers = sum(usual.written.rows[name] for kind in ("number_trail", "fraction_forge") for name in usual.names(kind))
    assert 60_000 <= answers <= 120_000
    lessons = usual.written.rows[usual.names("iready_lessons")[-1]]
    assert 10_000 <= lessons <= 14_000


def test_each_weeks_lessons_repeat_the_year_to_date(usual) -> None:
    counts = [usual.written.rows[name] for name in usual.names("iready_lessons")]
    assert counts == sorted(counts) and len(counts) == 8


def test_every_lesson_and_item_stands_in_the_catalogue(usual) -> None:
    offered = {(row["program"], row["external_id"]) for row in usual.rows("catalogue/content.csv")}
    last = usual.rows(usual.names("iready_lessons")[-1])
    assert {("iready", row["Lesson ID"]) for row in last} <= offered
    for kind in ("number_trail", "fraction_forge"):
        for name in usual.names(kind):
            assert {(row["program"], row["item_id"]) for row in usual.rows(name)} <= offered


def test_a_column_that_is_not_declared_is_refused() -> None:
    declared = layout("participation")
    with pytest.raises(SimulationError, match="no \\(optional\\) column pronouns"):
        Sheet("x.csv", date(2026, 9, 4), declared, {"pronouns": []}, [], Style())
    with pytest.raises(SimulationError, match="column date"):
        Sheet("x.csv", date(2026, 9, 4), declared, {}, [], Style(), frozenset({"date"}))


def test_a_layout_that_is_not_declared_is_refused() -> None:
    with pytest.raises(SimulationError, match="no report lessons with a layout by_heart"):
        layout_of("iready", "lessons", "by_heart")
