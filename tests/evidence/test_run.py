"""A run looks for changes first, keeps each part as it is done, and writes what it found for ever."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from evidence.a_study import BASELINE, OUTCOME, classes, leader, locked, results
from evidence.study_by_hand import measured
from extras import needs_evidence
from homeroom.evidence import ledger_lock, run, run_steps, study_tables
from homeroom.evidence.assign import assign, last_draw
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.estimate import Estimator
from homeroom.evidence.models import Draw, Plan, Study, StudyRun
from homeroom.evidence.raw import Raw
from homeroom.facts import store
from homeroom.people.models import AuditEntry, Student, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return leader()


@pytest.fixture
def rooms() -> dict[str, list[Student]]:
    return classes(6)


@pytest.fixture
def study(by: User, rooms: dict[str, list[Student]]) -> Study:
    """Two classes an arm, each child with a baseline and an outcome."""
    made = locked(by)
    assign(made, by, seed="7", on=BASELINE)
    measured(rooms)
    return made


@needs_evidence
def test_a_run_is_kept_with_its_hash_and_read_back(study: Study, by: User) -> None:
    parts: list[str] = []
    made = run.run(study, by, lambda name, stood: parts.append(name))
    found = run.results_of(made)
    assert parts[:4] == ["mixed model", "CR2", "class means", "permutation"]
    assert found.design == "fewer than 10 classes assigned"
    assert "study-few-classes" in [one.rule for one in found.verdict.refused]
    assert found.flow.found is not None
    assert found.flow.found.total.analysed == found.estimates.children == 24
    assert (found.made.plan_sha256, found.made.draw_hash) == (Plan.objects.get().sha256, Draw.objects.get().hash)
    assert AuditEntry.objects.filter(verb="analysed").count() == 1
    assert run.newest(study) == made
    made.text = made.text.replace("flex", "flax")
    with pytest.raises(EvidenceError, match="run 1"):
        run.results_of(made)


@needs_evidence
def test_a_second_run_of_the_same_data_finds_the_same(study: Study, by: User) -> None:
    one, other = (run.results_of(run.run(study, by)) for _ in range(2))
    later = replace(other.made, at=one.made.at, ledger_rows=one.made.ledger_rows, ledger_hash=one.made.ledger_hash)
    assert replace(other, made=later) == one
    assert StudyRun.objects.count() == 2


def forced(change: Callable[[], object]) -> None:
    with ledger_lock.door():
        change()


@needs_evidence
def test_one_changed_character_stops_a_run_and_is_named(study: Study, by: User) -> None:
    run.run(study, by)
    results_said, result, plan = (one.objects.get() for one in (StudyRun, Draw, Plan))
    for change, words in (
        (lambda: StudyRun.objects.update(text=results_said.text.replace("0", "1", 1)), "run 1: its results"),
        (lambda: Draw.objects.update(result=result.result.replace("Ash", "Asj")), "draw 1"),
        (lambda: Plan.objects.update(text=plan.text.replace("0.25", "0.35")), "plan 1"),
    ):
        forced(change)
        with pytest.raises(EvidenceError, match=words):
            run.run(study, by)
    assert StudyRun.objects.count() == 1


@needs_evidence
def test_one_changed_byte_of_a_data_file_stops_a_run_and_is_named(study: Study, by: User) -> None:
    path = store.paths(store.true_files("assessments"))[0]
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + bytes([whole[100] ^ 1]) + whole[101:])
    with pytest.raises(EvidenceError, match=path.name):
        run.run(study, by)
    path.unlink()
    with pytest.raises(EvidenceError, match=path.name):
        run.run(study, by)


@needs_evidence
def test_a_run_that_was_killed_goes_on_where_it_stood(study: Study, by: User) -> None:
    def kill(name: str, stood: bool) -> None:
        if name == "class means":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run.run(study, by, kill)
    assert StudyRun.objects.count() == 0
    parts: list[tuple[str, bool]] = []
    run.run(study, by, lambda name, stood: parts.append((name, stood)))
    assert parts[:3] == [("mixed model", True), ("CR2", True), ("class means", False)]
    assert list(run.folder(study).iterdir()) == []


def test_a_part_that_cant_be_read_is_worked_out_again(tmp_path: Path) -> None:
    kept = run_steps.Kept(tmp_path)
    assert kept("one", lambda: Raw(Estimator.CR2, 1.0)) == Raw(Estimator.CR2, 1.0)
    assert kept("one", lambda: Raw(Estimator.CR2, 2.0)) == Raw(Estimator.CR2, 1.0)
    next(tmp_path.iterdir()).write_text("{", "utf-8")
    assert kept("one", lambda: Raw(Estimator.CR2, 2.0)) == Raw(Estimator.CR2, 2.0)


def test_without_the_extra_it_says_what_to_install(study: Study, by: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("homeroom.evidence.mixed_engine.find_spec", lambda name: None)
    with pytest.raises(EvidenceError, match=r"homeroom\[evidence\]"):
        run.run(study, by)


def test_an_outcome_before_the_baseline_is_named_and_set_aside(study: Study, rooms: dict[str, list[Student]]) -> None:
    """A plan is refused whose windows overlap; a draft of an older version may still have one."""
    draw = last_draw(study)
    plan = study_tables.plan_json.load(draw.plan.text)
    assert plan.primary is not None
    early = replace(plan, baseline=replace(plan.primary, begins_on=BASELINE))
    students = [one.pk for one in rooms["Ash"]]
    found = study_tables._Reading(draw, early, study_tables.arms(draw), students)
    assert [(one.what, one.why.rule, one.why.values["count"]) for one in found.asides()] == [
        ("primary", "study-aside-too-early", 6)
    ]


def test_results_of_another_scale_under_the_same_name_are_set_aside(
    study: Study, rooms: dict[str, list[Student]]
) -> None:
    results(rooms["Ash"][:1], OUTCOME + timedelta(days=1), 3, result_kind="level")
    results(rooms["Ash"][1:2], OUTCOME + timedelta(days=1), 3, result_number=None)
    found = study_tables.tables(last_draw(study))
    said = {(one.what, one.why.rule, one.why.values["count"]) for one in found.asides}
    assert said == {
        ("primary: numbers", "study-aside-two-scales", 1),
        ("primary: numbers", "study-aside-no-number", 1),
    }
    assert all(one.outcome is not None and one.outcome > 400 for one in found.data.children)
