"""Write a simulated school into a folder: roster, caseloads, schedule, exports, catalogue, network, the truth apart."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from homeroom.simulation import beside, exports, neighbours, network, network_roster, odd_school, roster, tables, world
from homeroom.simulation.beside import Beside
from homeroom.simulation.errors import SimulationError
from homeroom.simulation.roster import Part
from homeroom.simulation.rotation import inputs
from homeroom.simulation.sheet import Noted, Sheet, written

MARKER = "simulation.json"
FORMAT = 1
FOLDERS = ("roster", "caseloads", "schedule", "exports", "catalogue", "truth", "network", "planning")


@dataclass(frozen=True)
class Written:
    """What was written: rows by file (its path below `folder`, in the order written), and rows spoilt by kind."""

    folder: Path
    rows: dict[str, int]
    noise: dict[str, int]

    @property
    def exports(self) -> tuple[Path, ...]:
        """The exports in the order in which they came."""
        return tuple(self.folder / name for name in sorted(self.rows) if name.startswith("exports/"))


def write(
    folder: Path, seed: int = 1, children: int = 480, weeks: int = 8, odd: bool = False, wide: bool = False
) -> Written:
    """Write the school of `seed` into `folder`: an empty or absent one, or one written here before.

    With `odd`, a third school stands in the network's roster, and its exports among the others; with `wide`, two more.

    Stopped half-way, run it again: what stands there is removed first. Raises SimulationError.
    """
    made = world.make(seed, children, weeks)
    _empty(folder)
    _mark(folder, seed, children, weeks)
    rows: dict[str, int] = {}
    drawn = network.draw(made)
    more = (*((odd_school.draw(made),) if odd else ()), *(_neighbours(made, drawn) if wide else ()))
    noted = _exports(folder, (*exports.sheets(made), *(sheet for one in more for sheet in one.sheets)), rows)
    noted += exports.clever.not_sent(made)
    plain = {
        "roster": roster.parts(made.school),
        "caseloads": (tables.caseloads(made),),
        "schedule": tables.schedule(made),
        "catalogue": tables.catalogue(made),
        "truth": tables.truth(made, noted),
        **_network(made, drawn, more),
    }
    for name, parts in plain.items():
        _parts(folder, name, parts, rows)
    return Written(folder, rows, _counts(noted))


def _neighbours(made: world.World, drawn: network.Network) -> Iterable[Beside]:
    return neighbours.draw(made, (*made.school.children, *made.school.strangers, *drawn.second.children))


def _network(made: world.World, drawn: network.Network, more: Iterable[Beside]) -> dict[str, tuple[Part, ...]]:
    """The school as part of a network, in files of its own: a school alone is received from `roster`."""
    later, today = made.weeks[-1].friday, made.weeks[-1].monday + timedelta(weeks=1)
    planning = {f"planning/{name}": parts for name, parts in inputs.parts(drawn, today).items()}
    rosters = {"roster": network_roster.parts(drawn), "later": network_roster.gone_wrong(drawn, later)}
    for one in more:
        rosters = {name: beside.parts(standing, one.school, one.org) for name, standing in rosters.items()}
    return {
        "network": (network_roster.caseloads(drawn), network_roster.substitutions(drawn)),
        **{f"network/{name}": found for name, found in rosters.items()},
        **planning,
    }


def _exports(folder: Path, sheets: Iterable[Sheet], rows: dict[str, int]) -> list[Noted]:
    noted: list[Noted] = []
    for sheet in sheets:
        path = folder / "exports" / sheet.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sheet.bytes())
        rows[f"exports/{sheet.path}"] = sheet.rows
        noted += sheet.noted
    return noted


def _parts(folder: Path, name: str, parts: Iterable[Part], rows: dict[str, int]) -> None:
    (folder / name).mkdir(parents=True, exist_ok=True)
    for part in parts:
        (folder / name / part.name).write_bytes(written(part.header, part.rows).encode())
        rows[f"{name}/{part.name}"] = len(part.rows)


def _empty(folder: Path) -> None:
    """Make room, touching nothing that was not written here."""
    if folder.exists() and not folder.is_dir():
        raise SimulationError(f"{folder}: is a file. Give a folder.")
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / MARKER).is_file():
        for name in FOLDERS:
            shutil.rmtree(folder / name, ignore_errors=True)
    elif any(folder.iterdir()):
        raise SimulationError(f"{folder}: holds files that are no simulated school. Give an empty or a new folder.")


def _mark(folder: Path, seed: int, children: int, weeks: int) -> None:
    said = {"simulated": True, "format": FORMAT, "seed": seed, "children": children, "weeks": weeks}
    (folder / MARKER).write_text(json.dumps(said, indent=2) + "\n", "utf-8")


def _counts(noted: Iterable[Noted]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in noted:
        counts[one.kind] = counts.get(one.kind, 0) + 1
    return dict(sorted(counts.items()))
