"""Audit log: what it lists for whom, how it is filtered, and that no question of it reads the whole table."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from a_school import Town, staff
from homeroom.pages.audit_log import view
from homeroom.people import audit, audit_index, audit_look
from homeroom.people.audit_look import Filter
from homeroom.people.models import AuditEntry, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(place: Town, client: Client) -> Client:
    """Three entries, and the data team signed in."""
    audit.saw(place.teacher, "class page 1, week 2026-W43", place.children, "teaches the child's class", "facts 7")
    audit.saw(place.principal, "student page 5", [place.numbers[0]], "principal of the child's school")
    audit.did(place.data_team, "confirmed", "who is key 3 of iready", [place.numbers[1]], "same name")
    AuditEntry.objects.filter(verb="confirmed").update(at=datetime(2026, 10, 20, 12, tzinfo=UTC))
    client.force_login(place.data_team)
    return client


def listed(client: Client, query: str = "") -> list[str]:
    response = client.get(f"/audit/{query}")
    assert response.status_code == 200
    return [line["entry"].object for line in response.context["lines"] if not line["entry"].object.startswith("audit")]


CLASS, STUDENT, KEY = "class page 1, week 2026-W43", "student page 5", "who is key 3 of iready"


def test_it_lists_everything_newest_first(log: Client) -> None:
    assert listed(log) == [STUDENT, CLASS, KEY]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?who=teacher", [CLASS]),
        ("?who=+teacher+", [CLASS]),
        ("?who=nobody", []),
        ("?verb=confirmed", [KEY]),
        ("?day=2026-10-20", [KEY]),
        ("?day=2026-10-19", []),
        ("?child={0}", [STUDENT, CLASS]),
        ("?child={1}&verb=saw", [CLASS]),
        ("?child={0}&who=principal", [STUDENT]),
        ("?who=data&verb=saw&day=2026-10-20", []),
    ],
)
def test_it_is_filtered(log: Client, place: Town, query: str, found: list[str]) -> None:
    assert listed(log, query.format(*place.numbers)) == found


@pytest.mark.parametrize(
    ("query", "said"),
    [("?day=monday", "year-month-day"), ("?child=Ana", "by its number"), ("?child=²", "by its number")],
)
def test_a_filter_that_cant_be_read_is_told(log: Client, query: str, said: str) -> None:
    response = log.get(f"/audit/{query}")
    assert response.status_code == 400
    assert said in response.content.decode()


def test_nothing_that_fits_is_said(log: Client) -> None:
    assert "No entry fits this filter." in log.get("/audit/?who=nobody").content.decode()


def test_an_empty_log_is_said(place: Town, client: Client) -> None:
    client.force_login(place.data_team)
    assert "Nothing has been seen or changed yet." in client.get("/audit/").content.decode()


def test_looking_into_the_log_is_in_the_log(log: Client) -> None:
    log.get("/audit/?who=teacher")
    entry = AuditEntry.objects.order_by("-pk")[0]
    assert (entry.actor, entry.object, entry.students) == ("data", "audit log: person teacher", [])


def test_a_stretch_ends_and_the_next_goes_on(log: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "A_PAGE", 1)
    first = log.get("/audit/?verb=saw&who=teacher")
    assert not first.context["older"]
    for _ in range(2):
        log.get("/audit/?who=teacher")
    page = log.get("/audit/?who=data&verb=saw")
    older = page.context["older"].replace("+", "%2B")
    following = log.get(f"/audit/?who=data&verb=saw&before={older}").context["lines"]
    assert following[0]["entry"].pk < page.context["lines"][0]["entry"].pk
    assert "Newest" in log.get(f"/audit/?before={older}").content.decode()


def test_the_data_team_of_one_school_sees_entries_about_its_own_children(
    log: Client, place: Town, client: Client
) -> None:
    client.force_login(staff("local", Role.Kind.DATA_TEAM, place.school))
    front = client.get("/audit/")
    assert front.status_code == 200
    assert "You look after one school" in front.content.decode()
    assert "You look after one school" in client.get("/audit/?child=999").content.decode()
    assert listed(client, f"?child={place.numbers[0]}") == [STUDENT, CLASS]


def test_numbers_lead_to_who_saw_the_child_and_no_name_is_shown(log: Client, place: Town) -> None:
    page = log.get("/audit/").content.decode()
    assert f'<a href="/student/{min(place.numbers)}/seen/">{min(place.numbers)}</a>' in page
    assert not any(child.family_name in page for child in place.children)
    assert "Teacher Example" in page


def test_verbs_are_those_of_the_log(log: Client) -> None:
    assert audit_look.verbs() == ["confirmed", "saw"]


# No scan


FILTERS = [
    Filter(),
    Filter(actor="teacher"),
    Filter(verb="saw"),
    Filter(day=date(2026, 10, 20)),
    Filter(student=3),
    Filter(actor="teacher", verb="saw", day=date(2026, 10, 20)),
    Filter(student=3, verb="saw"),
]
AFTER = (datetime(2026, 10, 20, 12, tzinfo=UTC), 9)


@pytest.mark.parametrize("chosen", FILTERS, ids=str)
def test_no_question_reads_the_whole_table(log: Client, chosen: Filter) -> None:
    for after in (None, AFTER):
        unscanned(lambda: audit_look.entries(chosen, after, 50), whole=chosen == Filter())  # noqa: B023


def test_who_saw_a_child_reads_that_childs_entries_alone(log: Client) -> None:
    unscanned(lambda: audit_look.of_child(3, None, 50))
    unscanned(lambda: audit_look.of_child(3, AFTER, 50))
    unscanned(audit_look.reaches_back_to, whole=True)
    unscanned(audit_look.verbs)


def test_adding_an_entry_reads_no_table(log: Client, place: Town) -> None:
    unscanned(lambda: audit.saw(place.teacher, "class page 1", [3], "why"))


def unscanned(ask: Any, whole: bool = False) -> None:
    """Every statement about the log goes by an index. `whole`: in an index's order from its end, which is no scan."""
    audit_index.catch_up()  # what is listed behind the entries is sorted first, and is no question
    with CaptureQueriesContext(
        connection,
    ) as asked:
        ask()
    ours = [one["sql"] for one in asked.captured_queries if re.search(r"people_audit(entry|child)", one["sql"])]
    for sql in ours:
        steps = plan(sql)
        bad = [step for step in steps if re.search(r"Seq Scan on people_audit|SCAN people_audit\w+$|TEMP B-TREE", step)]
        if not whole:
            bad += [step for step in steps if step.startswith("SCAN people_audit")]
        assert not bad, (sql, steps)
    assert ours


def plan(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            return [row[3] for row in cursor.fetchall()]
        cursor.execute("SET LOCAL enable_seqscan = off")  # so few rows would be read whole, rightly
        cursor.execute(f"EXPLAIN {sql}")
        return [row[0] for row in cursor.fetchall()]
