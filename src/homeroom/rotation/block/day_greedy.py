"""A day planned anew by rule of thumb, for schools without the planner: who can stay stays, the others go one by one
where a seat is free and worth most to them. It keeps every hard rule; nobody makes room for a floor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from homeroom.rotation.block.board import At, Board, Option
from homeroom.rotation.block.day_choices import technology
from homeroom.rotation.block.day_groups import Day, Meeting, of_today
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.today import Seat, Seated, Today

MADE_BY = "rule of thumb, the day"


def seated_greedily(today: Today) -> Seated:
    thumb = Thumb(of_today(today))
    thumb.stay()
    thumb.meet(thumb.planned())
    thumb.meet(one for one in thumb.day.meetings if one.stands_in)
    thumb.place()
    thumb.meet(one for one in thumb.day.meetings if one.modality is Modality.PEER)
    thumb.lift()
    thumb.board.overflow_the_rest()
    return Seated(tuple(thumb.seats()), MADE_BY)


class Thumb:
    """The day on a board. `members` are the children of each group that meets, by its number."""

    def __init__(self, day: Day):
        self.day, self.board = day, Board(day.facts)
        self.members: dict[int, list[int]] = {}
        for child in day.facts.instance.children:
            for place in day.elsewhere(child.number):
                option = Option(place.modality, place.adult, place.program, place.standard)
                self.board.put(place.child, place.slot, option)

    def stay(self) -> None:
        """Groups that can meet as they were, and children who work by themselves."""
        self.staying = {
            (child.number, slot) for child, slot in self.day.present() if self._can_stay(child.number, slot)
        }
        self.staying = {at for at in self.staying if self._company(*at) <= self.staying}
        for meeting in self.planned():
            here = [child for child in sorted(meeting.before) if (child, meeting.slot) in self.staying]
            if len(here) >= meeting.least:
                self._gather(meeting, here)
        for child, slot in sorted(self.staying):
            was = self.day.was[child, slot]
            if was.group is None:
                self.board.put(child, slot, Option(was.modality, None, was.program, was.standard))

    def planned(self) -> list[Meeting]:
        """Groups of the plan, the largest first."""
        found = [one for one in self.day.meetings if one.source is not None and not one.stands_in]
        return sorted(found, key=lambda one: (-len(one.before), one.number))

    def meet(self, meetings: Iterable[Meeting]) -> None:
        """Each that does not meet yet, of children who wait, those of the plan's group first, where enough can come."""
        for meeting in meetings:
            if meeting.number in self.members or not self._free(meeting):
                continue
            ranked = sorted(self._able(meeting), key=lambda child: self._rank(child, meeting))
            chosen = self.board.choose(ranked, meeting.slot, _option(meeting), meeting.most)
            if len(chosen) >= meeting.least:
                self._gather(meeting, chosen)

    def place(self) -> None:
        """Whoever waits, one after the other: in a group with a free seat, in a program, or working alone."""
        for child, slot in sorted(self._waiting(), key=lambda at: (at not in self.day.facts.locks, at)):
            best = max(self._open(child, slot), key=lambda one: one[0], default=None)
            if best is None:
                continue
            _, option, meeting = best
            if meeting is None:
                self.board.put(child, slot, option)
            else:
                self._join(meeting, child)

    def lift(self) -> None:
        """A lock that can't be kept today, as where its group doesn't meet, keeps nobody from another place."""
        locks = self.day.facts.locks
        for at in self._waiting():
            if all(lock.modality is not Modality.OVERFLOW for lock in locks.get(at, ())):
                locks.pop(at, None)
        self.place()

    def seats(self) -> Iterator[Seat]:
        number = {(child, self.day.meetings[one].slot): one for one, some in self.members.items() for child in some}
        for child, slot in ((child.number, slot) for child, slot in self.day.present()):
            option = self.board.at[child, slot]
            yield Seat(child, slot, option.modality, number.get((child, slot)), option.program, option.standard)

    def _waiting(self) -> list[At]:
        return [at for at in self.board.unplaced() if at[1] in self.day.slots]

    def _can_stay(self, child: int, slot: int) -> bool:
        if self.day.affected(child, slot):
            return False
        was = self.day.was[child, slot]
        return self.day.facts.allowed(child, slot, Option(was.modality, was.adult, was.program, was.standard))

    def _company(self, child: int, slot: int) -> set[At]:
        """Who must be in the child's groups, and the child."""
        return {(other, slot) for other in self.board.company(child, slot)}

    def _free(self, meeting: Meeting) -> bool:
        return meeting.adult is None or self.board.free(meeting.adult, meeting.slot)

    def _able(self, meeting: Meeting) -> list[int]:
        children = self.day.facts.children
        waiting = [child for child, slot in self._waiting() if slot == meeting.slot]
        return [child for child in waiting if self.day.may_join(children[child], meeting)]

    def _rank(self, child: int, meeting: Meeting) -> tuple[bool, float, int]:
        worth = self.day.facts.worth.place(child, meeting.slot, meeting.modality, meeting.standard)
        return child not in meeting.before, -worth, child

    def _gather(self, meeting: Meeting, children: Sequence[int]) -> None:
        self.members[meeting.number] = list(children)
        if meeting.adult is None:
            self.board.befriend(meeting.slot, self.members[meeting.number])
        elif meeting.standard is not None:
            self.board.gather(meeting.adult, meeting.slot, meeting.standard, children)

    def _open(self, child: int, slot: int) -> Iterator[tuple[float, Option, Meeting | None]]:
        """What a child may do by itself, or by joining a group, and what that is worth."""
        facts, company = self.day.facts, self.board.company(child, slot)
        for meeting in self.day.meetings:
            if meeting.slot == slot and self._has_room(meeting, child, company):
                option = _option(meeting)
                yield facts.worth.place(child, slot, option.modality, option.standard), option, meeting
        if not any(self._in_a_group(other, slot) for other in company):
            for option in (*technology(self.day, facts.children[child], slot), facts.independent(child)):
                if self.board.may(child, slot, option):
                    yield facts.worth.place(child, slot, option.modality, option.standard), option, None

    def _has_room(self, meeting: Meeting, child: int, company: set[int]) -> bool:
        inside = self.members.get(meeting.number, [])
        return (
            bool(inside)
            and len(inside) < meeting.most
            and self._room_is_larger(meeting)
            and company <= {child, *inside}
            and not self.day.facts.apart[child] & set(inside)
            and self.day.may_join(self.day.facts.children[child], meeting)
            and self.board.open_to(child, meeting.slot, _option(meeting))
        )

    def _room_is_larger(self, meeting: Meeting) -> bool:
        """Than all that meet in it then: several may, in a flex room."""
        if meeting.room is None:
            return True
        others = (one for one in self.day.meetings if (one.room, one.slot) == (meeting.room, meeting.slot))
        return sum(len(self.members.get(one.number, ())) for one in others) < self.day.facts.rooms[meeting.room].seats

    def _in_a_group(self, child: int, slot: int) -> bool:
        return any(child in some for number, some in self.members.items() if self.day.meetings[number].slot == slot)

    def _join(self, meeting: Meeting, child: int) -> None:
        self.members[meeting.number].append(child)
        if meeting.adult is not None:
            self.board.members[meeting.adult, meeting.slot].append(child)
        self.board.put(child, meeting.slot, _option(meeting))


def _option(meeting: Meeting) -> Option:
    return Option(meeting.modality, meeting.adult, "", meeting.standard)
