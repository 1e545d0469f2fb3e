"""Whatever is written, in any order: the kept page is the page as it would be drawn now, byte for byte."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

import homeroom.reports
from a_school import Town
from homeroom.people.models import User
from homeroom.reports.kept import shelf, told, watch
from homeroom.reports.kept.noted import noted, unwatched
from reports.kept.writes import SEEN, WRITES, Write, estimated

# Others in each answer: the token of the head's form, and when a file was written.
LIVE = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|"made_at": "[^"]+"')


def addresses(place: Town) -> list[tuple[User, str]]:
    group, child, school = place.group.pk, place.children[0].pk, place.school.pk
    return [
        (place.teacher, f"/class/{group}/"),
        (place.teacher, f"/class/{group}/?show=answers"),
        (place.teacher, f"/class/{group}/week.json"),
        (place.teacher, f"/student/{child}/"),
        (place.principal, f"/school/{school}/monday/"),
    ]


def page(user: User, address: str) -> bytes:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return LIVE.sub(b"", answer.content)


def all_pages(place: Town) -> list[bytes]:
    return [page(user, address) for user, address in addresses(place)]


def drawn_anew(place: Town) -> list[bytes]:
    shelf.clear()
    return all_pages(place)


@pytest.mark.any_database
@pytest.mark.parametrize("write", WRITES, ids=lambda write: write.__name__)
def test_what_is_written_shows_at_once(place: Town, settings: Settings, write: Write) -> None:
    estimated(place, 1)
    before = all_pages(place)
    write(place, 3)
    after = all_pages(place)
    assert after == drawn_anew(place)
    assert after != before or write not in SEEN


DRAWN = st.lists(st.tuples(st.sampled_from(list(WRITES)), st.integers(0, 40)), min_size=1, max_size=4)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(writes=DRAWN)
def test_a_kept_page_is_never_stale(place: Town, settings: Settings, writes: list[tuple[Write, int]]) -> None:
    for write, at in writes:
        all_pages(place)
        write(place, at)
        assert all_pages(place) == drawn_anew(place), write.__name__


def test_every_table_that_is_watched_is_written_by_one_of_these() -> None:
    assert {one.model for one in watch.WATCHED} <= {model for models in WRITES.values() for model in models}


@pytest.mark.parametrize("at", range(5))
def test_no_kept_page_reads_what_nobody_watches(place: Town, at: int) -> None:
    told.work_out()
    user, address = addresses(place)[at]
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    client.get(address)
    files = {path.name for path in shelf.folder().rglob("*") if path.is_file()}
    client.get(address)
    assert {path.name for path in shelf.folder().rglob("*") if path.is_file()} == files
    assert len(files) > 1, "it is kept"


def test_a_report_that_reads_what_nobody_watches_is_found_out(db: None) -> None:
    with noted() as found:
        list(User.objects.values_list("username"))
    assert unwatched(found) == {"people_user"}


@pytest.mark.parametrize("package", ["class_week", "student_week", "monday"])
def test_no_kept_report_shows_what_the_numbers_of_children_pass_over(package: str) -> None:
    """A night that tells a child the same again makes nothing anew, so what it alone changes may be on no page."""
    folder = Path(homeroom.reports.__file__).parent / package
    assert [
        path.name for path in folder.iterdir() if path.is_file() and told.PASSED_OVER in path.read_text("utf-8")
    ] == []
