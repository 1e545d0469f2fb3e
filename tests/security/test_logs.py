"""What is logged, and what a log never holds."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from a_school import PASSWORD, Town
from homeroom.people.models import AuditEntry


def test_every_sign_in_and_every_refusal_is_written_down(
    client: Client, place: Town, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        client.post("/sign-in/", {"username": "teacher", "password": "wrong"})
        client.post("/sign-in/link/none")
    assert caplog.text.count("Forbidden: /sign-in/") == 2
    client.post("/sign-in/", {"username": "teacher", "password": PASSWORD})
    entry = AuditEntry.objects.get(verb="signed in")
    assert (entry.actor, entry.reason) == ("teacher", "by password")
    assert entry.request_id


def test_who_asked_for_what_is_not_theirs_is_written_down(client: Client, place: Town) -> None:
    client.force_login(place.stranger)
    client.get(f"/student/{place.numbers[0]}/")
    client.get("/imports/")
    entries = AuditEntry.objects.filter(verb="refused", actor="stranger")
    assert [entry.object for entry in entries.order_by("id")] == [f"student page {place.numbers[0]}", "imports page"]
    assert all(entry.students == [] for entry in entries)


def test_a_form_without_its_token_is_logged(place: Town, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "teacher"})
    assert "CSRF" in caplog.text
