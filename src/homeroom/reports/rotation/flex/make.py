"""Made of the week that is looked at: a grade's core and flexible blocks, by turns through zones in as many minutes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from homeroom.reports.rotation import called
from homeroom.reports.rotation.flex.report import Flex, Line
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.flex import Figures, FlexDay, Short, Zone, figures_of_flex, figures_of_rotation, plan_of
from homeroom.rotation.gather.school_week import school_week
from homeroom.rotation.week.instance import Grade, Instance, Kind, Model, Time
from homeroom.rotation.week.plan import Entry, Plan
from homeroom.rotation.week.sentences import clock_words
from homeroom.rotation.week.thumb import by_thumb
from homeroom.rotation.week_drafts import Opened

MODALITIES: dict[str, str | Promise] = {
    Modality.TEACHER_LED: gettext_lazy("teacher-led group"),
    Modality.TUTORING: gettext_lazy("guided small group"),
    Modality.TECHNOLOGY: gettext_lazy("technology"),
    Modality.INDEPENDENT: gettext_lazy("independent work"),
    Modality.PEER: gettext_lazy("peer project"),
    Kind.CLASS: gettext_lazy("whole class with its teacher"),
    Kind.FLEXIBLE: gettext_lazy("flexible block, by its own plan"),
    Kind.CORE: gettext_lazy("core block without an activity"),
}
SHORT = {
    "adults": gettext_lazy("Adults in the room: {needed} needed at {at}, {there} there."),
    "lead": gettext_lazy("A zone that needs an adult has none at {at}."),
    "seats": gettext_lazy("A zone needs {needed} seats at {at}, {there} there."),
}
SHOWN = 3  # sentences of each kind of what is short: the first ones say enough


@dataclass(frozen=True)
class Asked:
    """What the form asks: how many zones of each kind, how long sessions last, how many children an adult watches."""

    grade: str
    day: int
    teacher_led: int = 2
    guided: int = 1
    technology: int = 1
    independent: int = 1
    peer: int = 1
    session: int = 25
    ratio: int = 25
    change: int = 2

    @property
    def counts(self) -> tuple[tuple[Modality, int], ...]:
        return (
            (Modality.TEACHER_LED, self.teacher_led),
            (Modality.TUTORING, self.guided),
            (Modality.TECHNOLOGY, self.technology),
            (Modality.INDEPENDENT, self.independent),
            (Modality.PEER, self.peer),
        )


def flex(was: Opened, asked: Asked) -> Flex:
    """Raises KeyError where the week has no such grade or day."""
    instance, plan = _rotational(was, asked.grade)
    grade = {one.name: one for one in instance.grades}[asked.grade]
    day = {one.key: one for one in instance.days}[asked.day]
    ours = [one for one in plan.entries if one.day == asked.day and one.school_class == grade.classes[0].number]
    adults = _adults(instance, grade)
    days = [_flex_day(instance, grade, asked, adults, *stretch) for stretch in _stretches(ours, asked.session)]
    plans = [(one, plan_of(one)) for one in days]
    both = [figures_of_flex(one, made) for one, made in plans]
    unused = sum(one.minutes for one in ours if _counts(one)) - sum((one.end - one.start) for one in days)
    mine = figures_of_rotation(instance, plan, asked.day, grade, asked.change)
    sessions = sum(
        block.sessions
        for template in instance.templates
        if template.key in {one.template for one in ours}
        for block in template.of(Kind.FLEXIBLE)
    )
    return Flex(
        school=was.kept.school_id,
        school_name=was.kept.school.name,
        version=was.kept.version,
        grade=called.grade(grade.name),
        day=day.name,
        children=grade.children,
        adults=len(adults),
        lines=tuple(_lines(mine, both, unused, sessions)),
        short=tuple(_shortest([one for _, made in plans for one in made.short])),
        zones=tuple(f"{number} × {MODALITIES[modality]}" for modality, number in asked.counts if number),
    )


def _rotational(was: Opened, grade: str) -> tuple[Instance, Plan]:
    """The week as it stands; where the grade runs as flex in it, the same school with the grade as rotational."""
    model = next((one.model for one in was.instance.grades if one.name == grade), Model.ROTATIONAL)
    if model is Model.ROTATIONAL and was.plan.entries:
        return was.instance, was.plan
    instance = school_week(was.kept.school, models={grade: Model.ROTATIONAL}).instance
    return instance, by_thumb(instance)


def _adults(instance: Instance, grade: Grade) -> tuple[int, ...]:
    """The grade's teachers, and whoever is set down for a flex grade."""
    own = {own.number for own in grade.classes}
    found = {
        who.adult
        for one in instance.activities
        if one.grade == grade.name
        for who in one.teachers
        if own & set(who.classes)
    }
    return tuple(sorted({*found, *grade.adults}))


def _counts(one: Entry) -> bool:
    return one.kind in (Kind.CORE, Kind.FLEXIBLE)


def _stretches(entries: Sequence[Entry], session: int) -> Iterator[tuple[int, int]]:
    """Core and flexible blocks that follow each other without a break, as far as whole sessions fill them."""
    start = end = None
    for one in [*sorted((one for one in entries if _counts(one)), key=lambda one: one.start), None]:
        if one is not None and start is not None and one.start == end:
            end = one.end
            continue
        if start is not None and end is not None and end - start >= session:
            yield start, start + (end - start) // session * session
        start, end = (one.start, one.end) if one is not None else (None, None)


def _flex_day(instance: Instance, grade: Grade, asked: Asked, adults: tuple[int, ...], start: int, end: int) -> FlexDay:
    number = sum(many for _, many in asked.counts)
    seats = -(-grade.children // max(1, number))
    zones = tuple(
        Zone(str(modality), modality, seats, modality in (Modality.TEACHER_LED, Modality.TUTORING))
        for modality, many in asked.counts
        for _ in range(many)
    )
    times = {one.number: tuple(time for time in one.times if time.day == asked.day) for one in instance.adults}
    there = tuple((one, times.get(one) or (Time(asked.day, start, end),)) for one in adults)
    return FlexDay(grade.children, start, end, asked.session, zones, there, asked.ratio, asked.change)


def _lines(mine: Figures, both: Sequence[Figures], unused: int, sessions: int) -> Iterator[Line]:
    minutes: Counter[str] = Counter()
    for one in both:
        minutes.update(one.minutes)
    for name in sorted({*mine.minutes, *minutes}, key=lambda name: list(MODALITIES).index(name)):
        words = gettext("Minutes of a child: %(modality)s") % {"modality": MODALITIES[name]}
        yield Line(words, f"minutes_{name}", "minutes", mine.minutes.get(name), minutes.get(name))
    yield Line(gettext_lazy("Minutes in no session"), "minutes_unused", "minutes", 0, unused)
    yield Line(gettext_lazy("Minutes lost moving, of a child"), "lost", "minutes", mine.lost, sum(a.lost for a in both))
    yield Line(gettext_lazy("Moves of a child"), "moves", "", mine.moves, sum(one.moves for one in both))
    smallest, largest = min((a.smallest for a in both), default=None), max((a.largest for a in both), default=None)
    yield Line(gettext_lazy("Smallest group"), "smallest", "children", mine.smallest, smallest)
    yield Line(gettext_lazy("Largest group"), "largest", "children", mine.largest, largest)
    groups = max((one.groups for one in both), default=None)
    yield Line(gettext_lazy("Groups at once"), "groups", "groups", mine.groups, groups)
    adult = sum(one.adult_minutes for one in both)
    yield Line(gettext_lazy("Adult minutes"), "adult_minutes", "minutes", mine.adult_minutes, adult)
    preparation = max((one.preparation for one in both), default=0)
    yield Line(gettext_lazy("Minutes set down to prepare"), "preparation", "minutes", mine.preparation, preparation)
    yield Line(gettext_lazy("Regroupings of a child, at most"), "regroupings", "", sessions, 0)


def _shortest(found: Sequence[Short]) -> Iterator[str]:
    for kind in SHORT:
        yield from list(dict.fromkeys(_said(one) for one in found if one.what == kind))[:SHOWN]


def _said(one: Short) -> str:
    return SHORT[one.what].format(needed=one.needed, there=one.there, at=clock_words(one.at))
