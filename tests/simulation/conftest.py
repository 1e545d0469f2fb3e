"""Two simulated schools: the usual one, and a quick one for what holds at any size. Both are only read."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from homeroom.simulation import world
from homeroom.simulation.asked import lived
from homeroom.simulation.asked.lived import Lived
from homeroom.simulation.world import World
from homeroom.simulation.write import Written, write

SMALL_CHILDREN, SMALL_WEEKS = 48, 3


@dataclass(frozen=True)
class Told:
    """A written school, read back as plain tables."""

    written: Written
    read: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def rows(self, name: str) -> list[dict[str, str]]:
        """A file's rows, read once; tests don't change them."""
        if name not in self.read:
            self.read[name] = list(csv.DictReader(io.StringIO(self.text(name))))
        return self.read[name]

    def header(self, name: str) -> list[str]:
        return next(csv.reader(io.StringIO(self.text(name))))

    def text(self, name: str) -> str:
        encoding = "cp1252" if "dibels8" in name else "utf-8-sig"
        return (self.written.folder / name).read_bytes().decode(encoding)

    def names(self, part: str) -> list[str]:
        return [name for name in self.written.rows if part in name]


@pytest.fixture(scope="session")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """480 children, eight weeks, seed 1: the school of the demonstration."""
    return Told(write(tmp_path_factory.mktemp("usual") / "school"))


@pytest.fixture(scope="session")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return Told(write(tmp_path_factory.mktemp("quick") / "school", seed=7, children=120, weeks=4))


@pytest.fixture(scope="session")
def usual_world() -> World:
    return world.make(1, 480, 8)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small school whose children are asked for work: written once, lived in copies."""
    return write(tmp_path_factory.mktemp("small") / "school", seed=3, children=SMALL_CHILDREN, weeks=SMALL_WEEKS).folder


@pytest.fixture
def begun(small: Path, tmp_path: Path) -> Callable[..., Lived]:
    """A copy of the school, begun in the given week; each call another one."""

    def begin(first: int = SMALL_WEEKS - 1, name: str = "school") -> Lived:
        return lived.begin(Path(shutil.copytree(small, tmp_path / name)), first)

    return begin
