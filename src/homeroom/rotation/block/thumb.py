"""The coordinator's rule of thumb: whole classes to the lab, the lowest children with an adult on the commonest gap.

It needs no solver, so it plans where none is installed, and it is what a solved plan is measured by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from homeroom.rotation.block.board import Board, Facts, Option
from homeroom.rotation.block.greedy import alone, keep_locks, make_peers
from homeroom.rotation.block.instance import Adult, Instance
from homeroom.rotation.block.made import plan_of
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Plan


def thumb(instance: Instance) -> Plan:
    facts = Facts(instance)
    board = Board(facts)
    keep_locks(board)
    to_the_lab(board)
    for leads in (Modality.TUTORING, Modality.TEACHER_LED):
        for adult in instance.adults:
            if adult.leads is leads:
                for slot in facts.leading[adult.number]:
                    take_the_lowest(board, adult, slot)
    by_themselves(board)
    make_peers(board)
    return plan_of(board, "rule of thumb")


def to_the_lab(board: Board) -> None:
    """Class after class for whole sessions, while the lab has seats for all of a class."""
    classes: dict[int, list[int]] = {}
    for child in board.instance.children:
        classes.setdefault(child.school_class, []).append(child.number)
    turn = sorted(classes)
    for slot in board.instance.slots:
        for _ in range(len(turn)):
            if len(classes[turn[0]]) > board.instance.seats[slot.key] - board.used[slot.key, Modality.TECHNOLOGY]:
                break
            turn.append(turn.pop(0))
            for number in classes[turn[-1]]:
                _online(board, number, slot.key)


def _online(board: Board, child: int, slot: int) -> None:
    if slot not in board.facts.present(board.facts.children[child]):
        return
    for option in board.facts.technology(board.facts.children[child], slot):
        if board.may(child, slot, option):
            board.put(child, slot, option)
            return


def take_the_lowest(board: Board, adult: Adult, slot: int) -> None:
    """On the standard that most who are free need, the children who know least of it."""
    least, most = board.facts.sizes(adult)
    if not board.free(adult.number, slot) or most < least:
        return
    gaps = Counter(
        need.standard
        for child in board.instance.children
        for need in child.needs
        if slot in board.facts.present(child)
        and (child.number, slot) not in board.at
        and board.facts.may_be_led(child, adult, need.standard)
    )
    for standard, _ in sorted(gaps.items(), key=lambda pair: (-pair[1], pair[0])):
        chosen = board.choose(
            _lowest(board, adult, standard), slot, Option(adult.leads, adult.number, "", standard), most
        )
        if len(chosen) >= least:
            board.gather(adult.number, slot, standard, chosen)
            return


def _lowest(board: Board, adult: Adult, standard: int) -> Sequence[int]:
    known = {
        child.number: need.p
        for child in board.instance.children
        for need in child.needs
        if need.standard == standard and board.facts.may_be_led(child, adult, standard)
    }
    return sorted(known, key=lambda child: (board.led(child), known[child], child))


def by_themselves(board: Board) -> None:
    for child, slot in list(board.unplaced()):
        open_now = sorted(alone(board, child, slot), key=lambda pair: pair[1].modality is not Modality.INDEPENDENT)
        if open_now:
            board.put(child, slot, open_now[0][1])
