"""Who may plan a study, who sees which, and that effort is seen by whoever gave it alone."""

from __future__ import annotations

import pytest

from a_school import MONDAY, room, staff
from evidence.a_study import classes, drafted, leader
from homeroom.evidence.access import efforts_of, may_plan, studies_of
from homeroom.evidence.models import EffortEntry, Study
from homeroom.people.models import Role, School, User
from homeroom.people.viewing import Viewer

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
Kind = Role.Kind


@pytest.fixture
def study() -> Study:
    classes(1)
    return drafted(leader()).study


def seen(who: User | Viewer) -> int:
    return studies_of(who).count()


@pytest.mark.parametrize("kind", [Kind.NETWORK_LEADER, Kind.DATA_TEAM])
def test_leader_and_data_team_plan_and_see_all(study: Study, kind: str) -> None:
    user = staff("one", kind, None)
    assert may_plan(user)
    assert seen(user) == 1


@pytest.mark.parametrize("kind", [Kind.TEACHER, Kind.TUTOR, Kind.LAB_COORDINATOR, None])
def test_nobody_else_plans_or_sees(study: Study, kind: str | None) -> None:
    user = staff("one", kind, School.objects.get(sourced_id="s0"))
    assert not may_plan(user)
    assert seen(user) == 0


def test_a_principal_sees_studies_of_the_own_school(study: Study) -> None:
    elsewhere = School.objects.create(sourced_id="s9", name="Far School")
    room(elsewhere, "Oak", "Oak")
    own, far = (staff(name, Kind.PRINCIPAL, school) for name, school in (("own", _ash()), ("far", elsewhere)))
    assert (seen(own), seen(far), may_plan(own)) == (1, 0, False)
    assert seen(staff("all", Kind.PRINCIPAL, None)) == 1


def _ash() -> School:
    return School.objects.get(sourced_id="s0")


def test_who_looks_through_others_eyes_sees_what_both_see_and_plans_nothing(study: Study) -> None:
    boss, teacher = User.objects.get(username="leader"), staff("tina", Kind.TEACHER, _ash())
    view = Viewer(boss, teacher)
    assert seen(view) == 0
    assert not may_plan(view)


def test_effort_is_seen_by_whoever_gave_it(study: Study) -> None:
    tina, boss = staff("tina", Kind.TEACHER, _ash()), User.objects.get(username="leader")
    told = {"week": MONDAY, "activity": "planning", "minutes": 90, "source": EffortEntry.Source.SELF_REPORT}
    EffortEntry.objects.create(staff=tina.staff, study=study, **told)
    assert efforts_of(tina).count() == 1
    assert efforts_of(boss).count() == 0
    assert efforts_of(Viewer(boss, tina)).count() == 0
    assert efforts_of(User(username="family")).count() == 0
