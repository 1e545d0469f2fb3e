"""Greedy by gain: always the best group or place that is left. A peer to measure by, and the solver's first plan."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator

from homeroom.rotation.block.board import Board, Facts, Option
from homeroom.rotation.block.instance import Adult, Instance, Lock
from homeroom.rotation.block.made import plan_of
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Plan

A_MISSED_FLOOR = 1.0  # what the first plan counts an adult-led session under a child's floor as
BEHIND = 2.0  # what a session with a tutor counts more for each session that the child's class is behind its share
A_RARE_FLOOR = 30.0  # the same, where only tutors may lead the child: more than a whole group of any others
WITHOUT_ADULT = (Modality.TECHNOLOGY, Modality.INDEPENDENT, Modality.PEER)


def greedy(instance: Instance, *, floors: bool = False) -> Plan:
    """By gain alone; with `floors` children short of adult-led sessions come first."""
    return plan_of(fill(Facts(instance), floors=floors), "greedy by gain")


def fill(facts: Facts, *, floors: bool = True) -> Board:
    board = Board(facts)
    keep_locks(board)
    _lead(board, floors)
    for modality in sorted(WITHOUT_ADULT, key=lambda one: -facts.instance.assumptions.response.get(one, 0.0)):
        if modality is Modality.PEER:
            make_peers(board)
        else:
            _place(board, modality)
    make_peers(board)
    return board


# Locks


def keep_locks(board: Board) -> None:
    """Locked groups first, then locked places; a lock that finds no place is left to whoever reads the plan."""
    for lock in board.instance.locks:
        if (lock.child, lock.slot) not in board.at and lock.modality in (Modality.TUTORING, Modality.TEACHER_LED):
            _keep_group(board, lock)
    for lock in board.instance.locks:
        if (lock.child, lock.slot) not in board.at:
            _keep_place(board, lock)


def _keep_group(board: Board, lock: Lock) -> None:
    best: tuple[float, int, int, list[int]] | None = None
    for adult in board.instance.adults:
        if adult.leads is not lock.modality or lock.adult not in (None, adult.number):
            continue
        for need in board.facts.children[lock.child].needs:
            if lock.standard not in (None, need.standard):
                continue
            value, chosen = best_group(board, adult, lock.slot, need.standard, floors=True, first=lock.child)
            if lock.child in chosen and (best is None or value > best[0]):
                best = value, adult.number, need.standard, chosen
    if best:
        board.gather(best[1], lock.slot, best[2], best[3])


def _keep_place(board: Board, lock: Lock) -> None:
    child = board.facts.children[lock.child]
    open_now = [*board.facts.technology(child, lock.slot), board.facts.independent(child.number)]
    for option in open_now:
        if board.may(lock.child, lock.slot, option):
            board.put(lock.child, lock.slot, option)
            return


# Groups


def best_group(
    board: Board, adult: Adult, slot: int, standard: int, *, floors: bool, first: int | None = None
) -> tuple[float, list[int]]:
    """The children who gain most by one group, and their gain; nobody where too few can come."""
    least, most = board.facts.sizes(adult)
    if not board.free(adult.number, slot) or most < least:
        return 0.0, []
    option = Option(adult.leads, adult.number, "", standard)
    gains = {
        child: _gain(board, child, slot, option, floors)
        for child in board.facts.needing[standard]
        if board.facts.may_be_led(board.facts.children[child], adult, standard)
    }
    ranked = sorted(gains, key=lambda child: (child != first, -gains[child], child))
    best: tuple[float, list[int]] = 0.0, []
    for size in _sizes(board, adult, least, most):
        chosen = board.choose(ranked, slot, option, size)
        if len(chosen) >= least:
            larger = adult.leads is Modality.TUTORING and len(chosen) > board.instance.sizes.small
            value = sum(gains[child] for child in chosen) * (board.facts.worth.assumed.larger if larger else 1.0)
            best = max(best, (value, chosen), key=lambda pair: pair[0])
    return best


def _sizes(board: Board, adult: Adult, least: int, most: int) -> Iterable[int]:
    small = board.instance.sizes.small
    return sorted({min(small, most), most}) if adult.leads is Modality.TUTORING and small >= least else (most,)


def _gain(board: Board, child: int, slot: int, option: Option, floors: bool) -> float:
    value = board.facts.worth.place(child, slot, option.modality, option.standard)
    if not floors:
        return value
    if option.modality is Modality.TUTORING:
        value += BEHIND * _behind(board, board.facts.children[child].school_class)
    if board.led(child) >= board.facts.children[child].floor:
        return value
    return value + (A_RARE_FLOOR if child in board.facts.tutors_only else A_MISSED_FLOOR)


def _behind(board: Board, school_class: int) -> float:
    """Sessions with an adult a child, under an even share of all. It only falls as groups fill."""
    led = board.led_of_class[school_class] / len(board.facts.by_class[school_class])
    return max(0.0, board.facts.led_at_most - led)


def _lead(board: Board, floors: bool) -> None:
    """Group after group, the one of most gain first. A gain only falls as places fill, so an old one is a bound."""
    waiting: list[tuple[float, int, int, int]] = []
    adults = board.facts.adults
    for adult in board.instance.adults:
        for slot in board.facts.leading[adult.number]:
            for standard in board.facts.needing:
                value, chosen = best_group(board, adult, slot, standard, floors=floors)
                if chosen:
                    waiting.append((-value, adult.number, slot, standard))
    heapq.heapify(waiting)
    while waiting:
        _, number, slot, standard = heapq.heappop(waiting)
        value, chosen = best_group(board, adults[number], slot, standard, floors=floors)
        if not chosen:
            continue
        if not waiting or -value <= waiting[0][0]:
            board.gather(number, slot, standard, chosen)
        else:
            heapq.heappush(waiting, (-value, number, slot, standard))


# Places alone


def alone(board: Board, child: int, slot: int) -> Iterator[tuple[float, Option]]:
    """What a child could do by itself, and what it is worth, its repeats left out."""
    facts = board.facts
    for option in (*facts.technology(facts.children[child], slot), facts.independent(child)):
        if board.may(child, slot, option):
            yield facts.worth.place(child, slot, option.modality, option.standard), option


def _place(board: Board, modality: Modality) -> None:
    waiting = [
        (-value, child, slot, option)
        for child, slot in board.unplaced()
        for value, option in alone(board, child, slot)
        if option.modality is modality
    ]
    for _, child, slot, option in sorted(waiting, key=lambda one: one[:3]):
        if board.may(child, slot, option):
            board.put(child, slot, option)


def make_peers(board: Board) -> None:
    """Whoever is left in a slot, four or five at a time."""
    least, most = board.instance.sizes.peer
    option = Option(Modality.PEER)
    left: dict[int, list[int]] = {}
    for child, slot in board.unplaced():
        left.setdefault(slot, []).append(child)
    for slot, children in left.items():
        while children:
            size = most if len(children) % least or len(children) < least else least
            chosen = board.choose(children, slot, option, size)
            if len(chosen) < least:
                break
            board.befriend(slot, chosen)
            children = [child for child in children if child not in chosen]
