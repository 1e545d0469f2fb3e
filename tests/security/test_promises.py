"""The promises: one source, a page open to everybody, and no promise that nothing holds."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.html import escape
from tools.named_tests import trouble

from a_school import Town
from homeroom.pages.promises.told import NOT_YET, Promise, promises


def test_there_are_ten() -> None:
    assert len(promises()) == 10


@pytest.mark.parametrize("promise", promises(), ids=lambda promise: promise.title)
def test_every_test_that_is_named_exists_and_runs(promise: Promise) -> None:
    assert [words for test in promise.tests if (words := trouble(test))] == []


@pytest.mark.parametrize("promise", promises(), ids=lambda promise: promise.title)
def test_a_promise_without_a_test_says_nothing_but_that_it_is_not_yet_built(promise: Promise) -> None:
    assert (promise.kept_by == NOT_YET) == (not promise.tests)
    assert promise.tests or not promise.open


def test_everybody_reads_the_page(client: Client, place: Town) -> None:
    for user in (None, place.stranger, place.teacher, place.data_team):
        if user:
            client.force_login(user)
        response = client.get("/promises/")
        assert response.status_code == 200
        body = response.content.decode()
        for promise in promises():
            assert escape(promise.title) in body and escape(promise.words) in body
            assert escape(promise.kept_by) in body
        assert body.count("Not yet built") == sum(not promise.built for promise in promises())


@pytest.mark.parametrize("address", ["/sign-in/", "/how/", "/no-such-page/"])
def test_every_page_leads_to_them(client: Client, place: Town, address: str) -> None:
    if address == "/how/":
        client.force_login(place.teacher)
    assert 'href="/promises/"' in client.get(address).content.decode()
