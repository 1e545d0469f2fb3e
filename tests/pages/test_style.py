"""The page of styles: every component in every state, by the kit's own templates."""

from __future__ import annotations

import re

import pytest
from django.test import Client, RequestFactory
from django.utils.html import escape

from a_school import Town, town
from homeroom.pages.kit import palette
from homeroom.pages.style.shown import COMPONENTS
from homeroom.pages.style.view import drawn
from homeroom.people.models import AuditEntry
from homeroom.reports.languages.catalogs import messages
from homeroom.reports.languages.gather import gathered
from pages.spoken import english_left, said


@pytest.fixture
def place(db: None) -> Town:
    return town(size=2)


@pytest.fixture
def body(client: Client, place: Town) -> str:
    client.force_login(place.teacher)
    return client.get("/style/").content.decode()


def test_every_component_is_there_with_the_snippet_of_each_state(body: str) -> None:
    assert len(COMPONENTS) >= 15
    for component in COMPONENTS:
        assert f">{component.name}</h2>" in body
        for one in component.states:
            assert escape(one.snippet) in body, one


def test_the_snippet_is_what_draws(place: Town) -> None:
    """What a reader copies is what was run: an unknown tag would fail here, and each state shows something else."""
    for component in COMPONENTS:
        made = [one.markup.strip() for one in drawn(component, RequestFactory().get("/style/"))]
        assert len(set(made)) == len(made), component.name


def test_the_states_that_a_page_must_have_are_shown() -> None:
    states = " ".join(one.state for component in COMPONENTS for one in component.states)
    assert all(word in states for word in ("normal", "empty", "late", "error", "few", "long names"))


def test_contrasts_are_measured_and_told(body: str) -> None:
    shown = re.findall(r'<td class="number">(\d+\.\d\d)</td>', body)
    assert shown == [f"{one.ratio:.2f}" for one in palette.written()]
    assert "not met" not in body
    assert all(value in body for value in palette.colours().values())


def test_no_two_elements_have_one_id(body: str) -> None:
    found = re.findall(r'\bid="([^"]+)"', body)
    assert sorted(set(found)) == sorted(found)


def test_nothing_real_is_on_it(client: Client, place: Town, body: str) -> None:
    assert not AuditEntry.objects.filter(verb="saw").exists()
    assert "style=" not in body
    assert "Valley School" not in body


def test_the_head_of_each_role_is_told(body: str) -> None:
    assert re.search(r"<th scope=\"row\">[Tt]eacher</th><td>My classes · Children · Plans · How it works</td>", body)
    assert "Imports · Children · Plans · Evidence · Staff" in body


def test_somebody_without_a_role_finds_nothing(client: Client, place: Town) -> None:
    client.force_login(place.stranger)
    assert client.get("/style/").status_code == 404


@pytest.mark.parametrize(
    ("language", "headline"), [("es", "De qué están hechas las páginas"), ("vi", "Các trang được làm từ gì")]
)
def test_it_is_said_in_the_readers_language_and_its_samples_in_english(
    language: str, headline: str, place: Town
) -> None:
    text = said(place.teacher, "/style/", language)
    assert headline in text
    assert english_left(text, language) == []


def test_every_state_is_called_by_a_word_that_is_marked() -> None:
    sayings = {one.id for one in messages(gathered())}
    states = {one.state for component in COMPONENTS for one in component.states}
    assert states <= sayings
