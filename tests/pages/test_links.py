"""Whoever reads a page can follow its links: none leads to a page that is not there for them."""

from __future__ import annotations

import re
from collections import deque
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from a_school import Town, staff
from every_page import client_of, full_school
from homeroom.intake.models import Delivery
from homeroom.people.models import Role, User
from intake.layouts.files import RENAMED, lessons, written
from intake.taking_in import take
from pages.a_survey import a_closed_survey, an_open_survey
from pages.test_access import delivery

__all__ = ["delivery"]
LINK = re.compile(r'<a [^>]*?href="([^"#]+)')
Kind = Role.Kind
PEOPLE = {
    "tutor": (Kind.TUTOR, True),
    "coordinator": (Kind.LAB_COORDINATOR, True),
    "head": (Kind.PRINCIPAL, True),
    "data team": (Kind.DATA_TEAM, False),
    "data team of one school": (Kind.DATA_TEAM, True),
    "leader": (Kind.NETWORK_LEADER, False),
}


@pytest.fixture
def school(db: None, delivery: Delivery, tmp_path: Path) -> Town:
    """Something of everything, a file of an unknown layout and surveys among it."""
    place = full_school()
    take(written(tmp_path, lessons([{}], RENAMED), "lessons_2026-10-15.csv"))
    an_open_survey()
    a_closed_survey()
    return place


def reader(name: str, place: Town) -> User:
    kind, of_one = PEOPLE[name]
    return staff(name, kind, place.school if of_one else None)


def broken(client: Client) -> dict[str, str]:
    """Links that lead to nothing, by where they stand. Of each route one address is asked for, from home on."""
    found, seen, waiting = dict[str, str](), set[str](), deque([("/", "the browser")])
    while waiting:
        address, stands_on = waiting.popleft()
        if (route := _route(address)) in seen:
            continue
        seen.add(route)
        answer = client.get(address)
        if answer.status_code >= 400:
            found[address] = stands_on
        elif answer.status_code in {301, 302}:
            waiting.append((answer.headers["Location"], stands_on))
        elif answer.headers["Content-Type"].startswith("text/html"):
            waiting.extend((unescape(one), route) for one in LINK.findall(answer.content.decode()) if one[0] == "/")
    assert len(seen) > 5, seen
    return found


def _route(address: str) -> str:
    try:
        return str(resolve(address.partition("?")[0]).view_name)
    except Resolver404:
        return address


def test_no_link_leads_to_nothing(school: Town) -> None:
    readers = {"teacher": school.teacher} | {name: reader(name, school) for name in PEOPLE}
    assert {name: found for name, who in readers.items() if (found := broken(client_of(who)))} == {}


def test_a_link_that_leads_to_nothing_is_found(school: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("homeroom.pages.layouts.view.data_team_of_all", lambda found: True)
    found = broken(client_of(reader("data team of one school", school)))
    assert list(found.values()) == ["layouts"]
