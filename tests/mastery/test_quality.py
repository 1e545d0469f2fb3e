"""How good the numbers are: measured weekly on children held out, kept as counts; the evidence is counted nightly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from facts.facts_by_hand import publish
from homeroom.mastery import estimate, heldout, learning, quality
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.models import Quality
from homeroom.mastery.quality_figures import Figures
from homeroom.people.models import Class, Enrollment, School, Student
from homeroom.standards import ccss
from mastery.made_up import table

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
CODES = ("3.NF.A.1", "3.OA.A.1", "2.NBT.A.1", "3.G.A.1", "3.NF.A.2", "3.OA.B.5")
CHILDREN = 36


@pytest.fixture(autouse=True)
def prepared(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOMEROOM_TODAY = date(2026, 11, 20)
    fit = learning.fit
    monkeypatch.setattr(learning, "fit", lambda responses: fit(responses, search=False))
    ccss.load()


def school(children: int = CHILDREN) -> list[int]:
    """Children of grade 3 in one school, and half of them of another, too."""
    valley, hill = (School.objects.create(sourced_id=name, name=name) for name in ("Valley", "Hill"))
    rooms = [Class.objects.create(sourced_id=one.name, title=one.name, school=one) for one in (valley, hill)]
    made = [
        Student.objects.create(sourced_id=f"k{n}", given_name="A", family_name="B", grade="03") for n in range(children)
    ]
    for at, one in enumerate(made):
        for room in rooms[: 1 + at % 2]:
            Enrollment.objects.create(sourced_id=f"{room.title}{at}", school_class=room, student=one, role="student")
    return [one.pk for one in made]


def answered(children: Sequence[int], answers: int = 30) -> None:
    made = table(len(children), answers, len(CODES))
    rows = zip(made["student"], made["standard"], made["program"], made["correct"], strict=True)
    publish(
        "attempts",
        [
            {
                "student": children[student],
                "standard": CODES[int(standard[1:])],
                "program": str(program).lower(),
                "content_item": f"i{at % 7}",
                "correct": bool(right),
                "occurred_on": date(2026, 10, 5) + timedelta(days=at % answers),
            }
            for at, (student, standard, program, right) in enumerate(rows)
        ],
    )


def test_every_answer_of_a_small_installation_is_foretold_once_by_constants_learned_from_others() -> None:
    answered(school())
    estimate.nightly()
    quality.nightly()
    kept = Quality.objects.get()
    found = Figures.from_json(kept.figures)
    assert (found.whole.children, found.whole.answers, found.in_turns) == (CHILDREN, CHILDREN * 30, True)
    assert abs(found.whole.foretold - found.whole.right) < 0.06
    assert {one.name for one in found.by["program"]} == {"alpha", "beta"}
    assert [one.name for one in found.by["school"]] == ["Valley", "more than one school"]
    assert [one.children for one in found.by["school"]] == [CHILDREN // 2, CHILDREN // 2]
    learned = learning.standing()
    assert learned is not None
    assert kept.parameters_version == learned.version


def test_the_fit_reads_nothing_of_the_children_it_is_tried_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heldout, "ENOUGH", 20)
    children = school()
    answered(children)
    read: list[set[Any]] = []
    fit = learning.fit

    def watched(responses: Any) -> Any:
        read.append({responses.students[code] for code in set(responses.student.tolist())})
        return fit(responses)

    monkeypatch.setattr(learning, "fit", watched)
    estimate.nightly()
    quality.nightly()
    [fitted] = read  # the constants in use are tried; none are learned for the trial alone
    held = set(children) - fitted
    assert 0 < len(held) < CHILDREN / 2
    assert fitted == set(heldout.fitted(children))
    assert Quality.objects.get().figures["whole"]["children"] in (0, len(held))
    assert {row[0] for row in _estimated()} == set(children)  # who is held out is estimated like everybody


def _estimated() -> list[tuple[object, ...]]:
    from homeroom.facts import store

    return store.query("select distinct student from mastery", tables=["mastery"]).rows


def test_in_turns_nobody_is_foretold_by_what_was_learned_of_the_own_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    children = school()
    answered(children)
    estimate.nightly()
    pairs: list[tuple[set[int], set[int]]] = []
    of = estimate.evidence_of

    @contextmanager
    def watched(students: Sequence[int]) -> Iterator[Any]:
        pairs.append((set(students), set(children) - set(students)))
        with of(students) as both:
            yield both

    monkeypatch.setattr(estimate, "evidence_of", watched)
    quality.measure()
    learned, tried = pairs[::2], pairs[1::2]
    assert [rest for _, rest in learned] == [held for held, _ in tried]
    assert set.union(*(held for held, _ in tried)) == set(children)


def test_the_evidence_is_counted_every_night_and_the_rest_once_a_week(monkeypatch: pytest.MonkeyPatch) -> None:
    answered(school())
    estimate.nightly()
    quality.nightly()
    first = Quality.objects.get()
    measured = list[int]()
    monkeypatch.setattr(quality, "measured", lambda: measured.append(1))
    quality.nightly()
    assert not measured
    assert Quality.objects.get().counted_at > first.counted_at  # type: ignore[operator]
    Quality.objects.update(measured_at=timezone.now() - timedelta(days=7))
    quality.nightly()
    assert measured == [1]
    Quality.objects.update(parameters_version="of another week")
    quality.nightly()
    assert measured == [1, 1]


def test_the_counts_of_evidence_are_those_of_the_estimates() -> None:
    answered(school(), answers=20)
    estimate.nightly()
    quality.count()
    from homeroom.facts import store

    kept = Quality.objects.get().evidence
    rows = store.query("select state, count(*) from mastery group by state", tables=["mastery"]).rows
    by_state = dict(rows)
    [whole] = kept["whole"]
    assert whole["thin"] == by_state["not enough evidence"]
    assert whole["unseen"] == by_state["no evidence"]
    assert whole["worked"] == sum(by_state.values()) - by_state["no evidence"]
    assert [one["name"] for one in kept["grade"]] == ["03"]
    assert [(one["name"], one["children"]) for one in kept["school"]] == [("Valley", 18), ("more than one school", 18)]


def test_of_few_children_nothing_is_measured_and_that_is_no_failure() -> None:
    answered(school(12))
    estimate.nightly()
    quality.nightly()
    kept = Quality.objects.get()
    assert (kept.figures, kept.failed) == ({}, "")
    assert kept.evidence["whole"][0]["children"] == 12


def test_before_any_answer_there_is_nothing_and_no_error() -> None:
    estimate.nightly()
    quality.nightly()
    kept = Quality.objects.get()
    assert kept.figures == {}
    assert kept.evidence["whole"] == [{"name": "", "children": 0, "worked": 0, "thin": 0, "unseen": 0}]


def test_children_without_an_answer_to_an_item_are_not_measured() -> None:
    children = school()
    publish(
        "activities",
        [
            {"student": one, "standard": CODES[0], "kind": "lesson", "outcome": "passed", "occurred_on": "2026-10-05"}
            for one in children
        ],
    )
    estimate.nightly()
    quality.nightly()
    assert Quality.objects.get().figures == {}


def test_a_failure_leaves_what_was_measured_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    answered(school())
    estimate.nightly()
    quality.nightly()
    before = Quality.objects.get()

    def fails() -> None:
        raise MasteryError("The fit did not end in numbers.")

    monkeypatch.setattr(quality, "measured", fails)
    quality.measure()
    after = Quality.objects.get()
    assert after.failed == "MasteryError: The fit did not end in numbers."
    assert (after.figures, after.measured_at) == (before.figures, before.measured_at)
    monkeypatch.undo()
    quality.measure()
    assert Quality.objects.get().failed == ""
