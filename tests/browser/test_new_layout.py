"""New layout in a real browser: nothing for axe to find, no sideways scroll on a small screen, no script needed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from a_school import Town
from browser.conftest import Visitor
from homeroom.intake.models import Delivery
from homeroom.people.models import Student
from intake.layouts.files import RENAMED, lessons, written
from intake.taking_in import finish_jobs, take

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]


@pytest.fixture
def held(place: Town, tmp_path: Path) -> Delivery:
    Student.objects.create(sourced_id="1001", given_name="Ana", family_name="Ruiz", grade="03")
    rows = [{"Completion Date": "01/02/2026"}, {"Lesson ID": "DI.2", "Completion Date": "01/03/2026"}]
    [delivery] = take(written(tmp_path, lessons(rows, RENAMED, extra={"A new column with quite a long name": "7"})))
    return delivery


def test_nothing_for_axe_and_no_sideways_scroll(visit: Visit, held: Delivery) -> None:
    visitor = visit("data", bypass_csp=True)
    for path in ("/imports/layouts/", f"/imports/layouts/{held.pk}/", "/imports/layouts/999/"):
        for width in (1280, 320):
            visitor.page.set_viewport_size({"width": width, "height": 800})
            visitor.go(path)
            wide = visitor.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{path} is {wide} wide"
        assert not visitor.offences, path


def test_a_person_accepts_without_scripts(visit: Visit, held: Delivery) -> None:
    visitor = visit("data", java_script_enabled=False)
    visitor.go(f"/imports/layouts/{held.pk}/")
    visitor.page.get_by_label("month/day/year").check()
    visitor.click("button:has-text('Save edits and try')")
    assert "2 would be published" in visitor.page.content()
    visitor.click("button:has-text('Accept and load')")
    assert "/jobs/" in visitor.page.url
    finish_jobs()
    held.refresh_from_db()
    assert held.state == "published"
