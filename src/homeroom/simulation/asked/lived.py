"""A simulated school goes on living after its first weeks: one week a call, answering what it is asked for.

What is carried from week to week stands beside the exports, so that the next week may be called by another process.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from homeroom.simulation import plan as planning
from homeroom.simulation import world as worlds
from homeroom.simulation.asked import background, lines
from homeroom.simulation.asked.answers import Asked, Course, Lab, Try, manner
from homeroom.simulation.asked.background import Background
from homeroom.simulation.asked.sheet import sheet
from homeroom.simulation.asked.shelf import Shelf
from homeroom.simulation.calendar import MOST_WEEKS, Week, days_of, weeks_of
from homeroom.simulation.catalogue import FORGE, LESSONS, TRAIL
from homeroom.simulation.chance import stream
from homeroom.simulation.errors import SimulationError
from homeroom.simulation.exports import iready_lessons, responses
from homeroom.simulation.mind import Minds
from homeroom.simulation.sheet import Sheet, written
from homeroom.simulation.world import World

FOLDER, STATE, GAINED = "lived", "state.json", "gained.npy"
PORTAL = "lab_lessons"
FIRST_SESSION, FIRST_EVENT, A_WEEK = 700_000, 800_000_000, 1_000_000


@dataclass
class Lived:
    """`next_week` is the number of the week to come. `gained[child, standard]` is what children learned beyond the
    simulated weeks, in logits; `late` are files that were due and have not been sent.
    """

    folder: Path
    world: World
    next_week: int
    gained: NDArray[np.float64]
    courses: dict[str, Course] = field(default_factory=dict)
    late: list[str] = field(default_factory=list)

    @property
    def week(self) -> Week:
        """The week to come. Raises SimulationError where the simulated year ends."""
        if self.next_week >= MOST_WEEKS:
            raise SimulationError(f"a simulated school lives for {MOST_WEEKS} weeks: make a new one")
        return weeks_of(self.next_week + 1)[self.next_week]

    def live(self, asked: Iterable[Asked], late_program: str = "") -> list[Path]:
        """Let the week to come pass. Gives the files that came: those of the week, and those that were late before.

        What children did in `late_program` comes with the week after.
        """
        week, wanted = self.week, list(asked)
        came = [self.folder / name for name in self.late]
        self.late = []
        lab = self._lab(week)
        known = lab.minds.knows.copy()
        plan, present, over = self._plan(week), self._present(week), week.number >= len(self.world.weeks)
        own = background.pass_by(self.world, lab.minds, plan, present, week) if over else Background()
        tries = lab.week(week, present, planning.focus_of(plan, week.number), wanted)
        self._learned(lab.minds, known)
        for made in self._sheets(week, tries, own, {one.key: one.program for one in wanted}, late_program):
            path = self._write(made)
            if late_program and made.file.startswith(late_program):
                self.late.append(path.relative_to(self.folder).as_posix())
            elif path not in came:
                came.append(path)
        self._tell_truth(wanted)
        self.next_week += 1
        self.keep()
        return came

    def keep(self) -> None:
        place = self.folder / FOLDER
        place.mkdir(exist_ok=True)
        np.save(place / GAINED, self.gained)
        courses = {key: asdict(course) for key, course in self.courses.items()}
        told = {"next_week": self.next_week, "courses": courses, "late": self.late}
        (place / STATE).write_text(json.dumps(told, indent=1) + "\n", "utf-8")

    def _lab(self, week: Week) -> Lab:
        """The children with what they know when the week begins. The draws of who they are stay the same."""
        made = self.world
        minds = Minds(stream(made.seed, "minds"), made.school.children, made.catalogue, made.life.plan)
        lived = made.life.truth[min(week.number + 1, len(made.weeks))]
        minds.knows = np.log(lived) - np.log1p(-lived) + self.gained
        return Lab(made.seed, made.school.children, minds, Shelf(made.catalogue), self.courses)

    def _learned(self, minds: Minds, before: NDArray[np.float64]) -> None:
        self.gained = self.gained + (minds.knows - before)

    def _plan(self, week: Week) -> planning.Plan:
        return planning.make(self.world.school.children, weeks_of(week.number + 1), self.world.catalogue)

    def _present(self, week: Week) -> NDArray[np.bool_]:
        if week.number < len(self.world.weeks):
            first = len(days_of(self.world.weeks[: week.number]))
            return self.world.life.present[:, first : first + len(week.days)]
        return planning.present(
            stream(self.world.seed, f"attendance {week.number}"), self.world.school.children, [week]
        )

    def _sheets(
        self, week: Week, tries: Sequence[Try], own: Background, asked_of: Mapping[str, str], late: str
    ) -> Iterable[Sheet]:
        by_program: dict[str, list[Try]] = {}
        for one in tries:
            by_program.setdefault(one.offer.title.program, []).append(one)
        listed = [*lines.lessons(self.world, by_program.pop(LESSONS, [])), *own.lessons]
        if listed:
            yield iready_lessons.sheet_of(week, listed)
        for slug in (TRAIL, FORGE):
            first = FIRST_SESSION + 1000 * week.number
            found = [*own.answers.get(slug, ()), *lines.answers(self.world, slug, by_program.pop(slug, []), first)]
            if found:
                name = f"{slug}_{week.friday.isoformat()}.csv"
                yield responses.sheet_of(slug, name, week.friday, found, FIRST_EVENT + A_WEEK * week.number)
        children = self.world.school.children
        if late and late in by_program:
            yield sheet(late, week.friday, by_program.pop(late), children, asked_of)
        together = [one for one in tries if one.offer.title.program in by_program]
        if together:
            yield sheet(PORTAL, week.friday, together, children, asked_of)

    def _write(self, made: Sheet) -> Path:
        """Below the rows of the week's own export, where that is written already; i-Ready's tells the whole year."""
        exports = self.folder / "exports"
        held = next(exports.glob(f"*/{made.file}"), None)
        path = held or exports / made.path
        before = held
        if before is None and made.file.startswith(iready_lessons.NAME):
            before = max(exports.glob(f"*/{iready_lessons.NAME}_*.csv"), key=lambda one: one.name, default=None)
        path.parent.mkdir(parents=True, exist_ok=True)
        if before is None:
            path.write_bytes(made.bytes())
        else:
            _, rows = made.text().split(made.style.newline, 1)
            path.write_bytes(before.read_bytes() + rows.encode(made.style.encoding.removesuffix("-sig")))
        return path

    def _tell_truth(self, asked: Iterable[Asked]) -> None:
        """What each child will do about each assignment, beside the other truth."""
        path = self.folder / "truth" / "asked.csv"
        rows = (
            {tuple(line.split(",")) for line in path.read_text("utf-8").splitlines()[1:]} if path.is_file() else set()
        )
        children = self.world.school.children
        rows |= {
            (
                one.key,
                children[one.child].sourced_id,
                one.program,
                one.lesson,
                one.standard,
                manner(self.world.seed, one),
            )
            for one in asked
        }
        path.parent.mkdir(exist_ok=True)
        header = ("assignment", "student", "program", "lesson", "standard", "manner")
        path.write_text(written(header, sorted(rows)), "utf-8")


def begin(folder: Path, first: int) -> Lived:
    """A school that was written into `folder`; the lesson programs come in week `first`. Raises SimulationError."""
    made = _world(folder)
    return Lived(folder, made, first, np.zeros(made.life.truth.shape[1:]))


def resume(folder: Path) -> Lived:
    """Where the last week left it. Raises SimulationError where none has been lived."""
    try:
        told = json.loads((folder / FOLDER / STATE).read_text("utf-8"))
        gained = np.load(folder / FOLDER / GAINED)
        courses = {key: Course(**course) for key, course in told["courses"].items()}
        return Lived(folder, _world(folder), told["next_week"], gained, courses, told["late"])
    except (OSError, ValueError, KeyError) as error:
        raise SimulationError(f"{folder}: holds no simulated school that can go on ({error})") from None


def _world(folder: Path) -> World:
    try:
        told = json.loads((folder / "simulation.json").read_text("utf-8"))
        return worlds.make(told["seed"], told["children"], told["weeks"])
    except (OSError, ValueError, KeyError) as error:
        raise SimulationError(f"{folder}: holds no simulated school ({error})") from None
