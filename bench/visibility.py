"""Figures: who sees whom, counted against a plain-Python oracle, and what a page's check costs.

    python -m bench.visibility [--seed 1] [--questions 100000] [--pairs 10000] [--minutes 8] [--district FOLDER]

Three parts, each on a roster that is received as any other: a simulated school, and a district's OneRoster where
`--district` (or the measuring data beside the checkout) has one. Chance strews dated roles, caseloads, grants,
families and people who left over it (`tests/people/strewn.py`).

1. random (user, child, day): lists and scopes against the oracle; differences must be 0;
2. random pairs of people: what is seen through somebody's eyes is exactly what both may see;
3. CPU of a class page's check (may the class be opened, who is in it, a scope of them), of a child's, and with the
   audit entry, for a teacher and the data team: the median of 100 turns, the least of three such. The
   floor is one SELECT of the user's row by its key.

The cases of the routes are `HOMEROOM_FULL=1 pytest tests/pages/test_matrix.py`. Stops in time; says how far it came.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

DISTRICT = "shared/data/programs_and_rosters/oneroster/v1p1_generated_district_medium"
MIDDLE = date(2026, 10, 20)
CHILDREN, CHUNK = 120, 2_000
LIMIT_MS = 1.0
TURNS = 100


def main() -> int:
    from bench.school import set_up

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--questions", type=int, default=100_000)
    parser.add_argument("--pairs", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=8.0)
    parser.add_argument("--district", type=Path, default=Path(__file__).parents[2] / DISTRICT)
    parser.add_argument("--roster", choices=("simulated school", "district"), help="this one alone")
    asked = parser.parse_args()
    rosters = [asked.roster] if asked.roster else ["simulated school", *["district"] * asked.district.is_dir()]
    if len(rosters) > 1:
        return _each(rosters, asked.minutes)
    with tempfile.TemporaryDirectory() as folder:
        set_up(Path(folder) / "home")
        roster = asked.district if rosters == ["district"] else _simulated(Path(folder) / "made")
        return int(one(rosters[0], roster, asked, time.monotonic() + asked.minutes * 60) > 0)


def _each(rosters: list[str], minutes: float) -> int:
    """Each roster in a process of its own: an installation's database is set up once a process."""
    given = [sys.executable, "-m", "bench.visibility", *sys.argv[1:], "--minutes", str(minutes / len(rosters))]
    return max(subprocess.run([*given, "--roster", name], check=False).returncode for name in rosters)


def _simulated(folder: Path) -> Path:
    from homeroom.simulation.write import write

    return write(folder, seed=4, children=CHILDREN, weeks=1).folder / "roster"


def one(name: str, roster: Path, asked: argparse.Namespace, ends: float) -> int:
    from homeroom.intake.receive import receive

    list(receive([roster]))
    _costs(name)
    return _agreement(name, asked, ends)


def _agreement(name: str, asked: argparse.Namespace, ends: float) -> int:
    from people.strewn import differences, strew, widened

    made = strew(asked.seed, MIDDLE)
    pairs = seen_by_pairs = wrong_pairs = questions = seen = wrong = 0
    begun = time.monotonic()
    while pairs < asked.pairs and time.monotonic() < begun + (ends - begun) * 0.4:
        more, differ = widened(made, min(200, asked.pairs - pairs))
        pairs, seen_by_pairs, wrong_pairs = pairs + 200, seen_by_pairs + more, wrong_pairs + differ
    while questions < asked.questions and time.monotonic() < ends:
        done, more, differ = differences(made, min(CHUNK, asked.questions - questions))
        questions, seen, wrong = questions + done, seen + more, wrong + differ
    print(f"{name}: {questions:,} of {asked.questions:,} (user, child, day), {seen:,} seen; differences: {wrong}")
    print(f"{name}: {pairs:,} of {asked.pairs:,} pairs, {seen_by_pairs:,} children seen; differences: {wrong_pairs}")
    return wrong + wrong_pairs


def _costs(name: str) -> None:
    from homeroom.people import audit
    from homeroom.people.models import Class, Role, Staff, User
    from homeroom.people.visibility import may_open, numbers_in, open_class, scope

    group = Class.objects.filter(enrollments__staff__user__isnull=False, enrollments__role="teacher").first()
    assert group is not None
    teacher = User.objects.get(staff=group.enrollments.filter(role="teacher").first().staff)  # type: ignore[union-attr]
    team = User.objects.create(username="bench", staff=Staff.objects.create(sourced_id="b", given_name="B"))
    Role.objects.create(staff=team.staff, kind=Role.Kind.DATA_TEAM)
    from django.conf import settings

    settings.HOMEROOM_TODAY = MIDDLE
    children = numbers_in(group)
    floor = _milliseconds(lambda: User.objects.filter(pk=teacher.pk).values_list("pk").first())
    for who in (teacher, team):

        def page(who: User = who) -> list[int]:
            assert may_open(who, group.pk)
            return list(scope(who, numbers_in(group)).students)

        def audited(who: User = who) -> None:
            audit.saw(who, "class page", page(who), "teaches the child's class")

        def loaded(who: User = who) -> object:
            return open_class(who, group.pk)

        told = [_milliseconds(act) for act in (page, lambda who=who: scope(who, children[:1]), audited, loaded)]
        what = "teacher" if who is teacher else "data team"
        print(
            f"{name}: {what}, a class of {len(children)}: check {told[0]:.2f} CPU-ms, a child's {told[1]:.2f}, "
            f"with the audit entry {told[2]:.2f} (limit {LIMIT_MS}); its door and its row {told[3]:.2f}; "
            f"one row by its key {floor:.2f}"
        )


def _milliseconds(act: Callable[[], object]) -> float:
    for _ in range(5):
        act()
    return min(statistics.median(_once(act) for _ in range(TURNS)) for _ in range(3)) * 1000


def _once(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


if __name__ == "__main__":
    sys.exit(main())
