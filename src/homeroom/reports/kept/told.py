"""Which facts were told of each child, as one number a child: after a late delivery it changes for few.

Derived tables are written anew as a whole, so that the version of the facts says nothing of whom a file touched. This
reads them once after each publication. Until it has, the version stands for all children.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from homeroom.facts import store
from homeroom.facts.engine import Session, literal, quoted, session
from homeroom.facts.schema import TABLES, Table
from homeroom.reports.kept import shelf, watch

# Single answers are too many for it.
ANSWERS = "attempts"
WATCHED = tuple(table for name, table in sorted(TABLES.items()) if name != ANSWERS and "student" in table.names)
# Each night's tables bear it in every row, and no report that is kept shows it.
PASSED_OVER = "facts_version"
START = "told-"
Numbers = NDArray[np.uint64]


def told(students: Sequence[int], facts: int, published: str) -> str:
    """A text for all that version `facts` tells of these children; another where any of it is another."""
    path = _path(facts, published)
    if not path.is_file():
        return f"version {facts} of {published}"
    children, numbers = _read(path)
    wanted = np.asarray(students, dtype=np.uint64)
    found = np.zeros_like(wanted)
    if len(children):
        at = np.minimum(np.searchsorted(children, wanted), len(children) - 1)
        found = np.where(children[at] == wanted, numbers[at], found)
    return sha256(np.concatenate([wanted, found]).tobytes()).hexdigest()


def files_of_answers(students: Sequence[int]) -> tuple[str, ...]:
    """The true files that may hold single answers of these children."""
    return tuple(store.true_files(ANSWERS, students=students).values_list("path", flat=True))


def work_out() -> bool:
    """Work the numbers out for the facts as they are now. Says whether there was anything to do."""
    with store.publishing():
        newest = watch.now(())
        if newest is None or not newest.facts or (path := _path(newest.facts, newest.published)).is_file():
            return False
        with session() as place:
            shelf.put(path, _packed(place, newest.facts))
    for old in shelf.folder().glob(f"{START}*"):
        if old != path:
            shelf.drop(old)
    return True


def _packed(place: Session, version: int) -> bytes:
    for table in WATCHED:
        place.files(table.name, table, store.paths(store.true_files(table.name, at=version)))
    each = " union all ".join(_of(table) for table in WATCHED)
    sql = f"""select student::ubigint as student, (sum(told) % 18446744073709551616)::ubigint as told
        from ({each}) group by student order by student"""  # noqa: S608  names of our own tables and columns
    found = place.arrays(sql)
    return np.stack([found["student"].astype(np.uint64), found["told"].astype(np.uint64)]).tobytes()


def _of(table: Table) -> str:
    columns = ", ".join(quoted(name) for name in table.names if name != PASSED_OVER)
    hashed = f"hash({literal(table.name)}, {columns})"
    return f"select student, sum({hashed}) as told from {quoted(table.name)} where student is not null group by student"  # noqa: S608


def _path(facts: int, published: str) -> Path:
    """Under the moment, too: where a database was put back, a version's number is given out again."""
    return shelf.folder() / f"{START}{sha256(f'{facts} {published}'.encode()).hexdigest()[:24]}"


@lru_cache(maxsize=2)
def _read(path: Path) -> tuple[Numbers, Numbers]:
    """What is in a file never changes; it is read once a process."""
    held = np.frombuffer(shelf.content(path) or b"", dtype=np.uint64).reshape(2, -1)
    return held[0], held[1]
