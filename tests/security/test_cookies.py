"""Cookies: their names, their marks, how long they live, and nothing else in the browser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from a_school import PASSWORD, Town
from homeroom.people.suspending import suspend
from homeroom.site.serving import link
from security.addresses import addresses

pytestmark = pytest.mark.any_database

ASKED = """
import json
from homeroom.site import settings
names = [name for name in dir(settings) if name.isupper()]
print(json.dumps({name: getattr(settings, name) for name in names}, default=str))
"""


@pytest.fixture(scope="module")
def over_https(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The settings of an installation whose settings.toml says `https = true`."""
    home = tmp_path_factory.mktemp("https")
    (home / "settings.toml").write_text('https = true\nhosts = ["homeroom.example.org"]\n')
    environment = {**os.environ, "HOMEROOM_HOME": str(home), "HOMEROOM_DATABASE": ""}
    told = subprocess.run([sys.executable, "-c", ASKED], env=environment, capture_output=True, check=True, timeout=60)
    return json.loads(told.stdout)


def signed_in(client: Client) -> Client:
    client.get("/sign-in/")
    client.post("/sign-in/", {"username": "teacher", "password": PASSWORD})
    return client


def test_every_cookie_is_for_the_server_alone_and_for_our_own_pages(client: Client, place: Town) -> None:
    cookies = signed_in(client).cookies
    assert set(cookies) >= {django_settings.SESSION_COOKIE_NAME, django_settings.CSRF_COOKIE_NAME}
    for name, cookie in cookies.items():
        assert cookie["httponly"], name
        assert cookie["samesite"] in ("Lax", "Strict"), name
        assert (cookie["path"], cookie["domain"]) == ("/", ""), name


def test_over_https_every_cookie_is_bound_to_https_and_to_this_host(over_https: dict[str, Any]) -> None:
    names = {name for name in over_https if name.endswith("_COOKIE_NAME")} - {"LANGUAGE_COOKIE_NAME"}
    assert names == {"SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "HOMEROOM_BROWSER_COOKIE_NAME"}
    assert all(over_https[name].startswith("__Host-") for name in names)
    assert over_https["SESSION_COOKIE_SECURE"] is over_https["CSRF_COOKIE_SECURE"] is True


def test_over_https_plain_requests_are_sent_on_and_remembered(over_https: dict[str, Any]) -> None:
    assert over_https["SECURE_SSL_REDIRECT"] is True
    assert over_https["SECURE_HSTS_SECONDS"] >= 365 * 24 * 60 * 60
    assert over_https["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True


def test_a_session_cookie_holds_nothing_but_its_number(client: Client, place: Town) -> None:
    value = signed_in(client).cookies[django_settings.SESSION_COOKIE_NAME].value
    assert len(value) == 32 and value.isalnum()
    assert "teacher" not in value


def test_signing_in_gives_a_new_number_and_the_old_one_is_dead(client: Client, place: Town) -> None:
    """A number planted before the sign-in opens nothing after it."""
    client.force_login(place.stranger)
    planted = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    client.post("/sign-in/", {"username": "teacher", "password": PASSWORD})
    assert client.cookies[django_settings.SESSION_COOKIE_NAME].value != planted
    thief = Client()
    thief.cookies[django_settings.SESSION_COOKIE_NAME] = planted
    assert thief.get(f"/class/{place.group.pk}/").status_code == 302


def test_a_made_up_number_is_not_taken(client: Client, place: Town) -> None:
    client.cookies[django_settings.SESSION_COOKIE_NAME] = "a" * 32
    client.post("/sign-in/", {"username": "teacher", "password": PASSWORD})
    assert client.cookies[django_settings.SESSION_COOKIE_NAME].value != "a" * 32


def test_signing_out_ends_the_session_at_the_server(client: Client, place: Town) -> None:
    signed_in(client)
    kept = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    client.post("/sign-out/")
    thief = Client()
    thief.cookies[django_settings.SESSION_COOKIE_NAME] = kept
    assert thief.get("/how/").status_code == 302


def test_an_idle_session_ends(client: Client, place: Town) -> None:
    signed_in(client)
    assert client.session.get_expiry_age() <= 30 * 60
    session = client.session.model.objects.get(session_key=client.session.session_key)
    session.expire_date = timezone.now()
    session.save()
    assert client.get("/how/").status_code == 302


def test_no_script_of_ours_reads_a_cookie() -> None:
    static = Path(django_settings.STATICFILES_DIRS[0])
    assert [path.name for path in static.rglob("*.js") if "cookie" in path.read_text("utf-8")] == []


def test_a_session_ends_after_twelve_hours_however_busy(client: Client, place: Town) -> None:
    signed_in(client)
    session = client.session
    session["homeroom-began"] -= 12 * 60 * 60 + 1
    session.save()
    assert client.get("/how/").status_code == 302
    assert "You were signed in for a long time" in client.get("/sign-in/").content.decode()


def test_a_suspended_account_is_out_on_every_session(place: Town) -> None:
    browsers = [signed_in(Client()) for _ in range(3)]
    suspend(place.teacher, place.data_team, "a lost laptop")
    for browser in browsers:
        response = browser.get(f"/class/{place.group.pk}/")
        assert response.status_code == 302 and response.headers["Location"].startswith("/sign-in/")


def test_every_page_lets_one_sign_out(client: Client, place: Town) -> None:
    client.force_login(place.data_team)
    for address in addresses()[::3]:
        response = client.get(address)
        kind = response.headers.get("Content-Type", "")
        if response.status_code in (200, 404) and kind.startswith("text/html"):
            assert 'action="/sign-out/"' in response.content.decode(), address


def test_signing_out_empties_the_browsers_memory(client: Client, place: Town) -> None:
    assert signed_in(client).post("/sign-out/").headers["Clear-Site-Data"] == '"cache"'


def test_a_link_leads_to_where_people_reach_the_pages(place: Town, settings: Settings) -> None:
    """Over https a link to this machine would be sent on to an address that nobody serves."""
    assert link("teacher", port=8123).startswith("http://localhost:8123/sign-in/link/")
    settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS = True, ["localhost", "homeroom.example.org"]
    assert link("teacher").startswith("https://homeroom.example.org/sign-in/link/")
