"""Work out a pack's numbers again from its tables, and compare each with what its results say."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from homeroom.evidence import pack_data, results_json, sentences
from homeroom.evidence.analyse import Records, analyse
from homeroom.evidence.data import Data
from homeroom.evidence.data_checks import checked
from homeroom.evidence.results import Results
from homeroom.evidence.study_hash import data_hash

CLOSE = 1e-9  # relative: another machine adds up in another order
TABLES = ("asked.json", "children.csv", "cells.csv", "answers.csv")


@dataclass(frozen=True)
class Compared:
    """`numbers` were compared; `other` names each that is another, with both."""

    numbers: int
    other: tuple[str, ...]


def main(folder: Path) -> int:
    """Print what was compared as JSON. 0 where every number is the same."""
    if not settings.configured:
        settings.configure(USE_I18N=False)
    found = rerun(folder)
    print(json.dumps({"numbers": found.numbers, "other": found.other}))  # noqa: T201  read by whoever started it
    return 1 if found.other else 0


def rerun(folder: Path) -> Compared:
    """Raises KeyError, ValueError or EvidenceError where the folder holds no pack."""
    texts = {name: (folder / name).read_text("utf-8") for name in TABLES if (folder / name).is_file()}
    kept = results_json.load((folder / "results.json").read_text("utf-8"))
    data = pack_data.read(texts)
    again = analyse(data, records(kept, data))
    told = compared(kept, again)
    if data_hash(data) != kept.made.data_sha256:
        told = Compared(told.numbers, (*told.other, "made.data_sha256"))
    return told


def records(kept: Results, data: Data) -> Records:
    """What was recorded, and is not worked out: it stands beside the tables. What these set aside is found again."""
    found = checked(data)[1]
    own = tuple(one for one in kept.asides if one not in found)
    time = any(one.rule == sentences.ADDED_TIME.id for one in kept.verdict.refused)
    return Records(kept.made, kept.flow, kept.got, kept.surveys, kept.effort, kept.cost, own, time)


def compared(kept: Results, again: Results) -> Compared:
    one, other = (dict(_leaves(json.loads(results_json.text(told)))) for told in (kept, again))
    names = sorted(one.keys() | other.keys())
    numbers = sum(isinstance(one.get(name), (int, float)) for name in names)
    unlike = [name for name in names if not _alike(one.get(name), other.get(name))]
    return Compared(numbers, tuple(f"{name}: {one.get(name)} and {other.get(name)}" for name in unlike))


def _leaves(told: object, name: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(told, Mapping):
        for key, value in told.items():
            yield from _leaves(value, f"{name}.{key}" if name else key)
    elif isinstance(told, list):
        for at, value in enumerate(told):
            yield from _leaves(value, f"{name}[{at}]")
    else:
        yield name, told


def _alike(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE)
    return one == other and type(one) is type(other)


if __name__ == "__main__":
    import sys

    sys.exit(main(Path(sys.argv[1])))
