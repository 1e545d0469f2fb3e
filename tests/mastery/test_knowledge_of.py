"""What goals ask of mastery is what the night's lists are drawn from."""

from __future__ import annotations

import numpy as np
import pytest
from pytest_django import Settings

from homeroom.facts import store
from homeroom.mastery import estimate, learning
from homeroom.mastery.lists import wishes
from homeroom.mastery.next import next_steps
from homeroom.mastery.refresh import refresh
from mastery import a_class
from mastery.a_class import TODAY, aligned, answers, children, told

pytestmark = pytest.mark.django_db
CODES = ("3.NF.A.1", "3.OA.A.1", "2.G.A.3")
LISTS = "select student, place, standard, value from next_steps order by all"
FIT = learning.fit


@pytest.fixture(autouse=True)
def prepared(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOMEROOM_TODAY = TODAY
    monkeypatch.setattr(learning, "fit", lambda responses: FIT(responses, search=False))
    aligned(CODES)


def test_lists_drawn_from_it_are_the_nights() -> None:
    ana, ben = children("ana", "ben")
    a_class.school_class("3A", [ana, ben])
    told(answers(ana, CODES[0], "+-+--+"), answers(ben, CODES[2], "------"))
    refresh([2027])
    estimate.nightly()
    knowledge, curriculum = estimate.knowledge_of([ben.pk, ana.pk, ana.pk])
    steps = next_steps(knowledge, curriculum.graph, wishes(knowledge, curriculum))
    rows = [
        (int(student), place + 1, curriculum.graph.codes[k], value)
        for student, standards, values in zip(steps.students, steps.standard, steps.value, strict=True)
        for place, (k, value) in enumerate(zip(standards, values, strict=True))
        if k >= 0
    ]
    published = store.query(LISTS, tables=["next_steps"]).rows
    assert [row[:3] for row in rows] == [tuple(row[:3]) for row in published]
    assert [row[3] for row in rows] == pytest.approx([row[3] for row in published])


def test_it_publishes_nothing_and_gives_the_same_bits_again() -> None:
    (ana,) = children("ana")
    told(answers(ana, CODES[0], "+-+--+"))
    before = store.current()
    first, second = (estimate.knowledge_of([ana.pk])[0] for _ in range(2))
    assert store.current() == before
    assert first.p.tobytes() == second.p.tobytes()


def test_before_the_first_night_and_without_evidence_there_are_expectations_alone() -> None:
    (ana,) = children("ana")
    knowledge, curriculum = estimate.knowledge_of([ana.pk])
    assert knowledge.p.shape == (1, len(curriculum.graph.codes))
    assert not knowledge.weight.any()
    assert np.isnan(knowledge.last).all()


def test_of_nobody_nothing_is_known() -> None:
    assert estimate.knowledge_of([])[0].p.shape[0] == 0
