"""Publishing: all of a version or nothing of it; changes, caseloads, tables and log; what is over stays."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from homeroom.facts import store
from homeroom.facts.models import FactVersion
from homeroom.people.models import AuditEntry, Caseload
from homeroom.rotation import drafts, placed
from homeroom.rotation.block.instance import Instance
from homeroom.rotation.block.plan import Place, Plan
from homeroom.rotation.errors import RotationError
from homeroom.rotation.models import BlockPlan, Change, DrawnPair
from homeroom.rotation.plan_models import State
from homeroom.rotation.publish import end, publish, published
from rotation.plans.a_week import ALONE, MONDAY, TUESDAY, WEDNESDAY, Block, Making, person, plan, tutored
from rotation.plans.checked import Found, sound, unsound

PLACED = "select student, date, session, modality, plan_version from placements order by all"


def kept(own: Block, made: Plan | None = None) -> BlockPlan:
    return drafts.save(own.instance, made or plan(own), own.teacher)


def versions() -> set[int]:
    return set(
        store.query("select distinct plan_version from placements", tables=["placements"]).column("plan_version")
    )


def test_a_published_plan_holds_and_says_who_published_it(own: Block) -> None:
    made = publish(kept(own), own.teacher, sound)
    assert (made.state, made.published_by, made.version) == (State.PUBLISHED, "teacher", 1)
    assert made.published_at is not None
    assert published(own.school.pk, MONDAY) == made
    assert not Change.objects.exists()  # there was nothing that it could differ from


def test_its_placements_are_a_table_of_the_same_version(own: Block) -> None:
    made = kept(own)
    DrawnPair.objects.create(
        plan=made, number=3, one=own.children[5], other=own.children[6], day=MONDAY, session=1, seed=1, swapped=True
    )
    publish(made, None, sound)
    found = store.query("select * from placements order by student, date, session", tables=["placements"]).dicts()
    assert len(found) == 48
    assert {row["plan_version"] for row in found} == {1}
    tutor, room = person(own.tutor).pk, own.small_room.pk
    assert found[0] == {
        "student": own.children[0].pk,
        "school_year": 2027,
        "school": own.school.pk,
        "week": MONDAY,
        "date": MONDAY,
        "session": 1,
        "minutes": 30,
        "modality": "tutoring",
        "plan_group": 1,
        "staff": tutor,
        "room": room,
        "program": "",
        "standard": "3.NF.A.1",
        "drawn": False,
        "pair": None,
        "propensity": None,
        "plan_version": 1,
    }
    drawn = [row for row in found if row["drawn"]]
    assert [(row["student"], row["program"], row["pair"], row["propensity"]) for row in drawn] == [
        (own.children[at].pk, "number_trail", 3, 0.5) for at in (5, 6)
    ]


def test_a_newer_version_ends_the_one_before_and_tells_what_differs(own: Block) -> None:
    first = publish(kept(own), None, sound)
    second = publish(
        kept(own, tutored(own, 0, 1, 5).online((0, 2), 6).done()), own.teacher, sound, why="a tutor's word"
    )
    first.refresh_from_db()
    assert (first.state, first.ended_by, second.state) == (State.ENDED, "teacher", State.PUBLISHED)
    assert versions() == {2}
    changed = list(
        Change.objects.order_by("student", "day").values_list("plan", "student", "day", "session", "why", "by")
    )
    assert changed == [
        (second.pk, own.children[at].pk, day, 1, "a tutor's word", "teacher")
        for at in (4, 5)
        for day in (MONDAY, TUESDAY)
    ]
    before, after = Change.objects.filter(student=own.children[5], day=MONDAY).values_list("before", "after").get()
    assert before["modality"] == "technology"
    assert (after["modality"], after["staff"], after["standard"]) == ("tutoring", person(own.tutor).pk, "3.NF.A.1")


def test_rules_that_must_be_kept_are_told_in_words_and_nothing_is_published(own: Block) -> None:
    made = kept(own)
    with pytest.raises(RotationError, match=r"3 times: Two groups in one room \(school \d+\). A child in two places"):
        publish(made, None, unsound)
    made.refresh_from_db()
    assert made.state == State.DRAFT
    assert not Caseload.objects.exists()
    assert not FactVersion.objects.exists()


def test_by_default_the_checker_looks_at_the_plan(own: Block) -> None:
    """Nobody in this plan was given any work online, nobody is qualified, and groups are too small."""
    with pytest.raises(RotationError, match="breaks rules that must be kept"):
        publish(kept(own), None)
    sound_plan = Making(own).done()
    assert publish(kept(own, sound_plan), None).state == State.PUBLISHED


def test_only_a_draft_is_published(own: Block) -> None:
    made = publish(kept(own), None, sound)
    with pytest.raises(RotationError, match="no draft"):
        publish(made, None, sound)


def test_an_older_draft_gives_way_to_a_newer_version(own: Block) -> None:
    old = kept(own)
    publish(kept(own), None, sound)
    with pytest.raises(RotationError, match="Version 2 was published since"):
        publish(old, None, sound)
    assert publish(drafts.copy(old, None), None, sound).version == 3


def test_a_draft_that_is_changed_while_it_is_checked_is_not_published(own: Block) -> None:
    made = kept(own)

    def slow(instance: Instance, plan: Plan) -> Found:
        drafts.put(made, Place(own.children[0].pk, 0, ALONE), None)
        return Found()

    with pytest.raises(RotationError, match="changed while"):
        publish(made, None, slow)
    assert versions() == set()
    assert publish(made, None, sound).state == State.PUBLISHED


def test_days_that_are_over_stay_as_they_were(own: Block, settings: Settings) -> None:
    publish(kept(own), None, sound)
    settings.HOMEROOM_TODAY = TUESDAY
    with pytest.raises(RotationError, match="would change 2026-10-26, which is over"):
        publish(kept(own, tutored(own, 0, 1, 4, 7).online((0, 2), 5, 6).done()), None, sound)
    later = tutored(own, 0, 1, 4).online((0, 2), 5, 6).online((3,), 7).done()
    assert publish(kept(own, later), None, sound).version == 3


def test_an_ended_plan_keeps_the_days_that_are_over_and_the_next_one_begins_today(
    own: Block, settings: Settings
) -> None:
    made = publish(kept(own), None, sound)
    settings.HOMEROOM_TODAY = TUESDAY
    end(made, own.teacher)
    made.refresh_from_db()
    assert (made.state, made.ended_by) == (State.ENDED, "teacher")
    assert {row[1] for row in store.query(PLACED, tables=["placements"]).rows} == {MONDAY}
    with pytest.raises(RotationError, match="does not hold"):
        end(made, None)
    settings.HOMEROOM_TODAY = WEDNESDAY
    publish(kept(own), None, sound)
    found = store.query(PLACED, tables=["placements"]).rows
    assert {(row[1].day, row[4]) for row in found} == {(26, 1), (30, 2)}  # Tuesday had no plan


def test_a_plan_of_another_school_or_week_is_left_alone(own: Block) -> None:
    publish(kept(own), None, sound)
    store.query(PLACED, tables=["placements"])
    other = BlockPlan.objects.create(school=own.school, week=MONDAY.replace(day=19), version=9, made_by="x")
    placed.replace(other, placed.no_rows(), other.week, None, "by hand", lambda: None)
    assert len(store.query(PLACED, tables=["placements"]).rows) == 48


def test_who_publishes_while_facts_are_published_is_asked_to_try_again(
    own: Block, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = kept(own)
    monkeypatch.setattr(placed, "PATIENCE", 0.0)

    def busy(wait: bool = True) -> None:
        raise BlockingIOError

    monkeypatch.setattr(store, "publishing", busy)
    with pytest.raises(RotationError, match="try again"):
        publish(made, None, sound)


def test_the_log_says_who_published_what_with_the_children_s_numbers_alone(own: Block) -> None:
    made = publish(kept(own), own.teacher, sound)
    end(made, None)
    told = AuditEntry.objects.order_by("pk").values_list("actor", "verb", "object", "reason", "students")
    numbers = sorted(one.pk for one in own.children)
    name = f"block plan {made.pk}, week 2026-10-26"
    assert list(told)[1:] == [
        ("teacher", "published", name, "version 1: planned anew", numbers),
        ("homeroom", "ended", name, "version 1", numbers),
    ]
