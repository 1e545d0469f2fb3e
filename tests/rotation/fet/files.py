"""A small school's week, and weeks of any shape that FET has words for."""

from __future__ import annotations

from hypothesis import strategies as st

from homeroom.rotation.grid.instance import (
    Activity,
    DaysBetween,
    EndsDay,
    InRoom,
    Instance,
    NotAvailable,
    Of,
    Room,
    Rules,
    SameStart,
    Starts,
    Students,
    Within,
)

SMALL = Instance(
    school="Elm Street",
    days=("Mon", "Tue"),
    hours=("8", "9", "10"),
    subjects=("math", "music"),
    teachers=("Ada", "Ben"),
    students=(
        Students("Year 1", 24, (Students("1a", 12, (Students("1a left", 6),)), Students("1b", 12))),
        Students("2"),
    ),
    activities=(
        Activity(1, "math", 2, ("Ada",), ("1a",), split_of=1),
        Activity(2, "math", 1, ("Ada",), ("1a",), split_of=1),
        Activity(3, "music", 1, ("Ben",), ("Year 1", "2"), ("loud",)),
    ),
    rooms=(Room("Hall", "North", 60), Room("12", "", 25)),
    tags=("loud",),
)
NAMES = st.text(st.characters(min_codepoint=33, exclude_categories=["C", "Z"]), min_size=1, max_size=6)
WEIGHTS = st.sampled_from([0.0, 50.0, 95.0, 99.75, 100.0])


def _of(week: Instance) -> st.SearchStrategy[Of]:
    return st.builds(
        Of,
        teacher=st.sampled_from(["", *week.teachers]),
        students=st.sampled_from(["", *(one.name for one in week.students)]),
        subject=st.sampled_from(["", *week.subjects]),
        tag=st.sampled_from(["", *week.tags]),
        duration=st.sampled_from([None, 1, 2]),
    )


def rules(week: Instance) -> st.SearchStrategy[Rules]:
    """All that FET can say."""
    times = st.lists(st.integers(0, len(week.days) * len(week.hours) - 1), unique=True).map(lambda t: tuple(sorted(t)))
    keys = [activity.key for activity in week.activities]
    one = st.sampled_from(keys).map(lambda key: Of(activity=key))
    several = st.lists(st.sampled_from(keys), min_size=2, unique=True).map(tuple)
    rooms = st.lists(st.sampled_from([room.name for room in week.rooms]), min_size=1, unique=True).map(tuple)
    any_of, teacher = _of(week), st.sampled_from(week.teachers)
    without_duration = any_of.filter(lambda of: of.duration is None)
    subject, home = (st.sampled_from(names) for names in (week.subjects, week.teachers))
    return st.one_of(
        st.builds(NotAvailable, weight=WEIGHTS, times=times),
        st.builds(NotAvailable, weight=WEIGHTS, times=times, teacher=teacher),
        st.builds(NotAvailable, weight=WEIGHTS, times=times, students=st.sampled_from([s.name for s in week.students])),
        st.builds(DaysBetween, weight=WEIGHTS, activities=several, days=st.integers(1, 3), joined=st.booleans()),
        st.builds(SameStart, weight=WEIGHTS, activities=several),
        st.builds(Starts, weight=WEIGHTS, of=one | any_of, times=times),
        st.builds(Starts, weight=WEIGHTS, of=one, times=times.filter(lambda t: len(t) == 1), locked=st.booleans()),
        st.builds(Within, weight=WEIGHTS, of=one | any_of, times=times),
        st.builds(EndsDay, weight=WEIGHTS, of=without_duration),
        st.builds(InRoom, weight=WEIGHTS, of=one, rooms=rooms),
        st.builds(InRoom, weight=WEIGHTS, of=one, rooms=rooms.map(lambda r: r[:1]), locked=st.booleans()),
        st.builds(InRoom, weight=WEIGHTS, of=subject.map(lambda name: Of(subject=name)), rooms=rooms),
        st.builds(InRoom, weight=WEIGHTS, of=home.map(lambda name: Of(teacher=name)), rooms=rooms, home=st.just(True)),
    )


@st.composite
def weeks(draw: st.DrawFn) -> Instance:
    def names(least: int = 1) -> tuple[str, ...]:
        return tuple(draw(st.lists(NAMES, min_size=least, max_size=4, unique=True)))

    hours, teachers, subjects, sets = names(2), names(), names(), names()
    activities = tuple(
        Activity(
            key,
            draw(st.sampled_from(subjects)),
            draw(st.integers(1, 2)),
            tuple(draw(st.lists(st.sampled_from(teachers), unique=True))),
            tuple(draw(st.lists(st.sampled_from(sets), unique=True))),
        )
        for key in range(1, draw(st.integers(2, 5)) + 1)
    )
    rooms = tuple(Room(name, draw(st.sampled_from(["", "N"])), draw(st.integers(1, 40))) for name in names())
    students = tuple(Students(name, draw(st.integers(0, 30))) for name in sets)
    week = Instance(draw(NAMES), names(), hours, subjects, teachers, students, activities, rooms, names(0))
    return Instance(
        **{name: getattr(week, name) for name in week.__struct_fields__ if name != "rules"},
        # A file says its rules of time first.
        rules=tuple(sorted(draw(st.lists(rules(week), max_size=6)), key=lambda rule: isinstance(rule, InRoom))),
    )
