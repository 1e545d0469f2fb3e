"""What a night of drawing ahead takes, and one late delivery after it: seconds until every touched page is right.

    python -m bench.kept [--children 10000] [--home FOLDER]

A network of schools of 500 children in classes of 25. First every class and school is drawn; then one file about one
class is published, and drawn is what it touched. CPU seconds, and wall seconds beside them on whatever machine this is.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import network

LIMIT = 5.0
SCHOOL = 500


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what drawing ahead takes.")
    parser.add_argument("--home", type=Path, help="keep the tables in this folder and use them again")
    parser.add_argument("--children", type=int, default=10_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kept-") as temporary:
        begin(asked.home or Path(temporary), asked.children)
        _measure()


def begin(home: Path, children: int) -> tuple[list[tuple[object, int]], list[list[int]]]:
    """The network, with the triggers on as in every installation: (user, class) and children of each class."""
    network.begin(home)
    from homeroom.reports.kept import watch

    watch.put_on()
    network.build(children * network.ROWS_A_CHILD, seed=2)
    each = network.CHILDREN_A_CLASS
    wanted = [list(range(1 + at * each, 1 + (at + 1) * each)) for at in range(children // each)]
    return network.classes(wanted, schools=max(1, children // SCHOOL)), wanted


def _measure() -> None:
    from homeroom.reports.kept import shelf, told
    from homeroom.site.drawing_ahead import draw_ahead

    shelf.clear()
    _timed("whom the facts touch, all children", told.work_out)
    ahead = _timed("every page of a morning", draw_ahead)
    print(f"  {ahead.classes} classes, {ahead.schools} schools, {ahead.drawn} pages drawn")
    again = _timed("the same night once more", draw_ahead)
    _late()
    began = time.perf_counter()
    touched = _timed("after one late file", draw_ahead)
    took = time.perf_counter() - began
    print(f"  pages drawn: {again.drawn} with nothing new, {touched.drawn} after the late file")
    print(f"  {'PASS' if took <= LIMIT else 'FAIL'}  seconds until they are right: {took:.1f}, limit {LIMIT:.0f}")


def _timed[T](what: str, do: Callable[[], T]) -> T:
    began, worked = time.perf_counter(), time.process_time()
    done = do()
    print(f"  {what:<36} {time.process_time() - worked:6.1f} CPU s  {time.perf_counter() - began:6.1f} s")
    return done


def _late() -> None:
    """Practice of the first class, a week late."""
    from homeroom.facts import store
    from homeroom.facts.engine import session
    from homeroom.facts.schema import PRACTICE

    late = network.MADE.replace("$first_monday", f"'{network.TODAY}'")
    numbers = {"rows_a_child": 1, "rows": 25, "seed": 7, "school_year": network.SCHOOL_YEAR}
    for name, number in numbers.items():
        late = late.replace(f"${name}", str(number))
    with store.publishing(), session() as place:
        network.grades(place)
        store.publish([store.stage_year(place, PRACTICE, network.SCHOOL_YEAR, late, every=True)], [], "late")


if __name__ == "__main__":
    main()
