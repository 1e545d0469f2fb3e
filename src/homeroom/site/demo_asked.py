"""What the made-up school asks of its children: lesson programs taken on, units planned, a goal set and sent."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import F
from django.utils import timezone

import homeroom.simulation
from homeroom.goals import choose, plans, sending, setting, work_list
from homeroom.goals.events import states
from homeroom.goals.fold import TAKEN_OFF
from homeroom.goals.models import Assignment, AssignmentEvent, Goal, UnitPlan
from homeroom.people.models import Class, Role, Student, User
from homeroom.simulation import titles, units
from homeroom.simulation.asked.answers import Asked
from homeroom.simulation.asked.lived import Lived
from homeroom.simulation.calendar import Week
from homeroom.simulation.world import World
from homeroom.standards import ccss
from homeroom.standards.alignment import Tag, take_tags
from homeroom.standards.content import Content, take_content
from homeroom.standards.models import ContentItem, Unit
from homeroom.standards.units import Part, make_unit

DECLARATIONS = Path(homeroom.simulation.__file__).parent / "programs"
LESSON, VENDOR = "lesson", "vendor"
PLANNED_AHEAD = 4  # weeks after the one that runs
A_WEEK = 60  # planned minutes of each child in the lab, for one unit
GOAL_WEEKS, GOAL_MINUTES = 3, 180
LEFT_OUT_ONE_IN = 8  # of the rows of the work-list: nobody came to it
FRACTIONS = "NF"  # they run beside the other units
MOVED, SKIPPED = 1, 3  # the weeks of one standard each that did not go as planned


@contextmanager
def standing_on(day: date) -> Iterator[None]:
    """Let it be another day for what happens inside."""
    before = settings.HOMEROOM_TODAY
    settings.HOMEROOM_TODAY = day
    try:
        yield
    finally:
        settings.HOMEROOM_TODAY = before


def take_on_programs() -> None:
    """What the lesson programs can be told, what they offer, and what their vendors say that it is for."""
    shutil.copytree(DECLARATIONS, Path(settings.HOMEROOM_HOME) / "programs", dirs_exist_ok=True)
    take_content(
        Content(one.program, LESSON, one.external_id, one.title, one.words, "", one.grade, one.language)
        for one in titles.read()
    )
    take_tags(
        (
            Tag((one.program, LESSON, one.external_id), code, 1 / len(one.vendor), VENDOR)
            for one in titles.read()
            for code in one.vendor
        ),
        ccss.SLUG,
    )
    minutes = {(one.program, one.external_id): float(one.minutes) for one in titles.read()}
    items = list(ContentItem.objects.filter(program__in=titles.programs(), kind=LESSON))
    for item in items:
        item.minutes = minutes.get((item.program, item.external_id))
    ContentItem.objects.bulk_update(items, ["minutes"], batch_size=400)


def plan_classes(world: World, weeks_over: int) -> None:
    """Every class's units, as its teacher plans them, with what came of the weeks that are over."""
    made = {one.code: _unit(one, order) for order, one in enumerate(units.units(world.catalogue))}
    classes = {one.sourced_id: one for one in Class.objects.all()}
    for each in world.school.classes:
        teacher = User.objects.get(staff__sourced_id=world.school.teacher(each.index).sourced_id)
        for lesson in units.year(world.catalogue, each.grade, weeks_over + PLANNED_AHEAD):
            first = world.weeks[0].monday + timedelta(weeks=lesson.first_week)
            plans.plan_unit(teacher, classes[each.sourced_id], made[lesson.unit.code], first, A_WEEK)
    _mark(world, weeks_over, classes)


def _unit(planned: units.PlannedUnit, order: int) -> Unit:
    parts = [Part(code, 1.0, week) for week, code in enumerate(planned.weeks, start=1)]
    return make_unit(ccss.SLUG, planned.code, planned.title, parts, planned.grade, order)


def _mark(world: World, weeks_over: int, classes: dict[str, Class]) -> None:
    """What was taught as planned, written down at once; in each class one standard moved a week and one was skipped."""
    until = world.weeks[0].monday + timedelta(weeks=weeks_over)
    _all_taught(until)
    for each in world.school.classes[:: len(world.school.classes) // 4 or 1]:
        own = UnitPlan.objects.filter(school_class=classes[each.sourced_id]).exclude(standard__domain=FRACTIONS)
        teacher = User.objects.get(staff__sourced_id=world.school.teacher(each.index).sourced_id)
        for number, state in ((MOVED, UnitPlan.State.MOVED), (SKIPPED, UnitPlan.State.SKIPPED)):
            monday = world.weeks[0].monday + timedelta(weeks=number)
            if (row := own.filter(week=monday).first()) and number < weeks_over:
                plans.undo(teacher, row)
                plans.mark(teacher, row, state, monday + timedelta(weeks=1) if state == UnitPlan.State.MOVED else None)
    _all_taught(until)


def _all_taught(until: date) -> None:
    over = UnitPlan.objects.filter(week__lt=until, state=UnitPlan.State.PLANNED)
    over.update(state=UnitPlan.State.TAUGHT, marked_by=F("made_by"), marked_at=timezone.now())


def send_a_goal(world: World, week: Week) -> Goal:
    """The first class's teacher sets a goal on what three weeks from `week` on teach, and sends what is proposed."""
    school_class = Class.objects.get(sourced_id=world.school.classes[0].sourced_id)
    teacher = User.objects.get(staff__sourced_id=world.school.teacher(0).sourced_id)
    last_day = week.friday + timedelta(weeks=GOAL_WEEKS - 1)
    rows = list(plans.of(school_class, week.monday, last_day).exclude(standard__domain=FRACTIONS))
    with standing_on(week.monday):
        goal = setting.make_goal(
            teacher,
            school_class,
            {row.standard: 1.0 for row in rows},
            week.monday,
            last_day,
            until=setting.Until(minutes=GOAL_MINUTES),
            title=", then ".join(dict.fromkeys(row.unit.title for row in rows if row.unit)),
            unit=rows[-1].unit,
        )
        setting.settle(teacher, goal)
        choose.approve(goal, teacher)
        moment = timezone.make_aware(datetime.combine(week.monday, time(7, 40)))
        sending.send(goal, teacher.username, moment + timedelta(minutes=5))
    _happened(goal, moment)
    _hand_on(goal, teacher, moment + timedelta(minutes=30))
    return goal


def _hand_on(goal: Goal, teacher: User, moment: datetime) -> None:
    """What people do with it that morning: upload the files, and give most of the work that stands on the list."""
    for program in dict.fromkeys(goal.assignments.exclude(program="").values_list("program", flat=True)):
        sending.uploaded(goal, program, teacher.username, moment)
    lab = User.objects.filter(staff__roles__kind=Role.Kind.LAB_COORDINATOR).order_by("pk").first() or teacher
    students = goal.students.values_list("student", flat=True)
    for place, row in enumerate(work_list.rows(goal.begins_on, list(students), goal.school_class_id)):
        if place % LEFT_OUT_ONE_IN:
            work_list.tick(lab.username, row.assignment, work_list.Step.GIVEN, moment + timedelta(hours=1))


def _happened(goal: Goal, moment: datetime) -> None:
    """It was sent on that morning, whatever the day on which the demonstration is made."""
    Goal.objects.filter(pk=goal.pk).update(sent_at=moment, made_at=moment)
    decided = AssignmentEvent.objects.filter(assignment__goal=goal, happened_at__gt=moment + timedelta(minutes=5))
    decided.update(happened_at=moment)


def standing(lived: Lived) -> list[Asked]:
    """What this week asks of the simulated children: approved, not called off, and in its days."""
    week = lived.week
    children = {child.sourced_id: child.index for child in lived.world.school.children}
    numbers = dict(Student.objects.filter(sourced_id__in=children).values_list("pk", "sourced_id"))
    found = Assignment.objects.filter(
        student__in=numbers, begins_on__lte=week.friday, ends_on__gte=week.monday, goal__ended_at=None
    ).exclude(program="")
    listed = list(found.select_related("standard", "content_item"))
    known = states(listed)
    return [
        Asked(
            key=str(one.pk),
            child=children[numbers[one.student_id]],
            program=one.program,
            lesson=one.content_item.external_id if one.content_item else "",
            standard=one.standard.code,
            begins=one.begins_on,
            ends=one.ends_on,
        )
        for one in listed
        if known[one.pk].word not in TAKEN_OFF and known[one.pk].word not in ("draft", "proposed")
    ]


def late_program(asked: list[Asked]) -> str:
    """The lesson program whose file is late: the one that is asked for least, among those asked for at all."""
    counts = {name: sum(one.program == name for one in asked) for name in titles.programs()}
    return min((name for name, count in counts.items() if count), key=lambda name: (counts[name], name), default="")
