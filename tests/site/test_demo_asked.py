"""The demonstration asks children for work and brings back what came of it; a week later it brings more."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from a_demo import demonstration
from homeroom.goals import evidence
from homeroom.goals.events import states
from homeroom.goals.models import Assignment, AssignmentEvent, Goal, UnitPlan
from homeroom.intake.layouts import declared
from homeroom.intake.models import Delivery
from homeroom.pages.assign.forms import units_for
from homeroom.people.clock import today
from homeroom.people.models import Class
from homeroom.simulation import titles
from homeroom.simulation.asked.answers import Asked
from homeroom.simulation.errors import SimulationError
from homeroom.site import demo_asked, demo_next
from homeroom.site.demo_home import settings_text
from homeroom.standards.models import Alignment, ContentItem

pytestmark = pytest.mark.any_database

CHILDREN, WEEKS = 24, 5
# The Monday after the simulated weeks, which a demonstration of eight weeks has as its day.
DAY = date(2026, 10, 5)


@pytest.fixture
def made(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    demonstration(tmp_path, settings, monkeypatch, DAY, CHILDREN, WEEKS)
    yield tmp_path
    settings.HOMEROOM_TODAY = None


# Ties are broken by the children's numbers: the same ones each time, whatever ran before.
@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_the_story_of_a_goal(made: Path) -> None:
    check_programs()
    check_plans()
    goal = check_goal()
    before = check_what_came_back(goal)
    check_nothing_changes_in_a_second_night()
    check_next_week(made, goal, before)
    check_again_after_the_last_day(goal)


def words_of(goal: Goal) -> Counter[str]:
    return Counter(state.word for state in states(goal.assignments.all()).values())


def check_programs() -> None:
    told = {program.slug: program for program in declared()}
    assert set(titles.programs()) <= set(told)
    offered = ContentItem.objects.filter(program__in=titles.programs())
    assert offered.count() == len(titles.read())
    assert not offered.filter(minutes=None).exists()
    tagged = Alignment.objects.filter(source="vendor", content_item__in=offered).values("content_item").distinct()
    assert tagged.count() == sum(bool(one.vendor) for one in titles.read())


def check_plans() -> None:
    school_class = Class.objects.get(title="Grade 3 A")
    assert {one.grade for one in units_for(school_class)} == {"3"}
    rows = UnitPlan.objects.filter(school_class=school_class)
    assert not rows.filter(week__lt=DAY, state="planned").exists()
    assert not rows.filter(week__gte=DAY).exclude(state="planned").exists()
    assert rows.filter(state="moved").count() == 1
    assert rows.filter(week__gte=DAY).exists()


def check_goal() -> Goal:
    goal = Goal.objects.get()
    assert goal.begins_on == DAY - timedelta(weeks=2)
    assert goal.sent_at is not None
    assert goal.sent_at.date() == goal.begins_on
    assert goal.students.count() > CHILDREN / 2
    assert goal.assignments.exists()
    sent = AssignmentEvent.objects.filter(kind__in=("proposed", "approved", "queued"))
    assert {event.happened_at.date() for event in sent} == {goal.begins_on}
    return goal


def check_what_came_back(goal: Goal) -> Counter[str]:
    """What children do about it shows in what the facts say; it was written down apart."""
    words = words_of(goal)
    assert words["met"] + words["not_met"] + words["scored"] > 0
    assert not words["expired"], "while a file is to come, nothing is said of what was not seen"
    unseen = AssignmentEvent.objects.filter(kind="no_evidence").values_list("assignment__program", flat=True)
    assert len(set(unseen)) <= 1, "the program whose file is late, unless other work took the place of all it was asked"
    with (Path(django_settings.HOMEROOM_HOME) / "simulation/truth/asked.csv").open(encoding="utf-8") as file:
        manners = {row["assignment"]: row["manner"] for row in csv.DictReader(file)}
    worked = Assignment.objects.filter(events__kind="scored", goal=goal).values_list("pk", flat=True)
    # Who ignores what was asked for may still come upon it alone.
    asked, done = Counter(manners.values()), Counter(manners[str(one)] for one in set(worked))
    assert done["follows"] / asked["follows"] > done["ignores"] / asked["ignores"]
    return words


def check_nothing_changes_in_a_second_night() -> None:
    assert evidence.nightly() == 0


def check_next_week(home: Path, goal: Goal, before: Counter[str]) -> None:
    files = Delivery.objects.count()
    day = demo_next.live_on()
    assert (day, today()) == (DAY + timedelta(weeks=1),) * 2
    assert (home / "settings.toml").read_text("utf-8") == settings_text(day)
    assert Delivery.objects.count() >= files + 4
    assert not Delivery.objects.exclude(state="published").exclude(program="oneroster").exists()
    after = words_of(goal)
    assert after["met"] > before["met"]
    assert after["expired"], "all files of these days have come, and do not hold it"


def check_again_after_the_last_day(goal: Goal) -> None:
    """Nothing stands any more, and the school goes on without."""
    assert goal.ends_on < today()
    demo_next.live_on()
    after = words_of(goal)
    assert not after["available"] + after["pushed"]


@pytest.mark.django_db
def test_only_a_demonstration_lives_on(settings: Settings, tmp_path: Path) -> None:
    settings.HOMEROOM_HOME = tmp_path
    with pytest.raises(SimulationError, match="only a demonstration"):
        demo_next.live_on()
    (tmp_path / "settings.toml").write_text("today = 2026-10-26\n", "utf-8")
    with pytest.raises(SimulationError, match="only a demonstration"):
        demo_next.live_on()


def test_another_day_holds_inside_alone(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = DAY
    with pytest.raises(RuntimeError), demo_asked.standing_on(date(2026, 9, 1)):
        assert today() == date(2026, 9, 1)
        raise RuntimeError
    assert today() == DAY


def test_the_late_program_is_the_one_that_least_is_asked_of() -> None:
    def asked(*programs: str) -> list[Asked]:
        return [Asked(str(at), 0, program, "", "3.NF.A.1", DAY, DAY) for at, program in enumerate(programs)]

    assert demo_asked.late_program(asked("hearth", "skillwright", "hearth", "iready")) == "skillwright"
    assert demo_asked.late_program(asked("iready")) == ""
    assert demo_asked.late_program([]) == ""
