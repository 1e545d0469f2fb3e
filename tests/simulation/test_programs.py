"""What the made-up programs can be told is declared as for real ones, and each channel is somebody's."""

from __future__ import annotations

from pathlib import Path

import pytest

import homeroom.simulation
from homeroom.programs.assign import CHANNELS, WORK_LIST
from homeroom.programs.declaration import Program, load
from homeroom.simulation import titles
from homeroom.simulation.asked.shelf import STOPS
from homeroom.simulation.catalogue import FORGE, TRAIL

FOLDERS = sorted((Path(homeroom.simulation.__file__).parent / "programs").iterdir())
PROGRAMS = {folder.name: load(folder) for folder in FOLDERS}
every_program = pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)


def test_every_program_of_the_simulation_is_declared() -> None:
    assert set(PROGRAMS) == {*titles.programs(), TRAIL, FORGE}


@every_program
def test_it_says_what_it_can_be_told_and_ends_on_the_work_list(program: Program) -> None:
    assert program.assign is not None
    assert program.assign.channels[-1] == WORK_LIST
    assert program.reports == ()


def test_every_channel_is_tried_by_some_program() -> None:
    assert {way for program in PROGRAMS.values() if program.assign for way in program.assign.channels} == set(CHANNELS)


def test_only_the_program_that_stops_has_a_word_for_it() -> None:
    stops = [
        slug
        for slug, program in PROGRAMS.items()
        if program.assign and "stopped_by_vendor" in program.assign.status_words.values()
    ]
    assert stops == [STOPS]
