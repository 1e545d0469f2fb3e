"""Programs' doors in the background: tried again after a while, given up in time, and lost with no worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from goals.a_gradebook import SECRET, Fault, Gradebook, gradebook, says, silent, status
from goals.asked import hours
from goals.told import FILE, approved, declare, new_goal
from homeroom.goals import sending
from homeroom.goals.channels import api
from homeroom.goals.channels.asking import Limits
from homeroom.goals.events import record, states
from homeroom.goals.models import Goal
from homeroom.goals.pushing import BACK_OFF, push, take_up_again
from homeroom.goals.sent import Outcome, Sent
from homeroom.intake import worker

pytestmark = pytest.mark.django_db
# The worker lets go of its connection between tasks, which ends any transaction around a test.
with_a_worker = pytest.mark.django_db(transaction=True)
SHORT = Limits(connect=0.5, total=0.4)


@pytest.fixture
def book(home: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gradebook]:
    """The door of the garden, spoken to with little patience."""
    real = api.push
    monkeypatch.setattr(api, "push", lambda door, lines: real(door, lines, SHORT))
    declare(home, "api", "file")
    with gradebook() as one:
        settings.HOMEROOM_PROGRAM_APIS = [one.table()]
        yield one


def waiting() -> list[tuple[int, str, int]]:
    """The tasks that are still to be done, with how often each was tried."""
    ready = DBTaskResult.objects.filter(status="READY").order_by("enqueued_at")
    return [tuple(task.args_kwargs["args"]) for task in ready]


def sent(goal: Goal) -> dict[str, Sent]:
    sending.send(goal, "tina", hours(1))
    return results(goal)


def results(goal: Goal) -> dict[str, Sent]:
    names = {one.student_id: one.student.sourced_id for one in goal.assignments.select_related("student")}
    return {names[one.student]: one for one in sending.results(goal)}


def wait_of_the_last() -> timedelta:
    last = DBTaskResult.objects.order_by("-enqueued_at").first()
    assert last is not None and last.run_after is not None
    return last.run_after - timezone.now()


def test_what_the_door_took_was_sent(book: Gradebook) -> None:
    goal = new_goal()
    approved(goal, "ana")
    approved(goal, "bo")
    sent(goal)
    push.call(goal.pk, "garden", 0)
    assert {one.words for one in results(goal).values()} == {"Sent"}
    assert len(book.of("results")) == 2


def test_until_the_door_took_it_nothing_is_claimed(book: Gradebook) -> None:
    goal = new_goal()
    approved(goal)
    assert sent(goal)["ana"].words == "Being sent"
    book.faults["results"] = [status(500)]
    push.call(goal.pk, "garden", 0)
    assert results(goal)["ana"].words == "Being sent"


@pytest.mark.parametrize("fault", [lambda _: status(500), lambda _: says(b"<html>"), silent])
def test_a_door_in_trouble_is_tried_again_later_each_time_and_then_the_next_channel_takes_over(
    book: Gradebook, fault: Callable[[Gradebook], Fault]
) -> None:
    goal = new_goal()
    one = approved(goal)
    sent(goal)
    book.faults["results"] = [fault(book)]
    for tries, wait in enumerate(BACK_OFF):
        push.call(goal.pk, "garden", tries)
        assert waiting()[-1] == (goal.pk, "garden", tries + 1)
        assert wait - timedelta(seconds=10) < wait_of_the_last() <= wait
        assert results(goal)["ana"].outcome == Outcome.SENDING
    push.call(goal.pk, "garden", len(BACK_OFF))
    told = results(goal)["ana"]
    assert told.outcome == Outcome.FILE
    assert told.before_words.startswith("The direct connection did not work: ")
    blocked = one.events.get(kind="blocked")
    assert blocked.channel == "api" and blocked.reason and blocked.evidence["why"]
    assert len(waiting()) == 1 + len(BACK_OFF)


def test_a_door_that_gets_well_is_reached_by_the_next_try(book: Gradebook) -> None:
    goal = new_goal()
    approved(goal)
    sent(goal)
    book.faults["results"] = [status(503), None]
    push.call(goal.pk, "garden", 0)
    push.call(goal.pk, "garden", 1)
    assert results(goal)["ana"].outcome == Outcome.SENT


def test_the_door_may_ask_for_a_longer_wait(book: Gradebook) -> None:
    goal = new_goal()
    approved(goal)
    sent(goal)
    book.faults["results"] = [status(503, Retry_After="1800")]
    push.call(goal.pk, "garden", 0)
    assert timedelta(minutes=29) < wait_of_the_last() <= timedelta(minutes=30)


@pytest.mark.parametrize("code", [401, 403])
def test_a_door_that_does_not_know_us_is_not_tried_again(book: Gradebook, code: int) -> None:
    goal = new_goal()
    approved(goal)
    sent(goal)
    book.faults["results"] = [status(code)]
    push.call(goal.pk, "garden", 0)
    assert results(goal)["ana"].outcome == Outcome.FILE
    assert len(waiting()) == 1


def test_a_child_that_is_refused_goes_another_way_alone(book: Gradebook) -> None:
    goal = new_goal()
    approved(goal, "ana")
    approved(goal, "bo")
    sent(goal)
    book.faults["results"] = [status(422), None]
    push.call(goal.pk, "garden", 0)
    told = results(goal)
    assert (told["ana"].outcome, told["bo"].outcome) == (Outcome.FILE, Outcome.SENT)
    assert told["ana"].before_words == "The direct connection did not work: 127.0.0.1 refused it (422)"


def test_a_door_that_takes_some_and_stops_is_not_counted_as_a_failed_try(book: Gradebook) -> None:
    goal = new_goal()
    approved(goal, "ana")
    approved(goal, "bo")
    sent(goal)
    book.faults["results"] = [None, status(500)]
    push.call(goal.pk, "garden", len(BACK_OFF))
    told = results(goal)
    assert (told["ana"].outcome, told["bo"].outcome) == (Outcome.SENT, Outcome.SENDING)
    assert waiting()[-1] == (goal.pk, "garden", 1)


def test_what_was_called_off_meanwhile_is_not_sent(book: Gradebook) -> None:
    goal = new_goal()
    one = approved(goal)
    sent(goal)
    record(one, "cancelled", hours(2), source="by hand", actor="tina")
    push.call(goal.pk, "garden", 0)
    assert book.asked == []


def test_what_is_called_off_while_it_is_being_sent_stays_called_off(
    book: Gradebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    goal = new_goal()
    one = approved(goal)
    sent(goal)
    slow = api.push

    def call_off(*told: Any) -> api.Pushed:
        done = slow(*told)
        record(one, "cancelled", hours(2), source="by hand", actor="tina")
        return done

    monkeypatch.setattr(api, "push", call_off)
    push.call(goal.pk, "garden", 0)
    assert states([one])[one.pk].word == "cancelled"
    assert not one.events.filter(kind="pushed").exists()


def test_two_tasks_for_one_thing_send_it_once(book: Gradebook) -> None:
    goal = new_goal()
    approved(goal)
    sent(goal)
    push.call(goal.pk, "garden", 0)
    asked = len(book.asked)
    push.call(goal.pk, "garden", 0)
    assert len(book.asked) == asked


@pytest.mark.parametrize("doors", [[], [{"program": "garden", "address": 7}]])
def test_a_door_that_was_taken_out_of_the_settings_gives_way(
    book: Gradebook, settings: Settings, doors: list[Any]
) -> None:
    goal = new_goal()
    approved(goal)
    sent(goal)
    settings.HOMEROOM_PROGRAM_APIS = doors
    push.call(goal.pk, "garden", 0)
    assert results(goal)["ana"].outcome == Outcome.FILE


@with_a_worker
def test_one_program_that_is_down_leaves_the_others_alone(book: Gradebook, home: Path, settings: Settings) -> None:
    declare(home, "api", slug="orchard", tables='[assign.api]\nkind = "oneroster_gradebook"\n')
    settings.HOMEROOM_PROGRAM_APIS = [book.table(address="http://127.0.0.1:9"), book.table(program="orchard")]
    goal = new_goal()
    approved(goal, "ana")
    approved(goal, "bo", program="orchard")
    sent(goal)
    worker.work(until_empty=True, tell=lambda words: None)
    told = results(goal)
    assert (told["ana"].outcome, told["bo"].outcome) == (Outcome.SENDING, Outcome.SENT)
    assert (goal.pk, "garden", 1) in waiting()


@with_a_worker
def test_a_worker_that_begins_asks_anew_for_what_was_lost_with_the_last_one(book: Gradebook) -> None:
    goal = new_goal()
    approved(goal)
    sent(goal)
    DBTaskResult.objects.all().delete()
    worker.work(until_empty=True, tell=lambda words: None)
    assert results(goal)["ana"].outcome == Outcome.SENT


def test_nothing_is_asked_anew_of_what_is_sent_or_went_another_way(book: Gradebook) -> None:
    goal = new_goal()
    approved(goal)
    sent(goal)
    push.call(goal.pk, "garden", 0)
    DBTaskResult.objects.all().delete()
    take_up_again()
    assert waiting() == []


@with_a_worker
def test_no_secret_reaches_the_log_or_the_queue(book: Gradebook, caplog: pytest.LogCaptureFixture) -> None:
    goal = new_goal()
    approved(goal)
    sent(goal)
    book.faults["token"] = [status(401)]
    with caplog.at_level("DEBUG"):
        worker.work(until_empty=True, tell=lambda words: None)
    kept = str(list(DBTaskResult.objects.values())) + str(list(goal.assignments.values("events__evidence")))
    assert SECRET not in caplog.text + kept
    assert "Ruiz" not in caplog.text


def test_the_way_through_all_channels_ends_on_the_list(book: Gradebook, home: Path) -> None:
    declare(home, "deep_link", "api", "file", tables='[assign.api]\nkind = "oneroster_gradebook"\n' + FILE)
    goal = new_goal()
    one = approved(goal)
    one.student.identifier = ""
    one.student.save()
    sent(goal)
    book.faults["lineItems"] = [status(400)]
    push.call(goal.pk, "garden", 0)
    told = results(goal)["ana"]
    assert told.outcome == Outcome.WORK_LIST
    assert [channel for channel, _ in told.failed] == ["api", "file"]
