"""The demonstration's release: by two people where there is enough to tell, else it says why not."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from a_release import ON, answered, children
from a_school import staff
from homeroom.evidence import release
from homeroom.people.models import Role
from homeroom.site import demo_released

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_one_makes_it_a_second_approves_it_and_its_size_is_told(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.HOMEROOM_TODAY = ON
    numbers = children()
    for name in ("ana", "ben"):
        staff(name, Role.Kind.DATA_TEAM, None)
    demo_released.tell()
    assert "Nothing is released to the maker of number_trail: Nobody of the cohort" in capsys.readouterr().out
    answered(numbers, demo_released.ITS_PROGRAM)
    demo_released.tell()
    assert "It tells of 2 of 4 lines" in capsys.readouterr().out
    [made] = release.approved(demo_released.ITS_PROGRAM)
    assert (made.made_by, made.approved_by) == ("ana", "ben")


def test_a_small_or_short_year_has_none() -> None:
    assert demo_released.possible(480, 8)
    assert not demo_released.possible(480, 7)
    assert not demo_released.possible(24, 8)
