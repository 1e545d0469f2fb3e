"""Plans are locked for ever, with what was known of the outcomes at that moment; later ones are dated amendments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from evidence.a_study import BASELINE, OUTCOME, classes, drafted, leader, locked, results
from homeroom.evidence import ledger, lock
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.models import Plan, Study
from homeroom.intake.models import Delivery
from homeroom.people import audit
from homeroom.people.models import AuditEntry, Student, User

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
Label = Plan.Label


@pytest.fixture
def children() -> list[Student]:
    return [one for group in classes(2).values() for one in group]


@pytest.fixture
def by(children: list[Student]) -> User:
    return leader()


def delivered(children: list[Student], days_ago: int = 3) -> Delivery:
    made = Delivery.objects.create(file="star.csv", sha256="0" * 64, size=1, state="published")
    Delivery.objects.filter(pk=made.pk).update(received_at=timezone.now() - timedelta(days=days_ago))
    results(children, OUTCOME, delivery=made.pk)
    return made


def label(by: User) -> str:
    return lock.lock(drafted(by).study, by).label


def test_a_plan_is_locked_with_hash_time_and_person(by: User) -> None:
    study = drafted(by).study
    plan = lock.lock(study, by)
    assert (plan.version, plan.locked_by, plan.place, study.state) == (1, "leader", 1, Study.State.LOCKED)
    assert plan.locked_at is not None
    assert abs(datetime.now(UTC) - plan.locked_at) < timedelta(minutes=5)
    said = AuditEntry.objects.get(verb="locked")
    assert said.object == f"study {study.pk}, plan 1"
    assert said.reason == f"{Label.BEFORE}, sha256 {plan.sha256}"
    assert list(ledger.offences(study)) == []


def test_before_the_outcomes_existed(by: User, children: list[Student]) -> None:
    results(children, BASELINE)
    assert label(by) == Label.BEFORE


def test_outcomes_that_nobody_opened_since_they_came(by: User, children: list[Student]) -> None:
    audit.saw(by, "student page 1", [children[0]], "early")
    AuditEntry.objects.update(at=timezone.now() - timedelta(days=9))
    delivered(children)
    assert label(by) == Label.UNSEEN


@pytest.mark.parametrize("look", [audit.saw, audit.exported])
def test_outcomes_that_were_opened(by: User, children: list[Student], look: object) -> None:
    one = delivered(children)
    look(by, "student page 1", [children[0]], "own class")  # type: ignore[operator]  # two functions of one shape
    assert label(by) == Label.AFTER
    rests = Plan.objects.get().rests_on
    assert (rests["deliveries"], rests["opened"]) == ([one.pk], 1)


@pytest.mark.parametrize(("opened", "told"), [(False, Label.UNSEEN), (True, Label.AFTER)])
def test_results_whose_delivery_left_no_date_count_as_there(
    by: User, children: list[Student], opened: bool, told: str
) -> None:
    results(children, OUTCOME)
    if opened:
        audit.saw(by, "student page 1", [children[0]], "own class")
    assert label(by) == told


def test_an_incomplete_plan_is_told_all_that_is_missing(by: User) -> None:
    study = drafted(by, primary=None, missing_data="").study
    with pytest.raises(EvidenceError, match=r"(?s)can't be locked yet.*one primary outcome.*data are missing"):
        lock.lock(study, by)
    assert study.plans.get().locked_at is None


def test_a_plan_that_names_a_child_is_not_locked(by: User, children: list[Student]) -> None:
    one = children[0]
    study = drafted(by, question=f"Does it help {one.given_name} {one.family_name}?").study
    with pytest.raises(EvidenceError, match="names a child"):
        lock.lock(study, by)


def test_a_draft_is_rewritten_and_a_locked_plan_becomes_an_amendment_with_its_reason(by: User) -> None:
    drafted(by)
    study = drafted(by, smallest_effect=0.2).study
    assert study.plans.count() == 1
    lock.lock(study, by)
    changed = drafted(by, smallest_effect=0.3)
    assert (changed.version, changed.locked_at) == (2, None)
    with pytest.raises(EvidenceError, match="say the reason"):
        lock.lock(study, by)
    assert lock.lock(study, by, "The spring test was moved.").version == 2
    assert study.amendments.get().reason == "The spring test was moved."
    newest = lock.newest(study)
    assert newest is not None
    assert newest.version == 2
    assert list(ledger.offences(study)) == []


def test_nothing_to_lock_is_said(by: User) -> None:
    study = locked(by)
    with pytest.raises(EvidenceError, match="no plan that waits"):
        lock.lock(study, by)


def test_a_closed_study_changes_no_more(by: User) -> None:
    study = locked(by)
    Study.objects.update(state=Study.State.CLOSED)
    with pytest.raises(EvidenceError, match="is closed"):
        drafted(by)
    assert study.plans.count() == 1


def test_a_study_is_found_by_its_name(by: User) -> None:
    study = drafted(by).study
    assert lock.study_of("flex-pilot") == study
    with pytest.raises(EvidenceError, match="There are: flex-pilot"):
        lock.study_of("other")
    assert lock.signed(audit.CommandLine("root")) == "command line: root"
