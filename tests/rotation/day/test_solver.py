"""The day's solver: every child who is here has one seat, whoever is away none, and little moves."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from homeroom.rotation.block.greedy import greedy
from homeroom.rotation.block.instance import Child, Instance, Limits, Lock, Need, Sizes, Slot, Standard
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Group, Place, Plan
from homeroom.rotation.block.today import Away, Seat, Today, as_it_is, as_json, seated_from_json
from homeroom.simulation.rotation.blocks import of_size

pytest.importorskip("highspy", reason="the extra [planner] is not installed")
day_main = pytest.importorskip("homeroom.rotation.solvers.day_main")
pytestmark = pytest.mark.any_database


@pytest.fixture(scope="module")
def week() -> tuple[Instance, Plan]:
    instance = of_size(60, 3)
    return instance, greedy(instance, floors=True)


def missing(week: tuple[Instance, Plan], stability: float = 0.1) -> Today:
    """A tutor who leads a group that day, and three children, are away."""
    instance, plan = week
    on = instance.slots[2].on
    slots = tuple(slot.key for slot in instance.slots if slot.on == on)
    tutor = next(g.adult for g in plan.groups if g.modality is Modality.TUTORING and set(g.slots) & set(slots))
    children = tuple(Away(child.number, slots) for child in instance.children[::20])
    return Today(instance, plan, on, children, (Away(tutor or 0, slots),), stability=stability)


def seats(today: Today) -> dict[tuple[int, int], Seat]:
    return {(seat.child, seat.slot): seat for seat in day_main.solve(today).seats}


def test_who_is_here_has_one_seat_and_who_is_away_has_none(week: tuple[Instance, Plan]) -> None:
    today = missing(week)
    found, instance = day_main.solve(today).seats, as_it_is(today)
    wanted = {
        (child.number, slot)
        for child in instance.children
        for slot in today.slots
        if slot not in {*child.away, *(served.slot for served in child.services)}
    }
    assert Counter((seat.child, seat.slot) for seat in found) == Counter(wanted)


def test_seats_and_places_are_not_given_twice(week: tuple[Instance, Plan]) -> None:
    today = missing(week)
    used = Counter((seat.slot, seat.modality) for seat in seats(today).values())
    for slot in today.slots:
        assert used[slot, Modality.TECHNOLOGY] <= today.instance.seats[slot]
        assert used[slot, Modality.INDEPENDENT] <= today.instance.independent[slot]


def test_whose_work_alone_is_locked_is_not_fetched_to_save_a_group_that_is_too_small() -> None:
    """A project of three loses one; a fourth child could fill it, but is to work alone."""
    monday = date(2026, 11, 2)
    instance = Instance(
        1,
        monday,
        slots=(Slot(0, monday, 1, 600, 630),),
        standards=(Standard(0, "3.NF.A.1", "Mathematics", "03"),),
        children=tuple(Child(number, 1, "03", 0, (Need(0, 0.9, 0.5),)) for number in (1, 2, 3, 4)),
        adults=(),
        rooms=(),
        programs=(),
        seats=(0,),
        independent=(4,),
        sizes=Sizes(peer=(3, 4)),
        limits=Limits(independent=5, peer=5),
    )
    peers = tuple(Place(number, 0, Modality.PEER, 1) for number in (2, 3, 4))
    group = Group(1, Modality.PEER, (0,), (2, 3, 4))
    plan = Plan("", (Place(1, 0, Modality.INDEPENDENT, standard=0), *peers), (group,))
    locks = (Lock(1, 0, Modality.INDEPENDENT), Lock(3, 0, Modality.PEER))
    found = seats(Today(instance, plan, monday, children=(Away(2, (0,)),), locks=locks))
    assert {child: seat.modality for (child, _), seat in found.items()} == dict.fromkeys(
        (1, 3, 4), Modality.INDEPENDENT
    )


def test_nobody_whose_place_is_still_there_moves_where_quiet_is_worth_everything(week: tuple[Instance, Plan]) -> None:
    instance, plan = week
    on = instance.slots[2].on
    today = Today(instance, plan, on, stability=1_000.0)
    found = seats(today)
    here = [place for place in plan.places if (place.child, place.slot) in found]
    without = sum(place.modality is Modality.OVERFLOW for place in here)
    moved = [
        place
        for place in here
        if (found[place.child, place.slot].modality, found[place.child, place.slot].program)
        != (place.modality, place.program)
    ]
    # Whoever had no place comes first, and another child makes room.
    assert len(moved) <= 2 * without


def test_the_process_reads_a_day_and_writes_the_same_seats(week: tuple[Instance, Plan], tmp_path: Path) -> None:
    today, source, target = missing(week), tmp_path / "today.json", tmp_path / "seated.json"
    source.write_bytes(as_json(today))
    command = [sys.executable, "-m", "homeroom.rotation.solvers.day_main", str(source), str(target)]
    assert subprocess.run(command, check=False).returncode == 0
    assert seated_from_json(target.read_bytes()) == day_main.solve(today)
    source.write_bytes(b"{}")
    assert subprocess.run(command, check=False, capture_output=True).returncode == 3
