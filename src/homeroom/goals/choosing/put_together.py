"""What was drawn, as assignments that are not saved, and as the log's candidates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from homeroom.goals.choosing import codes, kernel, limits, reasons, tutor
from homeroom.goals.choosing.draw import Drawn, blind, masters
from homeroom.goals.choosing.log import Candidate
from homeroom.goals.choosing.rules import OFFLINE, POLICY
from homeroom.goals.choosing.works import Work
from homeroom.goals.models import Assignment
from homeroom.goals.numbers import number
from homeroom.mastery import lists, next_kernel
from homeroom.mastery.next import Judged
from homeroom.mastery.reasons import is_known_by_itself, of_all
from homeroom.mastery.state import STATES
from homeroom.people.clock import today
from homeroom.programs.assign import NOT_TOLD, WORK_LIST
from homeroom.standards.models import Standard

NOT_NEXT = (next_kernel.BLOCKED, next_kernel.NOT_READY, next_kernel.PROBE_FIRST, next_kernel.KNOWN, next_kernel.RESTS)


@dataclass(frozen=True)
class Piece:
    """One piece of proposed work: an assignment that is not saved, how the program would be told, and what it is worth.

    `title` is the lesson's, blank where none is named. `at` is its place among the child's candidates.
    """

    assignment: Assignment
    channel: str
    title: str
    worth: float
    at: int

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(self.assignment.reason_codes)

    @property
    def is_probe(self) -> bool:
        """Whether it finds out what is not known, or is tried without what comes before it."""
        return bool(self.codes & {reasons.PROBE, reasons.TRY, reasons.BLIND})

    @property
    def with_adult(self) -> bool:
        return bool(self.codes & {reasons.TUTOR, reasons.STOPPED})


@dataclass(frozen=True)
class ForChild:
    """One child's proposed work, best first, with all that could have been proposed.

    `masters`: the child is known to know all of the goal. `unknown`: nothing at all is known of the child.
    """

    student: int
    work: tuple[Piece, ...]
    candidates: tuple[Candidate, ...]
    masters: bool = False
    unknown: bool = False

    @property
    def minutes(self) -> int:
        """Of all the child's pieces together."""
        return sum(piece.assignment.minutes for piece in self.work)


def of_child(drawn: Drawn, row: int, standards: Mapping[str, Standard], seed: int) -> ForChild:
    """The child in one row."""
    judged = drawn.judged(row)
    candidates, pieces = list[Candidate](), list[Piece]()
    for candidate, piece in (*_chosen(drawn, row), *_stuck(drawn, row, judged)):
        made = _assignment(drawn, row, candidate, piece, standards, seed)
        pieces.append(Piece(made, candidate.channel, piece.title, candidate.worth, len(candidates)))
        candidates.append(candidate)
    candidates += [*_others(drawn, row), *_not_next(drawn, row, judged)]
    unknown = bool(blind(drawn.knowledge)[row])
    return ForChild(drawn.students[row], tuple(pieces), tuple(candidates), masters(drawn, row), unknown)


@dataclass(frozen=True)
class _Chosen:
    """Beside a candidate that was chosen: what an assignment needs of it."""

    minutes: int
    serves: str
    title: str = ""
    content_item: int | None = None


def _chosen(drawn: Drawn, row: int) -> Iterator[tuple[Candidate, _Chosen]]:
    chosen, names = drawn.chosen, drawn.graph.codes
    for n in range(chosen.place.shape[1]):
        place, option = int(chosen.place[row, n]), int(chosen.option[row, n])
        if place < 0:
            return
        k = int(drawn.steps.standard[row, place])
        serves = names[drawn.serves(k, int(drawn.steps.cause[row, place]))]
        work = drawn.works[drawn.content.option[option]] if option != codes.OFFLINE else None
        worth, chance = float(chosen.worth[row, n]), float(chosen.chance[row, n])
        candidate = _candidate(drawn, row, place, work, worth, chance)
        minutes = round(float(chosen.minutes[row, n]))
        lesson = (work.title or work.lesson, work.content_item) if work else ("", None)
        yield candidate, _Chosen(minutes, serves, *lesson)


def _candidate(
    drawn: Drawn, row: int, place: int, work: Work | None, worth: float, chance: float, blocked_by: str = ""
) -> Candidate:
    told = _codes(drawn, row, place, work)
    return Candidate(
        standard=drawn.graph.codes[drawn.steps.standard[row, place]],
        program=work.program if work else "",
        lesson=work.lesson if work else "",
        channel=work.channel if work else WORK_LIST,
        worth=worth,
        reason=reasons.kept(told),
        codes=told,
        blocked_by=blocked_by,
        chance=chance,
    )


def _codes(drawn: Drawn, row: int, place: int, work: Work | None) -> tuple[str, ...]:
    """Why, as codes: the words first, then what they are about."""
    steps, names = drawn.steps, drawn.graph.codes
    k, kind, cause = (int(column[row, place]) for column in (steps.standard, steps.kind, steps.cause))
    word = lists.KINDS[kind]
    beside = (
        (bool(drawn.lists.blind[row]), reasons.BLIND),
        (work is not None and _first(drawn, row, work), reasons.LESSON_FIRST),
        (work is None, reasons.OFFLINE),
        (work is not None and names[k] not in work.named, reasons.COARSE),
        (kind == next_kernel.BEFORE_GOAL and is_known_by_itself(drawn.knowledge, row, k), reasons.DOUBTED),
    )
    about = {"standard": names[k], "serves": names[drawn.serves(k, cause)]}
    if cause >= 0 and kind in (next_kernel.TRY, next_kernel.PINNED):
        about["it"] = names[cause]
    told = {**about, **_evidence(drawn, row, k)}
    return (word, *(code for holds, code in beside if holds), *(f"{name}={value}" for name, value in told.items()))


def _first(drawn: Drawn, row: int, work: Work) -> bool:
    return bool(drawn.children.first[row, drawn.works.index(work)] == codes.A_LESSON)


def _evidence(drawn: Drawn, row: int, k: int) -> Mapping[str, str]:
    known = drawn.knowledge
    if known.told is not None and known.told[row, k] >= 0:
        return {"told": str(STATES[known.told[row, k]])}
    if not known.weight[row, k] > 0:
        return {}
    return {"percent": f"{100 * known.p[row, k]:.0f}", "items": f"{known.weight[row, k]:.0f}"}


def _stuck(drawn: Drawn, row: int, judged: Judged) -> Iterator[tuple[Candidate, _Chosen]]:
    """Work with an adult, once a goal."""
    names, student = drawn.graph.codes, drawn.students[row]
    there = {one.standard for one in drawn.asked if one.student == student and not one.program and not one.again}
    for one in tutor.stuck(judged, drawn.knowledge, drawn.graph, row, drawn.goals, drawn.stopped(row)):
        code = names[one.standard]
        serves = names[drawn.serves(one.standard, -1)]
        values = {"standard": code, "serves": serves, **tutor.told(one, drawn.knowledge, names, row)}
        told = (tutor.word(one), *(f"{name}={value}" for name, value in values.items()))
        if code not in there:
            yield (
                Candidate(code, "", "", WORK_LIST, 0.0, reasons.kept(told), told, chance=1.0),
                _Chosen(OFFLINE["minutes"], serves),
            )


def _others(drawn: Drawn, row: int) -> Iterator[Candidate]:
    """All other work on the standards of the child's list, as it stood before anything was chosen."""
    taken = {int(option) for option in drawn.chosen.option[row] if option >= 0}
    even = _even(drawn, row)
    for place, k in enumerate(drawn.steps.standard[row]):
        if k < 0:
            return
        for at in range(drawn.content.starts[k], drawn.content.starts[k + 1]):
            if at not in taken:
                work = drawn.works[drawn.content.option[at]]
                worth = _worth(drawn, row, place, at)
                why = _held(drawn, row, int(k), int(drawn.content.option[at]))
                chance = even.get((place, worth), 0.0) if why == codes.FREE else 0.0
                yield _candidate(drawn, row, place, work, worth, chance, reasons.HELD.get(why, ""))


def _even(drawn: Drawn, row: int) -> Mapping[tuple[int, float], float]:
    """The chance of work that was as good as what was drawn first for its standard."""
    chosen = drawn.chosen
    found: dict[tuple[int, float], float] = {}
    for n in range(chosen.place.shape[1]):
        place, option = int(chosen.place[row, n]), int(chosen.option[row, n])
        if place >= 0 and option >= 0 and chosen.chance[row, n] < 1:
            found.setdefault((place, _worth(drawn, row, place, option)), float(chosen.chance[row, n]))
    return found


def _worth(drawn: Drawn, row: int, place: int, at: int) -> float:
    lists_of, content = drawn.lists, drawn.content
    kind, is_blind, work = int(lists_of.kind[row, place]), bool(lists_of.blind[row]), int(content.option[at])
    minutes = kernel.asked_minutes(kind, is_blind, at, content, drawn.bounds)
    value = kernel.base(kind, float(lists_of.value[row, place]))
    probe, tries = kernel.is_probe(kind, is_blind), int(drawn.children.tries[row, work])
    return float(kernel.worth(value, probe, content.fit[at], content.effect[work], minutes, tries))


def _held(drawn: Drawn, row: int, k: int, work: int) -> int:
    why = int(kernel.held(row, k, work, drawn.content, drawn.children))
    program = drawn.content.program[work]
    most = drawn.bounds.at_once[program]
    full = why == codes.FREE and most > 0 and drawn.children.running[row, program] >= most
    return codes.AT_ONCE if full else why


def _not_next(drawn: Drawn, row: int, judged: Judged) -> Iterator[Candidate]:
    """The goal's standards that are not asked for now, and those that a teacher has taken off, with the reason."""
    words = of_all(judged, drawn.knowledge, drawn.graph, row)
    off = [int(k) for k in (judged.status == next_kernel.BLOCKED).nonzero()[0]]
    for k in dict.fromkeys([*drawn.goals, *off]):
        if judged.status[k] in NOT_NEXT:
            yield Candidate(drawn.graph.codes[k], "", "", "", 0.0, "", (), words[k])


def _assignment(
    drawn: Drawn, row: int, candidate: Candidate, piece: _Chosen, standards: Mapping[str, Standard], seed: int
) -> Assignment:
    goal, student = drawn.goal, drawn.students[row]
    record = drawn.records.get(candidate.program, NOT_TOLD)
    begins = min(max(goal.begins_on, today()), goal.ends_on)
    return Assignment(
        id=number(goal.pk, student, candidate.standard, candidate.program, candidate.lesson),
        goal=goal,
        student_id=student,
        standard=standards[candidate.standard],
        serves=standards[piece.serves],
        program=candidate.program,
        content_item_id=piece.content_item,
        minutes=piece.minutes,
        begins_on=begins,
        ends_on=limits.ends_on(goal, begins, record),
        reason=candidate.reason,
        reason_codes=list(candidate.codes),
        policy_version=POLICY,
        seed=seed,
    )
