"""The rules of a week as rows of its model, one function for each kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from ortools.sat.python import cp_model

from homeroom.rotation.solvers.week_model import Mode, Use, WeekModel
from homeroom.rotation.week.faults import GRID
from homeroom.rotation.week.instance import Adult, Grade, Kind, Lock, Model, TimeKind
from homeroom.rotation.week.rules import Rule, RuleKind, Strength

MIDNIGHT = 24 * 60


def add_rules(model: WeekModel) -> None:
    for rule in model.instance.rules:
        if rule.id in model.without or (model.mode is Mode.ASSUME and rule.strength is not Strength.HARD):
            continue
        if rule.kind is RuleKind.MEETINGS:
            _meetings(model, rule)
            continue
        for day in model.days:
            if rule.on(day):
                ROWS[rule.kind](model, rule, day)
    for lock in model.instance.locks:
        if lock.day in model.days:
            _lock(model, lock)


def _at_once(uses: Iterable[Use]) -> Iterator[list[Use]]:
    """The uses that go on at each moment at which one begins; the same ones only once."""
    every, seen = list(uses), set()
    for clock in sorted({use.start for use in every}):
        now = [number for number, use in enumerate(every) if use.start <= clock < use.end]
        if (key := tuple(now)) not in seen:
            seen.add(key)
            yield [every[number] for number in now]


def _seats(model: WeekModel, rule: Rule, day: int) -> None:
    users = [use for use in model.uses[day] if use.room == rule.room]
    for now in _at_once(users):
        model.row(rule.id, [(use.children, model.truth(use)) for use in now], rule.amount)
    if model.redundant and rule.id not in model.slack:
        _sure_seats(model, rule, day)


def _sure_seats(model: WeekModel, rule: Rule, day: int) -> None:
    """What the room's rows imply, said outright, since no search finds it in time: where all other teachers have a
    class, the classes that are left are in the room, whichever they are."""
    sure = {grade.name: _surely_there(model, rule, day, grade) for grade in model.instance.grades}
    loads: dict[tuple[int, int], tuple[int, Use]] = {}
    for use in model.uses[day]:
        if use.own is None and use.room == rule.room:
            loads[use.template, use.start] = (use.children, use)
        elif use.activity is not None and sure[use.grade][0]:
            loads[use.template, use.start] = (sure[use.grade][0], use)
    for now in _at_once(use for _, use in loads.values()):
        behind = {teacher for use in now if use.own is not None for teacher in sure[use.grade][1]}
        if any(teacher in model.slack for teacher in behind):
            continue
        terms = [(loads[use.template, use.start][0], use.chosen) for use in now]
        _with_all(model, [rule.id, *sorted(behind)], terms, rule.amount)


def _with_all(model: WeekModel, rules: list[str], terms: list[tuple[int, cp_model.IntVar]], most: int) -> None:
    if sum(factor for factor, _ in terms) > most:
        row = model.cp.add(sum(factor * variable for factor, variable in terms) <= most)
        row.only_enforce_if([model.literal[rule] for rule in rules if rule in model.literal])


def _surely_there(model: WeekModel, rule: Rule, day: int, grade: Grade) -> tuple[int, frozenset[str]]:
    """Children of the grade that are in the room in every core block, and the rules that make it so."""
    if grade.model is Model.FLEX:
        return 0, frozenset()
    limits = {
        one.adult: one
        for one in model.instance.rules
        if one.kind is RuleKind.TEACHER and one.on(day) and one.strength is Strength.HARD
    }
    activities = [one for one in model.instance.activities_of(day, grade.name) if one.room != rule.room]
    free, teachers = set(), set()
    for activity in activities:
        for own in grade.classes:
            limited = [adult for adult in activity.adults_of(own.number) if adult in limits]
            teachers.update(limited)
            if not limited:
                free.add(own.number)
    elsewhere = len(free) + sum(limits[adult].amount for adult in teachers)
    there = max(0, len(grade.classes) - elsewhere)
    return sum(sorted(own.size for own in grade.classes)[:there]), frozenset(limits[one].id for one in teachers)


def _classes(model: WeekModel, rule: Rule, day: int) -> None:
    for now in _at_once(use for use in model.uses[day] if use.room == rule.room):
        model.row(rule.id, [(use.classes if use.own is None else 1, model.truth(use)) for use in now], rule.amount)


def _uses_of(model: WeekModel, adult: int | None, day: int) -> list[Use]:
    return [use for use in model.uses[day] if adult in use.adults]


def _teacher(model: WeekModel, rule: Rule, day: int) -> None:
    uses = _uses_of(model, rule.adult, day)
    if len({use.grade for use in uses}) == 1 and all(use.activity is not None for use in uses):
        told: dict[int, dict[int, cp_model.IntVar]] = defaultdict(dict)
        for use in uses:
            told[use.at][use.literals[-1].index] = use.literals[-1]
        for own in told.values():
            model.row(rule.id, [(1, one) for one in own.values()], rule.amount)
        return
    for now in _at_once(uses):
        model.row(rule.id, [(1, model.truth(use)) for use in now], rule.amount)


def _adult(model: WeekModel, rule: Rule) -> Adult:
    return next(one for one in model.instance.adults if one.number == rule.adult)


def _clocks(adult: Adult, day: int, *kinds: TimeKind) -> set[int]:
    times = [time for time in adult.times if time.day == day and time.kind in kinds]
    return {clock for time in times for clock in range(time.start, time.end, GRID)}


def _taught(use: Use) -> set[int]:
    return set(range(use.start, use.end, GRID))


def _hours(model: WeekModel, rule: Rule, day: int) -> None:
    adult = _adult(model, rule)
    open_to = _clocks(adult, day, TimeKind.AVAILABLE) or set(range(0, MIDNIGHT, GRID))
    open_to -= _clocks(adult, day, TimeKind.PREPARATION, TimeKind.LUNCH, TimeKind.DUTY)
    for use in _uses_of(model, rule.adult, day):
        if not _taught(use) <= open_to:
            model.never(rule.id, use)


def _lunch(model: WeekModel, rule: Rule, day: int) -> None:
    """A lunch may be moved earlier until it meets the end of a class or duty: no other start needs to be tried."""
    uses, duties = _uses_of(model, rule.adult, day), _clocks(_adult(model, rule), day, TimeKind.DUTY)
    ends = {rule.start, *(use.end for use in uses), *(clock + GRID for clock in duties)}
    eats = []
    for start in sorted(end for end in ends if rule.start <= end <= rule.end - rule.amount):
        end = start + rule.amount
        if not duties.isdisjoint(range(start, end, GRID)):
            continue
        begins = model.cp.new_bool_var("")
        eats.append(begins)
        for use in uses:
            if use.start < end and start < use.end:
                model.cp.add_bool_or([begins.negated(), *(one.negated() for one in use.literals)])
    model.row(rule.id, [(-1, one) for one in eats], -1)


def _preparation(model: WeekModel, rule: Rule, day: int) -> None:
    uses, adult = _uses_of(model, rule.adult, day), _adult(model, rule)
    bells = [bell for use in model.uses[day] for bell in (use.start, use.end)]
    free = _clocks(adult, day, TimeKind.AVAILABLE) or set(range(min(bells), max(bells), GRID))
    free -= _clocks(adult, day, TimeKind.LUNCH, TimeKind.DUTY)
    minutes = [(GRID * len(free & _taught(use)), use) for use in uses]
    most = GRID * len(free) - rule.amount
    if len({use.grade for use in uses}) > 1:
        model.row(rule.id, [(taken, model.truth(use)) for taken, use in minutes], most)
        return
    by_template = defaultdict(list)
    for taken, use in minutes:
        by_template[use.template].append((taken, use))
    for own in by_template.values():
        _taught_under(model, rule, own, most)


def _taught_under(model: WeekModel, rule: Rule, minutes: list[tuple[int, Use]], most: int) -> None:
    """Minutes under one template, a row that holds where the template is chosen."""
    told = [(taken, use.chosen if use.own is None else use.own) for taken, use in minutes]
    over = sum(taken for taken, _ in told) - most
    if over > 0:
        model.row(rule.id, [*told, (over, minutes[0][1].chosen)], most + over)


def _meetings(model: WeekModel, rule: Rule) -> None:
    weekdays = {day.key: len(day.weekdays) for day in model.instance.days if rule.on(day.key)}
    for grade in model.instance.grades:
        asked = any(special.key == rule.special for special in model.instance.specials_of(grade.name))
        if not asked or not rule.of_grade(grade.name):
            continue
        for own in grade.classes:
            met = [
                (-weekdays[use.day], use.own)
                for day in model.days
                if day in weekdays
                for use in model.uses[day]
                if use.school_class == own.number and use.special == rule.special and use.own is not None
            ]
            model.row(rule.id, met or [(1, model.zero)], -rule.amount)


def _tutors(model: WeekModel, rule: Rule, day: int) -> None:
    for now in _at_once(use for use in model.uses[day] if use.tutors):
        model.row(rule.id, [(use.tutors, use.chosen) for use in now], rule.amount)


def _first(model: WeekModel, day: int, kind: str) -> Iterator[Use]:
    """The first block of the kind under each template."""
    seen = set()
    for use in model.uses[day]:
        if use.block.kind == kind and use.template not in seen:
            seen.add(use.template)
            yield use


def _waves(model: WeekModel, rule: Rule, day: int) -> None:
    starts: dict[int, cp_model.IntVar] = {}
    for use in _first(model, day, Kind.FLEXIBLE):
        wave = starts.setdefault(use.start, model.cp.new_bool_var(""))
        model.cp.add_implication(use.chosen, wave)
    model.row(rule.id, [(1, wave) for wave in starts.values()], rule.amount)


def _window(model: WeekModel, rule: Rule, day: int) -> None:
    if rule.activity is not None:
        for use in model.uses[day]:
            if use.activity == rule.activity and not (rule.start <= use.start and use.end <= rule.end):
                model.never(rule.id, use)
        return
    for template in model.instance.templates:
        if template.key in model.bells and template.day == day and rule.of_grade(template.grade):
            outside = sum(
                block.minutes - max(0, min(block.end, rule.end) - max(block.start, rule.start))
                for block in template.of(Kind(rule.block))
            )
            model.row(rule.id, [(outside, model.bells[template.key])], 0)


def _apart(model: WeekModel, rule: Rule, day: int) -> None:
    both = {(use.template, use.start): use for use in model.uses[day] if use.block.kind == rule.block}
    for now in _at_once(use for use in both.values() if use.grade in (rule.grade, rule.other)):
        if len({use.grade for use in now}) > 1:
            model.row(rule.id, [(1, use.chosen) for use in now], 1)


def _together(model: WeekModel, rule: Rule, day: int) -> None:
    starts: dict[int, list[tuple[int, cp_model.IntVar]]] = defaultdict(list)
    for use in _first(model, day, rule.block):
        if use.grade in (rule.grade, rule.other):
            starts[use.start].append((1 if use.grade == rule.grade else -1, use.chosen))
    for terms in starts.values():
        model.row(rule.id, terms, 0)
        model.row(rule.id, [(-factor, chosen) for factor, chosen in terms], 0)


def _minutes(model: WeekModel, rule: Rule, day: int) -> None:
    for template in model.instance.templates:
        if template.key in model.bells and template.day == day and rule.of_grade(template.grade):
            short = max(0, rule.amount - template.minutes(Kind(rule.block)))
            model.row(rule.id, [(short, model.bells[template.key])], 0)


def _lock(model: WeekModel, lock: Lock) -> None:
    """What can't be found, such as a template that never fits, can't be kept either."""
    if lock.template is not None:
        told = [model.bells[lock.template]] if lock.template in model.bells else []
    else:
        told = list(_locked(model, lock))
    model.row(lock.id, [(-1, one) for one in told] or [(1, model.zero)], -1)


def _locked(model: WeekModel, lock: Lock) -> Iterator[cp_model.IntVar]:
    seen = set()
    for use in model.uses[lock.day]:
        wanted = use.activity == lock.activity and use.special == lock.special
        if wanted and use.own is not None and (use.school_class, use.at) == (lock.school_class, lock.at):
            if use.own.index not in seen:
                yield use.own
            seen.add(use.own.index)


ROWS: dict[RuleKind, Callable[[WeekModel, Rule, int], None]] = {
    RuleKind.SEATS: _seats,
    RuleKind.CLASSES: _classes,
    RuleKind.TEACHER: _teacher,
    RuleKind.HOURS: _hours,
    RuleKind.LUNCH: _lunch,
    RuleKind.PREPARATION: _preparation,
    RuleKind.TUTORS: _tutors,
    RuleKind.WAVES: _waves,
    RuleKind.WINDOW: _window,
    RuleKind.APART: _apart,
    RuleKind.TOGETHER: _together,
    RuleKind.MINUTES: _minutes,
}
