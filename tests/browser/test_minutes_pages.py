"""Minutes with all that is said of them: on every screen, in longer words, for axe."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from pytest_django import Settings

import a_minutes_school
from a_school import staff
from browser.test_every_page import ORIGIN, _answered, faults, window
from every_page import client_of, markup_of
from homeroom.people.models import Role

__all__ = ["window"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.mark.parametrize("address", ["minutes/", "minutes/mastery/"])
def test_a_page_of_minutes_is_sound_however_it_is_looked_at(window: Page, settings: Settings, address: str) -> None:
    own = a_minutes_school.school(settings)
    asking = client_of(staff("principal", Role.Kind.PRINCIPAL, own.school))
    markup = {"/": markup_of(asking.get(f"/school/{own.school.pk}/{address}?week={a_minutes_school.WEEK}"))}
    assert "work in a program" in markup["/"]
    window.route("**/*", lambda route: _answered(route, markup, []))
    window.goto(f"{ORIGIN}/")
    assert list(faults(window)) == []
