"""What is logged, and what a log never holds."""

from __future__ import annotations

import logging
import re

import pytest
from django.test import Client

from a_school import PASSWORD, Town
from homeroom.people.models import AuditEntry
from homeroom.people.signin import make_link
from homeroom.site.logs import Nameless


def line(message: str, *arguments: object) -> str:
    return Nameless().format(logging.LogRecord("homeroom.x", logging.WARNING, "x.py", 1, message, arguments, None))


TYPED = ["a\nWARNING all is well", "a\r\nb", "\x1b[2J", "\u202eb", "\u2028c", "\x85d", "\x00"]


@pytest.mark.parametrize("typed", TYPED, ids=ascii)
def test_no_text_from_elsewhere_makes_a_line_of_its_own(typed: str) -> None:
    assert line("sign-in refused: %s", typed).isprintable()


def test_a_line_tells_when_in_utc_where_and_what() -> None:
    found = line("sign-in refused: %s", "nonce")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]{12}\+00:00 WARNING homeroom.x \S+ sign-in refused: nonce", found)


def test_a_one_time_link_is_in_no_log(place: Town, caplog: pytest.LogCaptureFixture) -> None:
    token = make_link(place.teacher)
    with caplog.at_level(logging.DEBUG):
        Client(enforce_csrf_checks=True).post(f"/sign-in/link/{token}")
    assert caplog.records
    assert [1 for record in caplog.records if token in Nameless().format(record)] == []


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
