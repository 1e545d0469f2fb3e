"""What the demonstration plans from, of a school that is small and soon made, and what is known of its children."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from a_school import standards
from homeroom.intake.receive import receive
from homeroom.people.models import Student
from homeroom.rotation.solvers import run
from homeroom.simulation.write import write
from homeroom.site import demo_asked, demo_planned
from rotation.inputs.a_planned_school import CODES, believed

CHILDREN, WEEKS, MONDAY = 48, 2, date(2026, 9, 14)
PATIENCE = 300.0  # seconds: a busy machine is slow, and that is no fault of a plan


def written(home: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, seconds: float = 0.3) -> Path:
    """The folder that is planned from: two classes, one of them of grade 3, and the second school. The rosters are
    taken in; of three standards it is known how far each child is. `seconds` has the planner for a block."""
    settings.HOMEROOM_HOME, settings.HOMEROOM_TODAY = home, MONDAY
    monkeypatch.setattr(demo_planned, "BLOCK_SECONDS", seconds)
    monkeypatch.setattr(run, "GRACE", PATIENCE)
    made = write(home / "simulation", children=CHILDREN, weeks=WEEKS)
    shutil.copytree(demo_asked.DECLARATIONS, home / "programs")
    list(receive([made.folder / "network" / "roster"]))
    standards(CODES)
    believed([(child, code, 0.5) for child in Student.objects.filter(grade="03") for code in CODES])
    return made.folder / "planning"
