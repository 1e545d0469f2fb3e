"""What every answer carries in its head, whatever the address, whoever asks."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponseBase
from django.test import Client
from pytest_django import Settings

from a_school import Town
from security.addresses import addresses, put_away

YEAR = 365 * 24 * 60 * 60
ELSEWHERE = ["/no-such-page/", "/static/homeroom.css", "/static/homeroom.svg", "/static/nothing.css"]
ASKED = [*addresses(), *ELSEWHERE]


Answers = list[tuple[str, HttpResponseBase]]
# Each address is asked once a person: what is looked at below can't change.
KEPT: dict[str, Answers] = {}


@pytest.fixture(params=["nobody", "data"])
def answers(request: pytest.FixtureRequest) -> Answers:
    """What every address answers to somebody signed out, and to somebody who may open most pages."""
    if request.param not in KEPT:
        place, browser = request.getfixturevalue("place"), Client(raise_request_exception=False)
        if request.param == "data":
            browser.force_login(place.data_team)
        KEPT[request.param] = all_answers(browser)
    return KEPT[request.param]


def all_answers(browser: Client, **how: bool) -> Answers:
    found = [(address, browser.get(address, **how)) for address in ASKED]
    for _, response in found:
        put_away(response)
    return found


def policy(response: HttpResponseBase) -> dict[str, str]:
    parts = response.headers["Content-Security-Policy"].split(";")
    return dict(part.strip().split(" ", 1) for part in parts)


def test_the_addresses_are_found() -> None:
    assert len(addresses()) > 25
    assert "/class/1/" in addresses()


def test_every_answer_says_what_a_browser_may_do_with_it(answers: Answers) -> None:
    for address, response in answers:
        assert response.headers["X-Content-Type-Options"] == "nosniff", address
        assert response.headers["Referrer-Policy"] == "same-origin", address
        assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin", address
        assert "Access-Control-Allow-Origin" not in response.headers, address
        told = policy(response)
        assert (told["default-src"], told["object-src"], told["base-uri"]) == ("'none'",) * 3, address
        assert told["frame-ancestors"] == "'none'", address
        assert told["script-src"] == told["style-src"] == told["form-action"] == "'self'", address
        assert "unsafe" not in response.headers["Content-Security-Policy"], address


def test_no_page_is_kept_by_a_browser_or_a_proxy(answers: Answers) -> None:
    for address, response in answers:
        if response.status_code == 200 and not address.startswith("/static/") and address != "/promises/":
            assert "no-store" in response.headers["Cache-Control"], address
            # The board of the lab asks again and again: its script holds the mark of the last answer, no browser does.
            assert "ETag" not in response.headers or address.endswith("/lab/"), address


TEXT = re.compile(r"(text/\w+|application/\w+); charset=\"?utf-8\"?|image/svg\+xml.*")
NO_TEXT = re.compile(r"application/(zip|pdf|vnd\.openxmlformats-officedocument\.spreadsheetml\.sheet)")


def test_every_text_says_its_letters(answers: Answers) -> None:
    for address, response in answers:
        kind = response.headers.get("Content-Type", "")
        body = b"" if response.streaming else response.content
        if body:
            assert TEXT.fullmatch(kind) or NO_TEXT.fullmatch(kind), address


def test_files_are_handed_over_as_files(client: Client, place: Town) -> None:
    """Under a name of our own, which no browser and no shell can read otherwise."""
    client.force_login(place.teacher)
    for address in (f"/class/{place.group.pk}/week.csv", f"/student/{place.numbers[0]}/week.csv"):
        for query in ("", '?filename="evil".html&week=2026-W43'):
            response = client.get(address + query)
            assert re.fullmatch(r'attachment; filename="[\w.-]+\.csv"', response.headers["Content-Disposition"]), (
                address
            )
            assert response.headers["Content-Type"].startswith("text/csv")


def test_no_address_breaks(answers: Answers) -> None:
    assert [address for address, response in answers if response.status_code >= 500] == []


def test_over_https_the_browser_is_told_to_use_nothing_else(client: Client, settings: Settings, db: None) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True, True
    settings.SECURE_HSTS_SECONDS = YEAR
    browser = Client()  # what the settings say is read when the first request comes
    for address, plain in all_answers(browser):
        assert (plain.status_code, plain.headers["Location"]) == (301, f"https://testserver{address}")
    for address, response in all_answers(browser, secure=True):
        told = response.headers["Strict-Transport-Security"]
        assert told == f"max-age={YEAR}; includeSubDomains", address


def test_a_header_that_anybody_can_send_does_not_make_a_request_safe(client: Client, db: None) -> None:
    for name in ("X-Forwarded-Proto", "X-Forwarded-Ssl", "Front-End-Https"):
        assert "Strict-Transport-Security" not in client.get("/sign-in/", headers={name: "https"}).headers


def test_nothing_is_kept_in_the_browser_but_cookies() -> None:
    from tools.named_tests import ROOT

    words = re.compile(
        r"localStorage|sessionStorage|indexedDB|postMessage|serviceWorker|document\.cookie|innerHTML|eval\("
    )
    scripts = sorted((ROOT / "src/homeroom/pages/static").rglob("*.js"))
    assert scripts
    assert [script.name for script in scripts if words.search(script.read_text("utf-8"))] == []
