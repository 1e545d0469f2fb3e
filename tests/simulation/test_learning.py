"""What children do follows from what they know: the truth and the answers agree, and a class page has sense."""

from __future__ import annotations

import numpy as np
import pytest

from homeroom.simulation.catalogue import FORGE, TRAIL, make
from homeroom.simulation.plan import NONE
from homeroom.simulation.world import World

ENOUGH = 10  # answers of a child to a standard


def pairs(world: World, program: str) -> dict[tuple[int, int], list[bool]]:
    """The answers of each child to each standard, in order of time."""
    answers = world.life.answers[program]
    found: dict[tuple[int, int], list[bool]] = {}
    for child, standard, correct in zip(
        answers.child.tolist(), answers.standard.tolist(), answers.correct.tolist(), strict=True
    ):
        found.setdefault((child, standard), []).append(correct)
    return found


def since_three(answers: list[bool]) -> int:
    """Answers since the last three right in a row, or since the start."""
    run = since = 0
    for correct in answers:
        since, run = since + 1, run + 1 if correct else 0
        since = 0 if run >= 3 else since
    return since


@pytest.mark.parametrize("program", [TRAIL, FORGE])
def test_those_who_know_more_answer_right_more_often(usual_world: World, program: str) -> None:
    """Over children and standards with ten answers; what is known is that after the week of each answer."""
    answers = usual_world.life.answers[program]
    week = np.array([week.number for week in usual_world.weeks for _ in week.days])
    known = usual_world.life.truth[week[answers.day] + 1, answers.child, answers.standard]
    pair = answers.child * len(usual_world.catalogue.standards) + answers.standard
    counts = np.bincount(pair)
    enough = counts >= ENOUGH
    shares = np.bincount(pair, answers.correct)[enough] / counts[enough]
    means = np.bincount(pair, known)[enough] / counts[enough]
    assert enough.sum() > 500
    assert np.corrcoef(shares, means)[0, 1] > 0.75


def test_lesson_results_follow_from_the_truth(usual_world: World) -> None:
    tries, lessons = usual_world.life.tries, usual_world.catalogue.lessons
    standard = np.array([lesson.standards[0][0] for lesson in lessons])[tries.lesson]
    known = usual_world.life.truth.mean(axis=0)[tries.child, standard]
    assert np.corrcoef(tries.score, known)[0, 1] > 0.4
    assert tries.score[known > 0.8].mean() - tries.score[known < 0.3].mean() > 20


def test_diagnostic_scores_follow_from_the_truth(usual) -> None:
    known: dict[str, list[float]] = {}
    for row in usual.rows("truth/mastery.csv"):
        if row["week"] == "2026-09-07":
            known.setdefault(row["student"], []).append(float(row["mastery"]))
    keys = {r["program_key"]: r["student"] for r in usual.rows("truth/identity.csv") if r["program"] == "iready"}
    rows = [row for name in usual.names("iready_diagnostic") for row in usual.rows(name) if row["Student Grade"] == "3"]
    scores = [float(row["Overall Scale Score"]) for row in rows]
    assert np.corrcoef(scores, [np.mean(known[keys[row["Student ID"]]]) for row in rows])[0, 1] > 0.8


def test_truth_is_a_probability_that_grows_with_practice(usual_world: World) -> None:
    truth = usual_world.life.truth
    assert truth.shape == (9, 480, 148)
    assert ((truth > 0) & (truth < 1)).all()
    assert (np.diff(truth, axis=0) >= -1e-12).all()
    practised = np.zeros(truth.shape[1:], dtype=bool)
    for answers in usual_world.life.answers.values():
        practised[answers.child, answers.standard] = True
    growth = truth[-1] - truth[0]
    assert growth[practised].mean() > 0.2 > 0.05 > growth[~practised].mean()


def test_nobody_is_far_ahead_of_what_a_standard_stands_on(usual_world: World) -> None:
    start = usual_world.life.truth[0]
    logit = np.log(start / (1 - start))
    for standard, before in enumerate(usual_world.catalogue.before):
        for needed in before:
            # A child that is stuck was held back after the others were settled.
            free = (usual_world.life.stuck != needed) & (usual_world.life.stuck != standard)
            assert (logit[free, standard] <= logit[free, needed] + 1.6 + 1e-9).all()


def test_a_class_page_has_sensible_numbers(usual_world: World) -> None:
    """Most children have 5 to 30 answers on a standard of their own grade, most of them right."""
    counts, shares = [], []
    for program in (TRAIL, FORGE):
        for (child, standard), answers in pairs(usual_world, program).items():
            if usual_world.catalogue.standards[standard].grade == usual_world.school.children[child].grade:
                counts.append(len(answers))
                shares.append(np.mean(answers))
    assert np.mean([5 <= count <= 30 for count in counts]) > 0.7
    assert 0.75 < np.median(shares) < 0.95


def test_a_few_children_of_each_class_work_and_do_not_move(usual_world: World) -> None:
    stuck: dict[int, None] = {}
    for program in (TRAIL, FORGE):
        for (child, _), answers in pairs(usual_world, program).items():
            if since_three(answers) >= ENOUGH:
                stuck[child] = None
    homes = [usual_world.school.children[child].home for child in stuck]
    counts = [homes.count(one.index) for one in usual_world.school.classes]
    assert min(counts) >= 1
    assert max(counts) <= 12
    assert 2 <= np.mean(counts) <= 8


def test_those_stuck_by_design_stay_low(usual_world: World) -> None:
    life = usual_world.life
    held = np.flatnonzero(life.stuck != NONE)
    assert 480 / 24 <= len(held) <= 480 / 5
    assert life.truth[-1][held, life.stuck[held]].max() < 0.35


def test_one_or_two_of_each_class_did_nothing_in_a_program_this_week(usual_world: World) -> None:
    answers = usual_world.life.answers[TRAIL]
    last = answers.day >= len(usual_world.days) - len(usual_world.weeks[-1].days)
    active = np.bincount(answers.child[last], minlength=480) > 0
    friday = usual_world.weeks[-1].friday
    for one in usual_world.school.classes:
        idle = [c for c in usual_world.school.in_class(one.index) if c.there(friday) and not active[c.index]]
        assert 1 <= len(idle) <= 5


def test_fractions_are_for_grades_three_to_five(usual_world: World) -> None:
    grades = np.array([child.grade for child in usual_world.school.children])
    assert set(grades[usual_world.life.answers[FORGE].child].tolist()) == {3, 4, 5}
    assert set(grades[usual_world.life.answers[TRAIL].child].tolist()) == set(range(6))


def test_items_serve_the_standard_that_was_practised(usual_world: World) -> None:
    for program, answers in usual_world.life.answers.items():
        items = usual_world.catalogue.items[program]
        assert all(
            items[item].standards[0][0] == standard
            for item, standard in zip(answers.item.tolist(), answers.standard.tolist(), strict=True)
        )


def test_nobody_works_on_a_day_away(usual_world: World) -> None:
    for answers in (*usual_world.life.answers.values(), usual_world.life.tries):
        assert usual_world.life.present[answers.child, answers.day].all()


def test_the_catalogue_serves_every_standard() -> None:
    catalogue = make()
    assert len(catalogue.standards) == 148
    served = {standard for content in catalogue.contents for standard, _ in content.standards}
    assert served == set(range(148))
    keys = [(content.program, content.kind, content.external_id) for content in catalogue.contents]
    assert len(set(keys)) == len(keys)


def test_shares_of_a_lesson_or_item_add_up_to_one() -> None:
    catalogue = make()
    shares = [[share for _, share in content.standards] for content in catalogue.contents]
    assert all(sum(own) == 1 for own in shares)
    assert any(len(own) == 2 for own in shares)
    for content in catalogue.contents:
        assert len(dict(content.standards)) == len(content.standards), content.external_id


def test_a_tenth_of_the_items_of_number_trail_name_no_standard() -> None:
    items = make().items
    assert np.mean([item.spelling == "" for item in items[TRAIL]]) == pytest.approx(0.1, abs=0.01)
    assert all(item.spelling.startswith("CCSS.Math.Content.") for item in items[FORGE])
