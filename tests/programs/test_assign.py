"""What programs can be told: what ships names its source, and a wrong record is refused with each mistake's place."""

from __future__ import annotations

import copy
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.intake import own_programs
from homeroom.programs.assign import CHANNELS, GRAINS, MEANINGS, NOT_TOLD, Filled, Weeks
from homeroom.programs.checks import mistakes
from homeroom.programs.declaration import DeclarationError, load, load_all
from homeroom.programs.listing import listed
from programs.test_mistakes import ANYTHING, places

PROGRAM = '[program]\nslug = "garden"\nname = "Number Garden"\n'
GOOD = (
    PROGRAM
    + """
[assign]
channels = ["deep_link", "api", "file", "work_list"]
grain = "lesson"
max_concurrent = 3
duration_weeks = { min = 1, max = 4 }
can_cancel = true
gives_status = true
acts_on = ["student", "class"]
caveat = "the garden is closed in winter"
source = ["https://garden.example/help/1", "a letter of the garden"]
verified_on = 2026-11-22

[assign.status_words]
"Sprouting" = "in_progress"
"In bloom" = "met"

[assign.deep_link]
address = "https://garden.example/plot/{lesson_id}"

[assign.api]
kind = "oneroster_gradebook"

[assign.file]
delimiter = ";"
days = "%m/%d/%Y"
columns = [
  { name = "Pupil", holds = "identifier" },
  { name = "Plot", holds = "lesson_id" },
  { name = "By", value = "school" },
]
"""
)

BROKEN = [
    ("[assign]", "[assigns]", "the file: assigns is unknown"),
    ("max_concurrent = 3", "max = 3", "[assign]: max is unknown; known are channels, grain"),
    ("max_concurrent = 3", 'max_concurrent = "3"', "[assign]: max_concurrent must be a whole number"),
    ("max_concurrent = 3", "max_concurrent = 0", "[assign]: max_concurrent must be 1 or more; leave it out where"),
    ("max = 4 }", "max = 0 }", "[assign]: duration_weeks: min and max must be 1 or more"),
    ("min = 1, max = 4", "min = 5, max = 4", "[assign]: duration_weeks: max 4 is below min 5"),
    ("min = 1, max = 4", "least = 5", "[assign] duration_weeks: least is unknown"),
    ("can_cancel = true", 'can_cancel = "no"', "[assign]: can_cancel must be true or false"),
    ('"file", "work_list"', '"work_list", "file"', "[assign]: channels must end with work_list"),
    ('"api", "file"', '"api", "api", "file"', "[assign]: channels: api stands 2 times"),
    ('"deep_link", "api"', '"pigeon", "api"', "[assign]: channels: 'pigeon' must be one of deep_link, api, file"),
    ('"deep_link", "api"', '"api"', "[assign]: [assign.deep_link] needs deep_link in channels"),
    ('"api", "file"', '"file"', "[assign]: api in channels and [assign.api] go together"),
    ('"api", "file"', '"api"', "[assign]: file in channels and [assign.file] go together"),
    ('grain = "lesson"', 'grain = "book"', "[assign]: grain must be one of lesson, standard, level, none"),
    ('grain = "lesson"', 'grain = "standard"', "[assign]: file: lesson_id is held, but what can be assigned is a"),
    ('["student", "class"]', '["school"]', "[assign]: acts_on: 'school' must be one of student, group, class"),
    ('= "in_progress"', '= "growing"', "[assign]: status_words: 'Sprouting' must lead to one of available, opened"),
    ("gives_status = true", "gives_status = false", "[assign]: status_words needs gives_status = true"),
    ('source = ["https://garden.example/help/1", "a letter of the garden"]', "", "[assign]: source is lacking: say"),
    ("verified_on = 2026-11-22", "", "[assign]: verified_on is lacking: say where max_concurrent"),
    ("verified_on = 2026-11-22", 'verified_on = "today"', "[assign]: verified_on must be a day, such as 2026-08-01"),
    ('"a letter of the garden"', '" "', "[assign]: source must be texts: the address of a page"),
    ("https://garden.example/plot", "http://garden.example/plot", "must be an address that begins with https://"),
    ("{lesson_id}", "{child}", "must hold {lesson_id} or {standard}, and nothing else in braces"),
    ("{lesson_id}", "17", "must hold {lesson_id} or {standard}, and nothing else in braces"),
    ("{lesson_id}", "{lesson_id", "must hold {lesson_id} or {standard}, and nothing else in braces"),
    ('"oneroster_gradebook"', '"soap"', "[assign]: api: kind must be oneroster_gradebook"),
    ("[assign.api]", '[assign.api]\nsecret = "s"', "[assign] api: secret is unknown; known are kind"),
    ('delimiter = ";"', 'delimiter = "::"', "[assign]: file: delimiter must be a comma, a semicolon, a tab or |"),
    ('delimiter = ";"', 'format = "pdf"', "[assign]: file: format must be one of csv, xlsx"),
    ('"%m/%d/%Y"', '"%m/%Y"', "[assign]: file: days must be"),
    ('"%m/%d/%Y"', '"week"', "[assign]: file: days must be"),
    ('holds = "identifier"', 'holds = "shoe size"', "[assign]: file, column 'Pupil': holds must be one of"),
    ('holds = "identifier"', 'holds = "school"', "[assign]: file: no column says which child"),
    ('holds = "lesson_id"', 'holds = "minutes"', "[assign]: file: no column says what to work on"),
    ('holds = "lesson_id"', 'value = "a", holds = "lesson_id"', "file, column 'Plot': needs either holds or value"),
    ('name = "By"', 'name = "pupil "', "[assign]: file: 2 columns have the same name (pupil)"),
    ('name = "By", ', "", "[assign]: file, columns: name is lacking"),
]


def written(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "program.toml").write_text(text, "utf-8")
    return folder


def test_a_whole_record_is_read_as_it_stands(tmp_path: Path) -> None:
    told = load(written(tmp_path, GOOD)).assign
    assert told is not None
    assert told.channels == CHANNELS
    assert (told.grain, told.max_concurrent, told.weeks) == ("lesson", 3, Weeks(1, 4))
    assert (told.can_cancel, told.gives_status, told.acts_on) == (True, True, ("student", "class"))
    assert told.status_words == {"Sprouting": "in_progress", "In bloom": "met"}
    assert told.link == "https://garden.example/plot/{lesson_id}"
    assert told.api == "oneroster_gradebook"
    assert told.source == ("https://garden.example/help/1", "a letter of the garden")
    assert told.verified_on == date(2026, 11, 22)
    assert told.file is not None
    assert told.file.columns[0] == Filled("Pupil", holds="identifier")
    assert told.file.needed == ("identifier", "lesson_id")
    assert (told.file.format, told.file.delimiter, told.file.days) == ("csv", ";", "%m/%d/%Y")


@pytest.mark.parametrize(("before", "after", "message"), BROKEN, ids=[f"{b}→{a}"[:60] for b, a, _ in BROKEN])
def test_each_mistake_is_told_with_its_place(tmp_path: Path, before: str, after: str, message: str) -> None:
    assert before in GOOD
    with pytest.raises(DeclarationError) as caught:
        load(written(tmp_path, GOOD.replace(before, after, 1)))
    assert message in str(caught.value)


RAW = tomllib.loads(GOOD)


@given(st.lists(st.tuples(st.sampled_from(places(RAW)[1:]), ANYTHING), min_size=1, max_size=3))
def test_whatever_stands_there_the_checks_never_fall_over(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    raw: Any = copy.deepcopy(RAW)
    for path, thing in changes:
        parent = raw
        for key in path[:-1]:
            parent = parent[key] if isinstance(parent, dict) and key in parent else None
        if isinstance(parent, dict):
            parent[path[-1]] = thing
    assert all(isinstance(mistake, str) for mistake in mistakes(raw))


def test_a_record_that_claims_nothing_needs_no_source(tmp_path: Path) -> None:
    for channels in ('["work_list"]', "[]"):
        told = load(written(tmp_path, f'{PROGRAM}[assign]\nchannels = {channels}\ngrain = "none"\n')).assign
        assert told is not None and told.source == ()


def test_a_declaration_without_a_record_says_nothing_of_what_the_program_can_be_told(tmp_path: Path) -> None:
    report = GOOD[: GOOD.index("[assign]")]
    with pytest.raises(DeclarationError, match="report is lacking"):
        load(written(tmp_path, report))
    assert NOT_TOLD.channels == ("work_list",)
    assert not NOT_TOLD.can_be_set


def test_what_older_declarations_called_channels_stops_no_file(tmp_path: Path) -> None:
    told = load(written(tmp_path, GOOD.replace("[assign]", 'channels = ["work-list"]\n[assign]', 1)))
    assert told.slug == "garden"


def test_a_school_knows_more_of_a_program_than_what_ships(home: Path) -> None:
    shipped = next(program for program in load_all() if program.slug == "dreambox")
    text = GOOD.replace('"garden"', '"dreambox"', 1).replace("Number Garden", "DreamBox Math", 1)
    written(home / "programs" / "dreambox", text)
    own = next(program for program in own_programs.known().programs if program.slug == "dreambox")
    assert own.assign is not None and own.assign.api == "oneroster_gradebook"
    assert own.reports == shipped.reports


def test_an_own_layout_leaves_what_ships_of_the_record(home: Path) -> None:
    from programs.test_mistakes import GOOD as LAYOUT

    text = LAYOUT.replace('"garden"', '"dreambox"', 1).replace("Number Garden", "DreamBox Math", 1)
    written(home / "programs" / "dreambox", text)
    own = next(program for program in own_programs.known().programs if program.slug == "dreambox")
    assert own.assign is not None and own.assign.grain == "standard"
    assert "plots" in {report.slug for report in own.reports}


SHIPPED = load_all()


@pytest.mark.parametrize("program", SHIPPED, ids=[program.slug for program in SHIPPED])
def test_every_program_that_ships_says_what_it_can_be_told(program: Any) -> None:
    told = program.assign
    assert told is not None
    assert set(told.channels) <= {"work_list"}, "no page that was read speaks of a door for other systems"
    assert told.grain in ("", *GRAINS)
    assert set(told.status_words.values()) <= set(MEANINGS)
    assert told.source or not told.can_be_set


def test_dreambox_is_told_as_its_help_pages_tell_it() -> None:
    told = next(program for program in SHIPPED if program.slug == "dreambox").assign
    assert told is not None
    assert (told.grain, told.max_concurrent, told.weeks) == ("standard", 2, Weeks(1, 10))
    assert told.status_words["Assignment Stopped"] == "stopped_by_vendor"
    assert told.words == "work_list; by standard; at most 2 at a time; 1 to 10 weeks"


def test_a_program_that_chooses_by_itself_is_no_program_to_set_work_in() -> None:
    told = next(program for program in SHIPPED if program.slug == "lexia_core5").assign
    assert told is not None
    assert told.takes_work and not told.can_be_set
    assert told.words == "work_list; chooses its own work"


def test_nothing_is_asked_of_a_test() -> None:
    told = next(program for program in SHIPPED if program.slug == "map").assign
    assert told is not None
    assert not told.takes_work
    assert told.words == "nothing can be asked of it"


def test_the_list_says_of_each_program_what_it_can_be_told(tmp_path: Path) -> None:
    written(tmp_path / "garden", GOOD)
    [line] = listed(load_all(tmp_path))
    assert (line.program, line.report, line.layouts) == ("garden", "", 0)
    assert line.channels == CHANNELS
    assert (line.assign, line.verified_on) == (
        "deep_link, api, file, work_list; by lesson; at most 3 at a time; 1 to 4 weeks",
        "2026-11-22",
    )
