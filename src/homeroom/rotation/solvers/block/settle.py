"""From columns back to a board, and from a board to the same board without some children."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from homeroom.rotation.block.board import Board, Facts
from homeroom.rotation.block.modality import GROUPED, Modality
from homeroom.rotation.solvers.block.columns import Week
from homeroom.rotation.solvers.block.highs import Numbers


def without(board: Board, children: Collection[int]) -> Board:
    """Groups go on with whoever stays in them."""
    gone, left = set(children), Board(board.facts)
    for where, option in board.at.items():
        if where[0] not in gone:
            left.put(*where, option)
    for meeting, members in board.members.items():
        staying = [child for child in members if child not in gone]
        if staying:
            left.members[meeting] = staying
            left.on[meeting] = board.on[meeting]
    for slot, groups in board.peers.items():
        left.peers[slot] = [[child for child in group if child not in gone] for group in groups]
    return left


def settle(board: Board, week: Week, values: Numbers) -> Board | None:
    """The board with the children whose week was solved; None where the peers of a slot can't be told apart."""
    numbered: dict[tuple[int, int], list[int]] = defaultdict(list)
    for seat in week.seats:
        if values[seat.column] < 0.5:
            continue
        board.put(seat.child, seat.slot, seat.option)
        if seat.option.modality is Modality.PEER:
            numbered[seat.slot, seat.group].append(seat.child)
        elif seat.option.modality in GROUPED and seat.option.adult is not None and seat.option.standard is not None:
            board.members[seat.option.adult, seat.slot].append(seat.child)
            board.on[seat.option.adult, seat.slot] = seat.option.standard
    return board if _tell_apart(board, numbered) else None


def _tell_apart(board: Board, numbered: dict[tuple[int, int], list[int]]) -> bool:
    exact = any(group for _, group in numbered)
    for slot in sorted({slot for slot, _ in numbered} | set(board.peers)):
        held = [child for group in board.peers[slot] for child in group]
        found = [children for (at, _), children in sorted(numbered.items()) if at == slot]
        if exact and not held:
            board.peers[slot] = found
            continue
        split = in_groups(board.facts, slot, [*held, *(child for children in found for child in children)])
        if split is None:
            return False
        board.peers[slot] = split
    return True


def in_groups(facts: Facts, slot: int, children: Collection[int]) -> list[list[int]] | None:
    """Groups of the sizes that peers may have, pairs kept; None where the first that are tried do not fit."""
    least, most = facts.instance.sizes.peer
    if not children:
        return []
    count = len(children) // least
    if not count or len(children) > count * most:
        return None
    ends = [len(children) // count + (place < len(children) % count) for place in range(count)]
    groups: list[list[int]] = [[] for _ in ends]
    bound = sorted(children, key=lambda child: (child not in facts.together, child not in facts.apart, child))
    done: set[int] = set()
    for child in bound:
        if child in done:
            continue
        company = _company(facts, child, set(children))
        home = next((place for place, end in enumerate(ends) if _fits(facts, groups[place], company, end)), None)
        if home is None:
            return None
        groups[home] += sorted(company)
        done |= company
    return groups


def _company(facts: Facts, child: int, present: set[int]) -> set[int]:
    company, waiting = {child}, [child]
    while waiting:
        more = facts.together.get(waiting.pop(), set()) & present - company
        company |= more
        waiting += more
    return company


def _fits(facts: Facts, group: list[int], company: set[int], end: int) -> bool:
    apart = any(facts.apart.get(child, set()) & {*group, *company} for child in company)
    return len(group) + len(company) <= end and not apart
