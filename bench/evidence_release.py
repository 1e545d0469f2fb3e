"""Figures: vendors' releases drawn at random, alone and in chains, under the strongest attack there is here.

A table is a program with its items and lessons; a chain is three releases of it, a term apart, between which children
join the items. Attacked is what is told, with the ranges of small counts and all earlier releases, in whole numbers.
Beside it in the same run: hiding small counts alone, and hiding one more in each sum (greedy), on the same tables.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from bench.evidence_kept import asked, counted, verdict
from homeroom.evidence.counts import Cell, Counts
from homeroom.evidence.release_attack import UnsafeError, safe, whole_numbers
from homeroom.evidence.release_cells import Row, counts, since
from homeroom.evidence.suppress import FEW, WIDE, attack

WANTED, CHAINS = 10_000, 1_000
RELEASES = 3


class Drawn(NamedTuple):
    kind: str


TABLE, CHAIN = Drawn("table"), Drawn("chain")


def one(case: Drawn, number: int) -> Counter[str]:
    random = np.random.default_rng([7, case == CHAIN, number])
    return table(random) if case == TABLE else chain(random) if number < CHAINS else Counter()


def table(random: np.random.Generator) -> Counter[str]:
    found = counts(_rows(random), "1")
    told: Counter[str] = Counter(cells=len(found.cells))
    for name, away in (("small alone", _small(found)), ("greedy", _greedy(found))):
        told[f"{name} hidden"] = len(away)
        told[f"{name} recovered"] = sum(low == high for low, high in attack(found, away).values())
    return told + _ours(found)


def chain(random: np.random.Generator) -> Counter[str]:
    """Joiners are looked for as what lies between two releases: a count of one to nine that an attack finds exactly."""
    rows, told = _rows(random), Counter[str]()
    earlier, hidden = list[Counts](), list[frozenset[Cell]]()
    for at in range(RELEASES):
        linked = since(counts(rows, str(at)), earlier, hidden)
        try:
            found = safe(linked)
        except UnsafeError:
            told["refused"] += 1
            break
        spans = whole_numbers(linked, found.away)
        told += Counter(releases=1, **_found(spans))
        told["joiners"] += sum(key[0].startswith("added") and 0 < linked.cells[key] < FEW for key in linked.cells)
        few = [key for key in linked.cells if key[0].startswith("added") and 0 < linked.cells[key] < FEW]
        told["joiners revealed"] += sum(key not in spans or spans[key][0] == spans[key][1] for key in few)
        earlier, hidden = [linked], [found.away]
        rows = [_later(random, row) for row in rows[1:]]
        rows = [_program(rows), *rows]
    return told


def _ours(found: Counts) -> Counter[str]:
    try:
        made = safe(found)
    except UnsafeError:
        return Counter(refused=1)
    return Counter({"ours hidden": len(made.away)}) + Counter(_found(whole_numbers(found, made.away)))


def _found(spans: Mapping[Cell, tuple[float, float]]) -> dict[str, int]:
    return {
        "attacked": len(spans),
        "recovered": sum(low == high for low, high in spans.values()),
        "narrow": sum(high - low < WIDE for low, high in spans.values()),
    }


def _small(found: Counts) -> frozenset[Cell]:
    return found.never | {key for key, count in found.cells.items() if count < FEW}


def _greedy(found: Counts) -> frozenset[Cell]:
    """In each sum with one hidden count the smallest other one goes, too, until there is none such."""
    away = set(_small(found))
    while True:
        for one in found.sums:
            together = (one.total, *one.parts)
            free = [key for key in together if key not in away]
            if len(together) - len(free) == 1 and free:
                away.add(min(free, key=lambda key: (found.cells[key], key)))
                break
        else:
            return frozenset(away)


def _rows(random: np.random.Generator) -> list[Row]:
    items = [_row(random, "item", at) for at in range(int(random.integers(3, 9)))]
    lessons = [_row(random, "lesson", at) for at in range(int(random.integers(1, 4)))]
    made = [*items, *lessons]
    return [_program(made), *made]


def _row(random: np.random.Generator, kind: str, at: int) -> Row:
    tries = int(random.choice([random.integers(0, 12), random.integers(10, 60), random.integers(60, 400)]))
    right = int(random.binomial(tries, random.beta(3, 2)))
    followed = tries if kind == "lesson" else 0
    left = int(random.binomial(followed, random.beta(1, 6)))
    schools = int(random.choice([2, 3, 8], p=[0.1, 0.2, 0.7]))
    return Row(kind, f"{kind} {at}", schools, 3 * schools, tries, right, followed, left)


def _later(random: np.random.Generator, row: Row) -> Row:
    """A term later: mostly few or many more children, now and then none."""
    more = int(random.choice([0, random.integers(1, 4), random.integers(10, 80)]))
    right = int(random.binomial(more, 0.6))
    left = int(random.binomial(more, 0.2)) if row.kind == "lesson" else 0
    followed = more if row.kind == "lesson" else 0
    return replace(
        row, tries=row.tries + more, right=row.right + right, followed=row.followed + followed, left=row.left + left
    )


def _program(rows: Sequence[Row]) -> Row:
    items, lessons = ([row for row in rows if row.kind == kind] for kind in ("item", "lesson"))
    tries, right = sum(row.tries for row in items), sum(row.right for row in items)
    return Row("program", "", 8, 24, tries, right, sum(r.followed for r in lessons), sum(r.left for r in lessons))


def main(arguments: Sequence[str] = ()) -> int:
    chosen = asked(__doc__, "evidence_release", arguments, WANTED)
    found = counted([TABLE, CHAIN], one, chosen)
    tables, chains = found[TABLE], found[CHAIN]
    many = tables["studies"]
    for name in ("small alone", "greedy", "ours"):
        hidden = tables[f"{name} hidden"]
        recovered = tables["recovered"] if name == "ours" else tables[f"{name} recovered"]
        print(f"{many:,} tables, {name}: {hidden:,} of {tables['cells']:,} hidden ({hidden / tables['cells']:.1%}),"
              f" {recovered:,} worked out exactly")  # fmt: skip
    extra = tables["ours hidden"] - tables["greedy hidden"]
    print(f"{many:,} tables: ours hides {extra:,} more than greedy ({extra / tables['greedy hidden']:+.1%}),"
          f" refused {tables['refused']:,}")  # fmt: skip
    drawn = min(chains["studies"], CHAINS)
    print(f"{drawn:,} chains, {chains['releases']:,} releases: {chains['refused']:,} chains ended refused;"
          f" {chains['joiners']:,} counts of one to nine were added between releases")  # fmt: skip
    missed = 0
    for words, count in (
        (f"{many:,} tables: hidden counts recovered", tables["recovered"]),
        (f"{many:,} tables: hidden counts less than {WIDE} unsure", tables["narrow"]),
        (f"{drawn:,} chains: hidden counts recovered", chains["recovered"]),
        (f"{drawn:,} chains: hidden counts less than {WIDE} unsure", chains["narrow"]),
        (f"{drawn:,} chains: joiners revealed", chains["joiners revealed"]),
    ):
        missed += count > 0
        print(f"{words}: {count}, limit 0: {verdict(count == 0)}", flush=True)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
