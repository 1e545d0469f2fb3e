"""The demonstration's studies: drawn before their outcomes come in, and each says what it is there to show."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from pytest_django import Settings

from a_school import staff
from homeroom.evidence import effort
from homeroom.evidence.models import Plan, Study, Wave
from homeroom.evidence.survey_answer import Door, door
from homeroom.evidence.survey_results import results
from homeroom.intake.receive import receive
from homeroom.people.clock import today
from homeroom.people.models import Role
from homeroom.simulation import build, children, roster
from homeroom.simulation import staff as grown_ups
from homeroom.simulation.chance import stream
from homeroom.simulation.school import School
from homeroom.simulation.sheet import written
from homeroom.simulation.studies import stories
from homeroom.simulation.studies.sittings import Sat, sheet
from homeroom.simulation.studies.town import Town
from homeroom.site import demo_studies, demo_surveys
from homeroom.standards import ccss
from homeroom.standards.units import Part, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
CLASSES, IN_A_CLASS = 20, 6


def school() -> School:
    classes = build._classes(1, CLASSES)
    drawn = children.draw(1, classes, CLASSES * IN_A_CLASS)
    return School(classes, tuple(drawn), grown_ups.draw(1, classes), (), ())


def test_each_study_says_what_it_is_there_to_show(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("mixedlm", reason="the extra [evidence] is not installed")
    ccss.load()
    for code, standards in stories.UNITS.items():
        make_unit(ccss.SLUG, code, code, [Part(one, 1.0, week) for week, one in enumerate(standards, 1)], "3")
    staff("leader", Role.Kind.NETWORK_LEADER, None)
    made, folder = school(), tmp_path / "roster"
    folder.mkdir()
    for part in roster.parts(made):
        (folder / part.name).write_bytes(written(part.header, part.rows).encode())
    reading = stream(1, "reading").normal(size=len(made.children))
    september = sheet(made, Sat(date(2026, 9, 16), "Fall", dict(enumerate(reading.tolist()))), 1)
    (tmp_path / september.file).write_bytes(september.bytes())
    list(receive([folder, tmp_path / september.file]))
    files = demo_studies.begin(made, reading, tmp_path / "exports", stories.WEEKS)
    assert {one.label for one in Plan.objects.all()} == {Plan.Label.BEFORE}
    assert Study.objects.get(slug="tablet-carts").draws.get().by_lot is False
    assert [one.state for one in receive(files)] == ["published", "published"]
    demo_studies.tell()
    told = capsys.readouterr().out
    assert "aligned-work: What is new made results higher" in told
    assert "flex-rooms: Not shown to differ" in told
    assert "tablet-carts:" in told.splitlines()[-1]
    assert "Nobody drew who got it" in told.splitlines()[-1]
    settings.HOMEROOM_TODAY = date(2026, 10, 26)
    check_surveys_and_minutes(capsys)


def check_surveys_and_minutes(capsys: pytest.CaptureFixture[str]) -> None:
    """Staff have answered, children are asked in three languages, and each arm says what it costs its teachers."""
    demo_surveys.ask(8000)
    told = capsys.readouterr().out
    assert "staff-fall: 27 asked, closed, with results." in told
    found = results(Wave.objects.get(survey__slug="staff-fall"))
    assert found.scales[0].alpha is not None
    assert found.unread == 2
    wave = Wave.objects.get(survey__slug="children-fall")
    assert (wave.languages, wave.closed_on) == (["en", "es", "vi"], None)
    screen = told.split("/survey/")[1].split("/")[0]
    assert door(screen) is Door.OPEN
    arms = effort.effort(Study.objects.get(slug="tablet-carts"), today()).arms
    assert [one.weeks for one in arms] == [20, 20]
    with_carts, without = (one.minutes for one in arms)
    assert with_carts is not None
    assert without is not None
    assert with_carts > without


def test_a_school_too_small_for_them_has_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small = Town(rooms=4, children=8).school
    assert demo_studies.begin(small, np.zeros(8), tmp_path, stories.WEEKS) == []
    demo_studies.tell()
    demo_surveys.ask(8000)
    assert capsys.readouterr().out == ""
