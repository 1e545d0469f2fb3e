"""A gradebook that listens is told of the work; one that misbehaves is told nothing more, and nothing is claimed."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from goals.a_gradebook import (
    SECRET,
    Fault,
    Gradebook,
    elsewhere,
    endless,
    gradebook,
    hangs_up,
    says,
    silent,
    status,
)
from goals.told import approved, new_goal
from homeroom.goals.channels.api import Pushed, push
from homeroom.goals.channels.asking import Limits
from homeroom.goals.channels.gradebook import lines
from homeroom.goals.models import Assignment, Goal
from homeroom.standards.models import Framework, FrameworkItem

SHORT = Limits(connect=0.5, total=0.4)
UUID = "6b9f1a2c-1111-4222-8333-0123456789ab"


@pytest.fixture
def book() -> Iterator[Gradebook]:
    with gradebook() as one:
        yield one


@pytest.fixture
def work(db: None) -> list[Assignment]:
    """Two children with one lesson, and one of them with another."""
    goal = new_goal()
    ana, bo = approved(goal, "ana"), approved(goal, "bo")
    other = approved(goal, "cem", external_id="L2")
    return [ana, bo, other]


def pushed(book: Gradebook, work: list[Assignment], **api: Any) -> Pushed:
    goal = Goal.objects.select_related("school_class__school").get(pk=work[0].goal_id)
    return push(book.api(**api), lines(goal.school_class, work), SHORT)


def test_a_line_item_for_each_work_and_a_result_for_each_child(book: Gradebook, work: list[Assignment]) -> None:
    done = pushed(book, work)
    assert done.taken == [one.pk for one in work]
    assert (done.refused, done.stopped) == ({}, None)
    assert set(book.of("results")) == {str(one.pk) for one in work}
    assert len(book.of("lineItems")) == 2
    assert {result["scoreStatus"] for result in book.of("results").values()} == {"not submitted"}
    assert all("score" not in result for result in book.of("results").values())


def test_a_line_item_says_all_that_the_standard_asks_for(book: Gradebook, work: list[Assignment]) -> None:
    pushed(book, work[:1])
    (line,) = book.of("lineItems").values()
    (category,) = book.of("categories")
    needed = {"sourcedId", "status", "dateLastModified", "title", "assignDate", "dueDate", "class", "school"}
    assert needed <= set(line)
    assert line["class"]["sourcedId"] == "Room 12" and line["class"]["type"] == "class"
    assert line["school"]["sourcedId"] == "school" and line["school"]["type"] == "org"
    assert line["category"]["sourcedId"] == category
    assert line["assignDate"] == "2026-11-02T08:00:00.000Z"
    assert line["dueDate"] == "2026-11-14T07:59:00.000Z"
    assert (line["description"], line["resultValueMax"]) == ("3.NF.A.1", 100)
    (result,) = book.of("results").values()
    assert result["lineItem"]["sourcedId"] == line["sourcedId"]
    assert result["student"]["sourcedId"] == "ana"
    assert result["lineItem"]["href"] == f"{book.address}/ims/oneroster/gradebook/v1p2/lineItems/{line['sourcedId']}"


def test_the_standard_goes_by_its_case_identifier_where_a_package_gave_one(
    book: Gradebook, work: list[Assignment]
) -> None:
    package = Framework.objects.create(slug="package", title="A package", subject="math")
    told = {"framework": package, "position": 1, "received": "{}", "standard": work[0].standard}
    FrameworkItem.objects.create(**told, identifier="local:7")
    FrameworkItem.objects.create(**told, identifier=UUID)
    pushed(book, work[:1])
    (line,) = book.of("lineItems").values()
    assert line["learningObjectiveSet"] == [{"source": "case", "learningObjectiveIds": [UUID]}]


def test_no_reason_or_name_of_a_child_leaves_the_house(book: Gradebook, work: list[Assignment]) -> None:
    pushed(book, work)
    told = str(book.told)
    assert "Ready for it" not in told
    assert "Ruiz" not in told and "Ana" not in told


def test_sending_again_changes_nothing(book: Gradebook, work: list[Assignment]) -> None:
    pushed(book, work)
    first = set(book.told)
    pushed(book, work)
    assert set(book.told) == first


def test_a_category_of_the_gradebooks_own_is_used_where_it_is_named(book: Gradebook, work: list[Assignment]) -> None:
    pushed(book, work, category="their own")
    assert not book.of("categories")
    assert {line["category"]["sourcedId"] for line in book.of("lineItems").values()} == {"their own"}


def test_a_token_that_ended_is_fetched_anew_once(book: Gradebook, work: list[Assignment]) -> None:
    book.faults["results"] = [status(401), None]
    assert len(pushed(book, work).taken) == 3
    assert book.tokens == 2


def test_a_door_that_never_takes_the_token_is_asked_twice_and_left(book: Gradebook, work: list[Assignment]) -> None:
    book.faults["results"] = [status(401)]
    done = pushed(book, work)
    assert done.stopped is not None and done.stopped.code == "sign_in"
    assert book.tokens == 2


@pytest.mark.parametrize(
    "fault",
    [
        status(400),
        status(404),
        status(422),
        says({"imsx_codeMajor": "failure"}, 200),
        says({"imsx_StatusInfo": {"imsx_codeMajor": "Failure"}}, 200),
    ],
)
def test_a_child_that_is_refused_stops_no_other(book: Gradebook, work: list[Assignment], fault: Fault) -> None:
    book.faults["results"] = [None, fault, None]
    done = pushed(book, work)
    ana, bo, cem = work
    assert {one: why.code for one, why in done.refused.items()} == {bo.pk: "refused"}
    assert (done.taken, done.stopped) == ([ana.pk, cem.pk], None)


def test_a_line_that_is_refused_takes_its_children_with_it_and_no_others(
    book: Gradebook, work: list[Assignment]
) -> None:
    ana, bo, cem = work
    book.faults["lineItems"] = [status(422), None]
    done = pushed(book, work)
    assert set(done.refused) == {ana.pk, bo.pk}
    assert done.taken == [cem.pk]


TROUBLE: list[tuple[str, Callable[[Gradebook], Fault], str, bool]] = [
    ("slow", silent, "timeout", True),
    ("hangs up", lambda _: hangs_up, "unreachable", True),
    ("error", lambda _: status(500), "error", True),
    ("overloaded", lambda _: status(503, Retry_After="120"), "error", True),
    ("busy", lambda _: status(429, Retry_After="120"), "busy", True),
    ("redirect", lambda _: elsewhere, "redirect", False),
    ("forbidden", lambda _: status(403), "sign_in", False),
    ("a page", lambda _: says(b"<html>Please sign in</html>"), "nonsense", True),
    ("a list", lambda _: says([1, 2]), "nonsense", True),
    ("deep", lambda _: says(b"[" * 100_000), "nonsense", True),
    ("bytes", lambda _: says(b"\xff\xfe\x00"), "nonsense", True),
    ("another's", lambda _: says({"result": {"sourcedId": "another"}}), "nonsense", True),
    ("endless", lambda _: endless, "nonsense", True),
    ("odd status", lambda _: status(199 + 500), "nonsense", True),
]


@pytest.mark.parametrize(("name", "fault", "code", "again"), TROUBLE, ids=[one[0] for one in TROUBLE])
@pytest.mark.parametrize("collection", ["lineItems", "results"])
def test_a_door_in_trouble_is_left_and_nothing_is_claimed(
    book: Gradebook,
    work: list[Assignment],
    collection: str,
    name: str,
    fault: Callable[[Gradebook], Fault],
    code: str,
    again: bool,
) -> None:
    book.faults[collection] = [fault(book)]
    began = time.monotonic()
    done = pushed(book, work)
    assert time.monotonic() - began < 10
    assert done.stopped is not None
    assert (done.stopped.code, done.again) == (code, again)
    assert (done.taken, done.refused) == ([], {})
    assert sum(collection in asked for asked in book.asked) == 1, "one question is enough to know"


def test_a_door_says_how_long_it_wants_to_be_left_alone(book: Gradebook, work: list[Assignment]) -> None:
    book.faults["results"] = [status(503, Retry_After="120")]
    assert pushed(book, work).wait == 120


def test_a_door_without_words_has_taken_it(book: Gradebook, work: list[Assignment]) -> None:
    book.faults["results"] = [says(b"", 204)]
    assert len(pushed(book, work).taken) == 3


@pytest.mark.parametrize(
    ("fault", "code", "again"),
    [
        (status(400), "sign_in", False),
        (status(401), "sign_in", False),
        (status(500), "error", True),
        (status(429), "busy", True),
        (elsewhere, "redirect", False),
        (says({"access_token": 7}), "nonsense", True),
        (says({"access_token": "a\r\nX-Evil: 1"}), "nonsense", True),
        (says({}), "nonsense", True),
        (says(b"<html>"), "nonsense", True),
    ],
)
def test_without_a_token_nothing_is_sent(
    book: Gradebook, work: list[Assignment], fault: Fault, code: str, again: bool
) -> None:
    book.faults["token"] = [fault]
    done = pushed(book, work)
    assert done.stopped is not None
    assert (done.stopped.code, done.again) == (code, again)
    assert book.asked == ["POST /token"]


def test_a_wrong_secret_is_told_as_such(book: Gradebook, work: list[Assignment]) -> None:
    done = pushed(book, work, client_secret="another")
    assert done.stopped is not None and done.stopped.code == "sign_in"


def test_a_private_network_is_not_spoken_to_unless_it_is_allowed(book: Gradebook, work: list[Assignment]) -> None:
    done = pushed(book, work, private=False)
    assert done.stopped is not None and done.stopped.code == "private"
    assert book.asked == []


def test_one_program_has_the_worker_for_a_while_only(book: Gradebook, work: list[Assignment]) -> None:
    goal = Goal.objects.select_related("school_class__school").get(pk=work[0].goal_id)
    done = push(book.api(), lines(goal.school_class, work), SHORT, longest=-1)
    assert done.stopped is not None and done.again
    assert book.asked == []


@pytest.mark.parametrize("fault", [status(500), says(b"<html>"), elsewhere, status(401)])
def test_no_secret_or_token_is_told_to_anybody(
    book: Gradebook, work: list[Assignment], fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    book.faults["results"] = [fault]
    with caplog.at_level(logging.DEBUG):
        done = pushed(book, work)
    told = f"{done} {caplog.text} {done.stopped and done.stopped.english} {done.stopped and done.stopped.evidence}"
    assert SECRET not in told
    assert "Bearer" not in told and "/token" not in told
