"""Figure: small groups in world P after half a year: members who truly lack the standard, pairs kept overnight.

A class of 25 works by next steps; groups are suggested, then again with the same evidence a day later (a quiet night)
and after a day of two lessons. The truth is the one after that day: whoever learnt it in between counts against us.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

import numpy as np

from bench.mastery.told import tell

FIRST, SEEDS, CHILDREN, WEEKS = 200, 20, 25, 18
EVENING, NEXT_EVENING = 9, 11  # lessons of the last week


def pairs(groups: Iterable[object]) -> set[tuple[str, int, int]]:
    return {(g.standard, a, b) for g in groups for a, b in combinations(g.students, 2)}  # type: ignore[attr-defined]


def one_class(seed: int) -> tuple[int, int, int, int, int, int, int]:
    """Members, those of them who lack the standard, pairs, kept on a quiet night, kept after a day, groups, in none."""
    from bench.mastery import policies
    from homeroom.mastery.groups import suggest
    from homeroom.mastery.knowledge import Knowledge
    from homeroom.mastery.next import Wishes
    from homeroom.simulation.worlds.prerequisites import Seen, Terms, Whole, live, of_grade

    world = of_grade(3, terms=Terms(weeks=WEEKS))
    policy, evenings = policies.next_step(world), dict[int, Knowledge]()

    def watched(seen: Seen) -> Whole:
        known = policies.knowledge(seen)
        columns = {name: getattr(known, name).copy() for name in ("p", "weight", "missed", "last")}
        if seen.week == WEEKS - 1:
            evenings[seen.lesson] = replace(known, **columns)
        return policy(seen)

    year = live(world, watched, CHILDREN, seed)
    wishes = Wishes.of(evenings[EVENING], (world.grades == 3).astype(np.float64))
    first = suggest(evenings[EVENING], world.graph, wishes)
    quiet = suggest(replace(evenings[EVENING], today=evenings[EVENING].today + 1), world.graph, wishes, first.groups)
    day = suggest(evenings[NEXT_EVENING], world.graph, wishes, first.groups)
    place = {code: k for k, code in enumerate(world.graph.codes)}
    members = [(student, place[group.standard]) for group in first.groups for student in group.students]
    lacking = sum(not year.known[student, k] for student, k in members)
    together = pairs(first.groups)
    kept = (len(together & pairs(quiet.groups)), len(together & pairs(day.groups)))
    return len(members), lacking, len(together), *kept, len(first.groups), len(first.left_out)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeroom.site.settings")
    os.environ.setdefault("HOMEROOM_HOME", ".make/home")
    import django

    django.setup()
    found = np.array([one_class(seed) for seed in range(FIRST, FIRST + SEEDS)]).sum(axis=0)
    members, lacking, together, quiet, day, groups, none = found.tolist()
    print(f"{SEEDS} classes of {CHILDREN}: {groups} groups, {members} members, {none} children in none")
    tell(
        {
            "groups: lack it": lacking / max(members, 1),
            "groups: kept on a quiet night": quiet / max(together, 1),
            "groups: kept after a day": day / max(together, 1),
        }
    )
    print(f"members who truly lack the standard: {lacking / max(members, 1):.1%}")
    print(
        f"pairs kept on a quiet night: {quiet / max(together, 1):.1%}; after a normal day: {day / max(together, 1):.1%}"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
