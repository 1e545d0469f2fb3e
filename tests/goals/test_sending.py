"""Each child's work goes by the first channel that can take it; what can't be is told, and nothing is claimed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from goals.asked import asked, hours
from goals.test_program_apis import GOOD as DOOR
from goals.told import ALL, FILE, approved, declare, new_goal
from homeroom.goals import sending, sent
from homeroom.goals.channels import why
from homeroom.goals.channels.why import WORDS, Why
from homeroom.goals.errors import GoalsError
from homeroom.goals.events import record, states
from homeroom.goals.models import Assignment, AssignmentEvent, Goal
from homeroom.goals.sent import Outcome, Sent
from mastery.people import child

pytestmark = pytest.mark.django_db
KIND = {"deep_link": "available", "api": "queued", "file": "queued", "work_list": "queued"}
OUTCOME = {
    "deep_link": Outcome.LINK,
    "api": Outcome.SENDING,
    "file": Outcome.FILE,
    "work_list": Outcome.WORK_LIST,
}


@pytest.fixture(autouse=True)
def door(settings: Settings) -> None:
    settings.HOMEROOM_PROGRAM_APIS = [DOOR]


def one_result(goal: Goal) -> Sent:
    (told,) = sending.send(goal, "tina")
    return told


def events(one: Assignment) -> list[tuple[str, str]]:
    found = AssignmentEvent.objects.filter(assignment=one).order_by("happened_at")
    return [(event.kind, event.channel) for event in found if event.kind != "approved"]


@pytest.mark.parametrize("channel", ALL)
def test_each_channel_is_used_where_it_comes_first(home: Path, channel: str) -> None:
    declare(home, *[name for name in ALL[ALL.index(channel) :] if name != "work_list"])
    one = approved(goal := new_goal())
    told = one_result(goal)
    assert (told.channel, told.outcome) == (channel, OUTCOME[channel])
    assert events(one) == [(KIND[channel], channel)]
    assert told.failed == ()


def test_the_order_is_the_programs_own(home: Path) -> None:
    declare(home, "file", "deep_link")
    approved(goal := new_goal())
    assert one_result(goal).channel == "file"


def test_a_link_is_given_and_kept_with_the_event(home: Path) -> None:
    declare(home, "deep_link")
    approved(goal := new_goal())
    told = one_result(goal)
    assert told.link == "https://garden.example/L1"
    assert told.words == "Link given"


def test_a_link_that_is_not_to_be_trusted_gives_way_to_the_next_channel(home: Path) -> None:
    declare(home, "deep_link", "file")
    one = approved(goal := new_goal())
    assert one.content_item is not None
    one.content_item.launch_url = "http://garden.example/1"
    one.content_item.save()
    told = one_result(goal)
    assert (told.channel, told.link) == ("file", "")
    assert told.before_words == "The link did not work: the lesson's address does not begin with https://"
    assert events(one)[0] == ("blocked", "deep_link")


def test_a_lesson_without_an_address_is_no_failure(home: Path) -> None:
    declare(home, "deep_link", tables="\n")
    one = approved(goal := new_goal())
    assert one_result(goal).before_words == ""
    assert events(one) == [("queued", "work_list")]


def test_a_door_that_is_not_set_up_here_is_passed_over(home: Path, settings: Settings) -> None:
    settings.HOMEROOM_PROGRAM_APIS = []
    declare(home, "api", "file")
    one = approved(goal := new_goal())
    assert one_result(goal).outcome == Outcome.FILE
    assert events(one) == [("queued", "file")]


def test_a_door_that_is_written_wrongly_is_told(home: Path, settings: Settings) -> None:
    settings.HOMEROOM_PROGRAM_APIS = [{**DOOR, "address": "ftp://x"}]
    declare(home, "api")
    approved(goal := new_goal())
    told = one_result(goal)
    assert told.outcome == Outcome.WORK_LIST
    assert "settings.toml" in told.before_words
    assert "hush-hush" not in told.before_words


def test_a_program_that_nobody_declared_goes_by_the_work_list() -> None:
    approved(goal := new_goal(), program="unheard_of")
    assert one_result(goal).outcome == Outcome.WORK_LIST


def test_offline_work_goes_by_the_work_list() -> None:
    approved(goal := new_goal(), program="", external_id="")
    assert one_result(goal).words == "On the work-list"


def test_of_a_program_that_takes_nothing_nothing_is_asked() -> None:
    one = approved(goal := new_goal(), program="map")
    told = one_result(goal)
    assert told.outcome == Outcome.NOT_POSSIBLE
    assert told.words == "Not possible, because nothing can be asked of this program"
    assert told.before_words == ""
    assert states([one])[one.pk].word == "blocked"


def test_sending_twice_is_sending_once(home: Path) -> None:
    declare(home, "deep_link")
    approved(goal := new_goal())
    first = sending.send(goal, "tina")
    count = AssignmentEvent.objects.count()
    assert sending.send(goal, "tina") == first
    assert AssignmentEvent.objects.count() == count
    assert goal.sent_at is not None


def test_work_that_is_added_later_is_sent_by_itself(home: Path) -> None:
    declare(home, "deep_link")
    approved(goal := new_goal(), "ana")
    sending.send(goal, "tina", hours(1))
    bo = approved(goal, "bo")
    told = {one.assignment: one.outcome for one in sending.send(goal, "tina", hours(2))}
    assert told[bo.pk] == Outcome.LINK
    assert goal.sent_at == hours(1)


def test_only_what_was_approved_is_sent(home: Path) -> None:
    declare(home)
    goal = new_goal()
    one = asked(child("ana"), goal, program="garden")
    record(one, "proposed", hours(0), source="by hand")
    told = one_result(goal)
    assert (told.outcome, told.words) == (Outcome.NOT_SENT, "Not sent yet")
    assert goal.sent_at is None


@pytest.mark.parametrize("kind", ["cancelled", "excused", "submitted", "met"])
def test_what_was_called_off_or_done_meanwhile_is_not_sent(home: Path, kind: str) -> None:
    declare(home)
    one = approved(goal := new_goal())
    record(one, kind, hours(1), source="by hand")
    assert one_result(goal).outcome == Outcome.NOT_SENT


def test_what_was_called_off_and_approved_anew_is_sent_again(home: Path) -> None:
    declare(home, "deep_link")
    one = approved(goal := new_goal())
    sending.send(goal, "tina", hours(1))
    record(one, "cancelled", hours(2), source="by hand")
    record(one, "approved", hours(3), source="by hand again")
    (told,) = sending.send(goal, "tina", hours(4))
    assert told.outcome == Outcome.LINK
    assert states([one])[one.pk].word == "available"


def test_a_goal_that_has_ended_sends_nothing(home: Path) -> None:
    declare(home)
    approved(goal := new_goal())
    Goal.objects.update(ended_at=hours(1), ended_by="tina")
    with pytest.raises(GoalsError, match="has ended"):
        sending.send(goal, "tina")
    assert not AssignmentEvent.objects.filter(kind="queued").exists()


def test_one_program_in_trouble_leaves_the_others_alone(home: Path, settings: Settings) -> None:
    settings.HOMEROOM_PROGRAM_APIS = [{"program": "orchard", "address": 7}]
    declare(home, "deep_link")
    declare(home, "api", slug="orchard")
    goal = new_goal()
    approved(goal, "ana")
    approved(goal, "bo", program="orchard")
    told = {one.program: one.outcome for one in sending.send(goal, "tina")}
    assert told == {"garden": Outcome.LINK, "orchard": Outcome.WORK_LIST}


def test_a_door_is_spoken_to_once_a_program_and_goal_and_never_while_somebody_waits(home: Path) -> None:
    declare(home, "api")
    goal = new_goal()
    for name in ("ana", "bo", "cem"):
        approved(goal, name)
    told = sending.send(goal, "tina")
    assert {one.words for one in told} == {"Being sent"}
    (task,) = DBTaskResult.objects.all()
    assert task.args_kwargs["args"] == [goal.pk, "garden", 0]


def test_a_failed_channel_gives_way_to_the_next_that_can(home: Path) -> None:
    declare(home, "api", "file")
    one = approved(goal := new_goal())
    sending.send(goal, "tina", hours(1))
    sending.fail_over([(one, states([one])[one.pk])], "api", Why("error", {"host": "g", "status": 503}), "homeroom")
    (told,) = sending.results(goal)
    assert told.outcome == Outcome.FILE
    assert told.before_words == "The direct connection did not work: g is in trouble (503)"
    assert events(one) == [("queued", "api"), ("blocked", "api"), ("queued", "file")]


def test_all_channels_but_the_list_may_fail(home: Path) -> None:
    declare(home, "deep_link", "api", "file", tables=ALL_BUT_IDS)
    one = approved(goal := new_goal())
    sending.send(goal, "tina", hours(1))
    for channel in ("api", "file"):
        sending.fail_over([(one, states([one])[one.pk])], channel, Why("nonsense", {"host": "g"}), "homeroom")
    (told,) = sending.results(goal)
    assert told.outcome == Outcome.WORK_LIST
    assert len(told.failed) == 2


ALL_BUT_IDS = '[assign.api]\nkind = "oneroster_gradebook"\n' + FILE


def test_another_try_stays_on_the_list_until_the_door_takes_it(home: Path) -> None:
    declare(home, "api")
    one = approved(goal := new_goal())
    sending.send(goal, "tina", hours(1))
    sending.fail_over([(one, states([one])[one.pk])], "api", Why("timeout", {"host": "g", "seconds": "15"}), "homeroom")
    (told,) = sending.again(goal, "garden", "tina")
    assert told.outcome == Outcome.SENDING
    sending.fail_over([(one, states([one])[one.pk])], "api", Why("nonsense", {"host": "g"}), "homeroom")
    (told,) = sending.results(goal)
    assert told.outcome == Outcome.WORK_LIST
    assert told.failed[-1][1] == "g gave an answer that could not be understood"
    assert events(one).count(("queued", "work_list")) == 1, "it is on the list once"


def test_another_try_of_what_went_through_changes_nothing(home: Path) -> None:
    declare(home, "deep_link")
    approved(goal := new_goal())
    first = sending.send(goal, "tina")
    assert sending.again(goal, "garden", "tina") == first
    assert not DBTaskResult.objects.exists()


def test_results_are_counted_by_program_and_add_up(home: Path) -> None:
    declare(home, "deep_link")
    goal = new_goal()
    approved(goal, "ana")
    approved(goal, "bo", program="unheard_of")
    approved(goal, "cem", program="map")
    told = sending.send(goal, "tina")
    found = sent.counts(told)
    assert found == {
        ("garden", Outcome.LINK): 1,
        ("unheard_of", Outcome.WORK_LIST): 1,
        ("map", Outcome.NOT_POSSIBLE): 1,
    }
    assert sum(found.values()) == len(told)


def test_a_class_is_sent_in_few_questions(home: Path, django_assert_max_num_queries: Any) -> None:
    declare(home, "deep_link")
    goal = new_goal()
    for number in range(30):
        approved(goal, f"child{number}")
    with django_assert_max_num_queries(25):
        sending.send(goal, "tina")


def test_every_outcome_has_words() -> None:
    assert all(outcome.words for outcome in Outcome)


@pytest.mark.parametrize("code", WORDS)
def test_every_reason_is_a_sentences_end_that_comes_back_out_of_its_event(code: str) -> None:
    whole = Why(code, {"host": "g.example", "status": 503, "seconds": "15"})
    assert "%" not in whole.english
    assert not whole.english.endswith(".") and whole.english[0] == whole.english[0].lower()
    assert why.kept(whole.evidence) == whole
    assert whole.words == whole.english


@given(st.recursive(st.none() | st.text(max_size=3), lambda inner: st.dictionaries(st.text(max_size=4), inner)))
def test_whatever_an_event_keeps_gives_a_reason_or_none(kept: Any) -> None:
    assert why.kept(kept) is None or isinstance(why.kept(kept), Why)


def test_a_reason_of_another_version_is_shown_as_it_was_kept(home: Path) -> None:
    declare(home)
    one = approved(goal := new_goal())
    record(one, "blocked", hours(1), source="x", channel="api", reason="the moon was full", evidence={"why": "moon"})
    record(one, "queued", hours(2), source="x", channel="work_list")
    (told,) = sending.results(goal)
    assert told.failed == (("api", "the moon was full"),)
    assert why.kept({"why": "error"}) is None
