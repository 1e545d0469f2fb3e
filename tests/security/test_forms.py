"""Forms: what changes something needs its token, and what is only looked at changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from a_school import Town
from security.addresses import addresses, put_away

pytestmark = pytest.mark.any_database

# Kept about the visit itself: who looked, who guessed, who is signed in.
OF_THE_VISIT = {"AuditEntry", "AuditChild", "AuditHead", "GuessCount", "Session", "SpentOnce"}


def snapshot() -> dict[str, list[Any]]:
    """All rows of all tables, but for what a visit itself leaves."""
    return {
        model.__name__: sorted(map(repr, model._default_manager.values_list()))
        for model in apps.get_models()
        if model.__name__ not in OF_THE_VISIT
    }


def test_every_form_without_its_token_is_refused_and_changes_nothing(place: Town) -> None:
    for user in (None, place.data_team):
        strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
        if user:
            strict.force_login(user)
        before = snapshot()
        for at, address in enumerate(addresses()):
            form = ({}, {"csrfmiddlewaretoken": "x" * 64}, {"csrfmiddlewaretoken": ""})[at % 3]
            status = strict.post(address, form).status_code
            assert status in (403, 404, 405, *([302] if user is None else [])), (user, address)
        assert snapshot() == before, user


def test_a_token_of_another_browser_is_no_token(place: Town) -> None:
    mine, other = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    body = other.get("/sign-in/").content.decode()
    token = body.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    mine.get("/sign-in/")
    form = {"username": "teacher", "password": "a-long-enough-password", "csrfmiddlewaretoken": token}
    assert mine.post("/sign-in/", form).status_code == 403
    assert other.post("/sign-in/", form).status_code == 302


def test_over_https_a_form_of_another_site_is_refused_by_its_origin(place: Town) -> None:
    client = Client(enforce_csrf_checks=True)
    body = client.get("/sign-in/", secure=True).content.decode()
    token = body.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    form = {"username": "teacher", "password": "a-long-enough-password", "csrfmiddlewaretoken": token}
    for headers in ({"Origin": "https://evil.example"}, {"Referer": "https://evil.example/"}, {"Origin": "null"}):
        assert client.post("/sign-in/", form, secure=True, headers=headers).status_code == 403


def test_looking_changes_nothing(place: Town) -> None:
    for user in (None, place.data_team):
        browser = Client(raise_request_exception=False)
        if user:
            browser.force_login(user)
        before = snapshot()
        for address in addresses():
            put_away(browser.get(address))
        assert snapshot() == before, user
