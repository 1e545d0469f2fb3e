"""What is logged, and what a log never holds."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from django.test import Client

from a_school import PASSWORD, Town
from homeroom.people.models import AuditEntry
from homeroom.people.signin import make_link
from homeroom.site.logs import Line


def line(message: str, *arguments: object, error: bool = False) -> dict[str, object]:
    record = logging.LogRecord(
        "homeroom.x", logging.WARNING, "x.py", 1, message, arguments, sys.exc_info() if error else None
    )
    text = Line().format(record)
    assert "\n" not in text and text.isascii()
    found: dict[str, object] = json.loads(text)
    return found


def test_a_line_tells_when_where_and_what() -> None:
    told = line("Not Found: %s", "/x")
    assert (told["level"], told["from"], told["what"]) == ("warning", "homeroom.x", "Not Found: /x")
    assert str(told["at"]).endswith("+00:00")


@pytest.mark.parametrize(
    "typed", ["a\nWARNING all is well", "a\r\nb", "\x1b[2J", "\u202eb", "\u2028c", '"}\n{"level":"info']
)
def test_no_text_from_elsewhere_makes_a_line_of_its_own(typed: str) -> None:
    assert line("sign-in refused: %s", typed)["what"] == f"sign-in refused: {typed}"


def test_an_error_tells_its_kind_and_its_way_and_not_its_message() -> None:
    try:
        raise ValueError("Key (family_name)=(Alvarez) already exists")
    except ValueError:
        told = line("broken", error=True)
    assert told["error"] == "ValueError"
    assert "test_logs.py" in str(told["way"])
    assert "Alvarez" not in json.dumps(told)


def test_a_one_time_link_is_in_no_log(client: Client, place: Town) -> None:
    token = make_link(place.teacher)
    assert token not in str(line("Forbidden (CSRF cookie not set.): %s", f"/sign-in/link/{token}"))


def test_the_product_logs_to_standard_error_from_warnings_up() -> None:
    from homeroom.site import settings

    assert settings.LOGGING["root"] == {"handlers": ["standard error"], "level": "WARNING"}
    assert settings.LOGGING["loggers"]["django"]["propagate"] is True


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
