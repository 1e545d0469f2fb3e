"""Odd requests: methods, paths, numbers, destinations and sizes that no page of ours would send."""

from __future__ import annotations

import pytest
from django.conf import settings as django_settings
from django.test import Client

from a_school import PASSWORD, Town
from security.addresses import addresses

pytestmark = pytest.mark.any_database

UP = [
    "/static/../settings.toml",
    "/static/%2e%2e/%2e%2e/secret.key",
    "/static/..%2fsecret.key",
    "/static//etc/passwd",
    "/static/....//secret.key",
    "/static/",
    "/.git/config",
    "/.git/HEAD",
    "/settings.toml",
    "/secret.key",
    "/homeroom.sqlite3",
    "/imports/layouts/../../secret/x/x.toml",
    "/imports/layouts/%2e%2e/x/x.toml",
    "/admin/",
    "/static/%00",
]
EVIL = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "https:evil.example",
    "https://evil.example/sign-in/",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "\tjavascript:x",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "/%0d%0aLocation:%20https://evil.example\r\nX: y",
]


def test_methods_that_no_page_takes_are_refused_everywhere(client: Client, place: Town) -> None:
    client.force_login(place.data_team)
    for address in addresses():
        for method in ("TRACE", "PATCH", "PROPFIND"):
            assert client.generic(method, address).status_code in (404, 405), address


@pytest.mark.parametrize("method", ["head", "options"])
def test_a_question_about_a_page_tells_nothing_of_a_child(client: Client, place: Town, method: str) -> None:
    """HEAD and OPTIONS get no more than a stranger's GET would: no body, no length, no entry of a visit."""
    for user in (place.stranger, place.teacher):
        client.force_login(user)
        for address in (f"/student/{place.numbers[0]}/", f"/class/{place.group.pk}/"):
            response = getattr(client, method)(address)
            assert response.status_code in (404, 405)
            assert place.children[0].family_name not in response.content.decode()


def test_no_path_leads_out_of_what_is_served(client: Client, place: Town) -> None:
    client.force_login(place.data_team)
    for path in UP:
        response = client.get(path)
        assert response.status_code == 404, path
        assert django_settings.SECRET_KEY not in response.content.decode()


def test_the_door_sends_nobody_elsewhere(place: Town) -> None:
    for wanted in EVIL:
        form = {"username": "teacher", "password": PASSWORD, "next": wanted}
        location = Client().post("/sign-in/", form).headers["Location"]
        assert location.startswith("/"), wanted
        assert not location.startswith(("//", "/\\")), wanted
        assert not set(location) & set("\r\n\t\x00\\"), wanted


NUMBERS = ["٣", "00001", "+1", "-1", "1.0", "1e3", "0x1", "%20 1", "1%00", "1'--", "9" * 19, "9" * 5000, "x" * 9000]


@pytest.mark.parametrize("page", ["student", "class"])
def test_an_odd_number_is_no_way_to_another_child(client: Client, place: Town, page: str) -> None:
    for number in NUMBERS:
        client.force_login(place.stranger)
        assert client.get(f"/{page}/{number}/").status_code == 404
        client.force_login(place.teacher)
        response = client.get(f"/{page}/{number}/")
        assert response.status_code in (200, 404)
        if response.status_code == 200:  # another way to write a number of the teacher's own
            assert int(number) in [*place.numbers, place.group.pk]


WEEKS = ["2026-W43'", "2026-W99", "9999-W52", "0001-W01", "0000-W00", "-1", "٢٠٢٦-W43", "<script>", "x" * 5000, "\x00"]


def test_an_odd_week_breaks_nothing_and_is_not_echoed(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    pages = (f"/class/{place.group.pk}/", f"/student/{place.numbers[0]}/")
    for address in (address for page in pages for address in (page, f"{page}week.csv")):
        for week in WEEKS if "student" in address else WEEKS[:3]:
            response = client.get(address, {"week": week})
            assert response.status_code in (200, 302, 400, 404), (address, ascii(week)[:20])
            assert "<script>" not in response.getvalue().decode()


def test_a_parameter_sent_twice_is_still_one(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    response = client.get(f"/class/{place.group.pk}/?week=2026-W43&week=<script>&student={place.numbers[0]}")
    assert response.status_code in (200, 302, 400, 404)
    assert "<script>" not in response.getvalue().decode()


@pytest.mark.parametrize("fields", [1001, 5000])
def test_too_many_fields_are_refused_before_they_are_read(client: Client, place: Town, fields: int) -> None:
    client.force_login(place.data_team)
    body = "&".join(f"f{at}=1" for at in range(fields))
    response = client.post("/sign-in/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400


def test_a_form_larger_than_its_cap_is_refused(client: Client, place: Town) -> None:
    client.force_login(place.data_team)
    body = "username=" + "x" * (django_settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    response = client.post("/sign-in/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code in (400, 413)


def test_letters_that_are_no_letters_break_no_form(client: Client, place: Town) -> None:
    for name in ("\x00", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "a\r\nb", "x" * 10_000):
        response = client.post("/sign-in/", {"username": name, "password": name})
        assert response.status_code in (400, 403, 429)
