"""The week as a CP-SAT model: a template for each grade and day, and a Latin square of activities for its classes.

What a rule limits are uses: a class, or a whole grade, is somewhere with somebody between two bells if one or two
literals are true. Rules become rows in `week_rows`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from ortools.sat.python import cp_model

from homeroom.rotation.week.instance import Activity, Block, Grade, Instance, Kind, Model, SchoolClass, Template
from homeroom.rotation.week.rules import Strength

MANY = 1_000_000
Term = tuple[int, cp_model.IntVar]


class Mode(Enum):
    KEEP = "hard rules are kept"
    ASSUME = "a named rule holds if its literal is true"
    ELASTIC = "a named rule may be missed, at a price"


@dataclass(frozen=True)
class Use:
    """`own` is the literal of what the class does; None where the bells alone say it. `whole`: of the whole grade."""

    day: int
    grade: str
    template: int
    block: Block
    at: int
    chosen: cp_model.IntVar
    own: cp_model.IntVar | None = None
    school_class: int | None = None
    children: int = 0
    classes: int = 1
    room: int | None = None
    adults: tuple[int, ...] = ()
    activity: int | None = None
    special: int | None = None
    tutors: int = 0

    @property
    def start(self) -> int:
        return self.block.start

    @property
    def end(self) -> int:
        return self.block.end

    @property
    def literals(self) -> tuple[cp_model.IntVar, ...]:
        if self.own is None:
            return (self.chosen,)
        return (self.own,) if self.special is not None else (self.chosen, self.own)


@dataclass
class WeekModel:
    """Rows of a rule that has neither literal nor slack are kept."""

    instance: Instance
    days: tuple[int, ...]
    mode: Mode = Mode.KEEP
    redundant: bool = True
    without: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    cp: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    bells: dict[int, cp_model.IntVar] = field(default_factory=dict)
    does: dict[tuple[int, int, int, int], cp_model.IntVar] = field(default_factory=dict)
    special: dict[tuple[int, int, int, int], cp_model.IntVar] = field(default_factory=dict)
    slack: dict[str, cp_model.IntVar] = field(default_factory=dict)
    literal: dict[str, cp_model.IntVar] = field(default_factory=dict)
    uses: dict[int, list[Use]] = field(default_factory=lambda: defaultdict(list))
    products: dict[tuple[int, int, int], dict[tuple[int, int], cp_model.IntVar]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.zero = self.cp.new_constant(0)
        for day in self.days:
            for grade in self.instance.grades:
                self._choose(day, grade)
        self._strengths()

    # What holds in every week.

    def _choose(self, day: int, grade: Grade) -> None:
        usable = tuple(one for one in self.instance.templates_of(day, grade.name) if fits(self.instance, one, grade))
        for template in usable:
            self.bells[template.key] = self.cp.new_bool_var("")
        self.cp.add_exactly_one([self.bells[one.key] for one in usable] or [self.zero])
        if usable and grade.model is Model.ROTATIONAL:
            self._latin_square(day, grade, len(usable[0].of(Kind.CORE)))
        for template in usable:
            self.uses[day].extend(self._uses(day, grade, template))

    def _latin_square(self, day: int, grade: Grade, blocks: int) -> None:
        activities = self.instance.activities_of(day, grade.name)
        for own in grade.classes:
            for at in range(blocks):
                for activity in activities:
                    self.does[day, own.number, at, activity.key] = self.cp.new_bool_var("")
                self.cp.add_exactly_one([self.does[day, own.number, at, activity.key] for activity in activities])
            for activity in activities:
                told = [self.does[day, own.number, at, activity.key] for at in range(blocks)]
                self.cp.add(sum(told) == activity.times)

    def _uses(self, day: int, grade: Grade, template: Template) -> Iterator[Use]:
        chosen, seen = self.bells[template.key], dict.fromkeys(Kind, 0)
        for block in template.blocks:
            at = seen[block.kind]
            seen[block.kind] += 1
            base = Use(day, grade.name, template.key, block, at, chosen, classes=len(grade.classes))
            if block.kind is Kind.CORE and grade.model is Model.ROTATIONAL:
                yield from self._core_uses(base, grade)
            elif block.kind is Kind.SPECIAL and self.instance.specials_of(grade.name):
                yield from self._special_uses(base, grade)
            else:
                yield whole(base, grade)

    def _core_uses(self, base: Use, grade: Grade) -> Iterator[Use]:
        for own in grade.classes:
            for activity in self.instance.activities_of(base.day, grade.name):
                told = self.does[base.day, own.number, base.at, activity.key]
                yield _by_class(base, own, told, activity.room, activity.adults_of(own.number), activity=activity.key)

    def _special_uses(self, base: Use, grade: Grade) -> Iterator[Use]:
        for own in grade.classes:
            among = []
            for one in self.instance.specials_of(grade.name):
                told = self.cp.new_bool_var("")
                self.special[base.template, own.number, base.at, one.key] = told
                among.append(told)
                adults = () if one.adult is None else (one.adult,)
                yield _by_class(base, own, told, one.room, adults, special=one.key)
            self.cp.add(sum(among) == base.chosen)

    # How strictly rules are kept.

    def _strengths(self) -> None:
        for rule in sorted(self.named):
            if self.mode is Mode.ASSUME:
                self.literal[rule] = self.cp.new_bool_var(rule)
            elif self.mode is Mode.ELASTIC:
                self.slack[rule] = self.cp.new_int_var(0, MANY, "")
        for one in self.instance.rules:
            if one.strength is not Strength.HARD:
                self.slack[one.id] = self.cp.new_int_var(0, MANY, "")

    def row(self, rule: str, terms: Sequence[Term], most: int) -> None:
        """The sum of terms is `most` at most: always, if the rule is assumed, or but for the rule's slack."""
        if sum(max(factor, 0) for factor, _ in terms) <= most:
            return
        told = sum(factor * variable for factor, variable in terms) if terms else self.zero
        if rule in self.slack:
            self.cp.add(told - self.slack[rule] <= most)
        elif rule in self.literal:
            self.cp.add(told <= most).only_enforce_if(self.literal[rule])
        else:
            self.cp.add(told <= most)

    def never(self, rule: str, use: Use) -> None:
        self.row(rule, [(1, one) for one in use.literals], len(use.literals) - 1)

    def truth(self, use: Use) -> cp_model.IntVar:
        """One literal that is true where the use is."""
        if use.school_class is None or use.activity is None:
            return use.literals[0]
        return self._product(use.day, use.school_class, use.activity)[use.template, use.at]

    def _product(self, day: int, school_class: int, activity: int) -> dict[tuple[int, int], cp_model.IntVar]:
        """Of bells and activity; tied by sums over both, which is tighter than one by one."""
        key = (day, school_class, activity)
        if key not in self.products:
            self.products[key] = self._new_product(day, school_class, self._activity(activity))
        return self.products[key]

    def _new_product(self, day: int, own: int, activity: Activity) -> dict[tuple[int, int], cp_model.IntVar]:
        templates = [one for one in self.instance.templates_of(day, activity.grade) if one.key in self.bells]
        blocks = range(len(templates[0].of(Kind.CORE)))
        does = [self.does[day, own, at, activity.key] for at in blocks]
        if len(templates) == 1:
            return {(templates[0].key, at): does[at] for at in blocks}
        made = {(one.key, at): self.cp.new_bool_var("") for one in templates for at in blocks}
        for at in blocks:
            self.cp.add(sum(made[one.key, at] for one in templates) == does[at])
        for one in templates:
            self.cp.add(sum(made[one.key, at] for at in blocks) == activity.times * self.bells[one.key])
        return made

    def _activity(self, key: int) -> Activity:
        return next(one for one in self.instance.activities if one.key == key)


def fits(instance: Instance, template: Template, grade: Grade) -> bool:
    """A rotational grade needs a core block for each of its activities."""
    asked = sum(activity.times for activity in instance.activities_of(template.day, grade.name))
    return grade.model is Model.FLEX or len(template.of(Kind.CORE)) == asked


def whole(base: Use, grade: Grade) -> Use:
    """All of the grade's classes do the same; a flex grade in core blocks in its room, with its adults."""
    kind, core = base.block.kind, base.block.kind is Kind.CORE
    return Use(
        base.day,
        base.grade,
        base.template,
        base.block,
        base.at,
        base.chosen,
        children=grade.flexible_seats if kind is Kind.FLEXIBLE else grade.children,
        classes=base.classes,
        room=grade.room if core else base.block.room,
        adults=grade.adults if core else (),
        tutors=grade.tutors if kind is Kind.FLEXIBLE else 0,
    )


def _by_class(
    base: Use,
    own: SchoolClass,
    told: cp_model.IntVar,
    room: int | None,
    adults: tuple[int, ...],
    activity: int | None = None,
    special: int | None = None,
) -> Use:
    return Use(
        base.day,
        base.grade,
        base.template,
        base.block,
        base.at,
        base.chosen,
        told,
        own.number,
        own.size,
        room=room,
        adults=adults,
        activity=activity,
        special=special,
    )
