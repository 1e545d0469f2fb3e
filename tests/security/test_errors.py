"""Error pages say what to do and nothing of the inside; logs name nobody."""

from __future__ import annotations

import logging

import pytest
from django.conf import settings as django_settings
from django.test import Client, RequestFactory
from django.views.defaults import bad_request, page_not_found, permission_denied, server_error

from a_school import Town

INSIDE = ("Traceback", "Exception", "homeroom.pages", "site-packages", ".py", "SELECT", "sqlite", "postgres", "Django")


def test_debugging_is_off() -> None:
    from homeroom.site import settings

    assert settings.DEBUG is False
    assert not {"debug_toolbar", "django.contrib.admin", "django.contrib.admindocs"} & set(settings.INSTALLED_APPS)


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (400, lambda request: bad_request(request, ValueError("a SECRET of the inside"))),
        (403, lambda request: permission_denied(request, PermissionError("a SECRET of the inside"))),
        (404, lambda request: page_not_found(request, KeyError("a SECRET of the inside"))),
        (500, lambda request: server_error(request)),
    ],
    ids=["400", "403", "404", "500"],
)
def test_an_error_page_is_ours_and_tells_nothing_of_the_inside(rf: RequestFactory, status: int, answer) -> None:
    response = answer(rf.get("/x"))
    body = response.content.decode()
    assert response.status_code == status
    assert "Go to your first page" in body
    assert [word for word in (*INSIDE, "SECRET") if word in body] == []


def test_what_breaks_inside_is_a_plain_page_and_a_line_in_the_log(
    client: Client, place: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    child = place.children[0]

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the inside")

    monkeypatch.setattr("homeroom.pages.my_class.view.render", broken)
    client.raise_request_exception = False
    client.force_login(place.teacher)
    with caplog.at_level(logging.ERROR):
        response = client.get(f"/class/{place.group.pk}/")
    assert response.status_code == 500
    assert "the inside" not in response.content.decode()
    assert "RuntimeError" in caplog.text
    assert child.family_name not in caplog.text


def test_a_host_that_is_not_ours_is_refused_in_words(db: None) -> None:
    response = Client(headers={"host": "evil.example"}).get("/sign-in/")
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()
    assert "That could not be understood" in response.content.decode()
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


def test_hosts_are_a_list_and_never_everybody() -> None:
    from homeroom.site import settings

    assert "*" not in settings.ALLOWED_HOSTS
    assert not any(host.startswith(".") for host in settings.ALLOWED_HOSTS)


def test_another_host_that_a_proxy_names_is_not_believed(client: Client, db: None) -> None:
    assert django_settings.USE_X_FORWARDED_HOST is False
    body = client.get("/sign-in/", headers={"X-Forwarded-Host": "evil.example"}).content.decode()
    assert "evil.example" not in body


@pytest.mark.parametrize("secret", ["password", "next", "username"])
def test_what_was_typed_at_the_door_is_in_no_log(
    client: Client, place: Town, secret: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post("/sign-in/", {"username": "teacher", "password": "x", secret: "CANARY-3f9"})
    assert "CANARY-3f9" not in caplog.text
