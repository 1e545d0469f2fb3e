"""The promises in three languages, each with its tests, and none that says more than is built."""

from __future__ import annotations

from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext
from pytest_django import Settings
from typer.main import get_command

from homeroom.pages.promises.told import NOT_YET, promises, said
from homeroom.reports.languages.spoken import OTHERS
from homeroom.site.commands import app

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def page(client: Client, language: str = "en") -> str:
    response = client.get("/promises/", headers={"Accept-Language": language})
    assert isinstance(response, HttpResponse)
    return unescape(response.content.decode())


@pytest.mark.parametrize("language", [one.code for one in OTHERS])
def test_every_word_of_every_promise_is_said_in_the_language(client: Client, language: str) -> None:
    shown = page(client, language)
    assert f'<html lang="{language}">' in shown
    for one in promises():
        for words in filter(None, (one.title, one.words, one.kept_by, one.open)):
            with translation.override(language):
                assert gettext(words) in shown
            assert words not in shown


def test_each_promise_names_its_tests(client: Client) -> None:
    shown = page(client)
    for one in promises():
        for test in one.tests:
            assert f"<code>{test}</code>" in shown
    assert shown.count("<details>") == sum(one.built for one in promises())


def test_where_the_source_can_be_read_the_tests_are_links(client: Client, settings: Settings) -> None:
    settings.HOMEROOM_SOURCE_CODE = "https://git.example.org/homeroom/"
    test = promises()[1].tests[0]
    path = test.partition("::")[0]
    assert f'<a href="https://git.example.org/homeroom/{path}"><code>{test}</code></a>' in page(client)


def test_without_such_an_address_no_link_leads_nowhere(client: Client) -> None:
    assert 'href=""' not in page(client)
    assert "<a" not in page(client).partition('<ol class="promises">')[2].partition("</ol>")[0]


def test_what_is_not_yet_built_says_so_and_is_not_built() -> None:
    """Whoever builds one of these must come here and say which tests hold it."""
    unbuilt = [one.title for one in promises() if not one.built]
    assert unbuilt == ["A backup is only a backup once it was restored"]
    commands = getattr(get_command(app), "commands")  # noqa: B009  typer's type does not tell of it
    assert not {"backup", "restore"} & set(commands)


def test_not_yet_built_is_said_in_the_language() -> None:
    with translation.override("es"):
        assert [one.kept_by for one in said() if not one.built] == [gettext(NOT_YET)]
        assert gettext(NOT_YET) != NOT_YET
