"""Engines are judged on children that they were not fitted to, and never on data that give answers away."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
import numpy as np
import pytest

from homeroom.mastery import search
from homeroom.mastery.columns import Numbers
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.evaluate import ENGINES, evaluate, first_and_after_a_day, measured
from homeroom.mastery.leaks import Leak, leak
from homeroom.mastery.measures import auc, ece, in_folds, rmse
from homeroom.mastery.reading import read
from homeroom.mastery.responses import Responses
from mastery.made_up import responses


def mean_engine(train: Responses, test: Responses) -> Mapping[str, Numbers]:
    """Asserts what each engine may count on."""
    assert not set(train.student) & set(test.student)
    return {"mean": np.full(len(test), train.result.mean())}


def test_both_predictions_of_the_main_engine_beat_the_mean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "EVALUATIONS", 20)
    found = evaluate(responses(children=40, answers=40), folds=2, engines={**ENGINES, "mean": mean_engine})
    plain, calibrated, bkt, mean = found.engines
    assert [engine.engine for engine in found.engines] == ["filter", "calibrated", "bkt", "mean"]
    assert plain.rows == found.rows == 1600
    assert plain.auc > 0.6
    assert calibrated.auc > 0.6
    assert bkt.auc > 0.53  # it sees neither items nor how able a child is
    assert plain.rmse < mean.rmse
    assert plain.cpu_seconds > 0


def test_a_published_split_fits_on_one_part_alone() -> None:
    given = responses(children=10, answers=10)
    fold = np.where(np.arange(10) < 8, -1, 0)
    assert measured(given, fold, {"mean": mean_engine})[0].rows == 20


@pytest.mark.parametrize("fold", [[0], [0, 0]])
def test_too_few_children_are_refused(fold: list[int]) -> None:
    with pytest.raises(MasteryError, match="Too few children"):
        measured(responses(children=len(fold), answers=3), np.array(fold), {"mean": mean_engine})


def test_folds_are_even_and_always_the_same() -> None:
    assert np.bincount(in_folds(13, 5)).tolist() == [3, 3, 3, 2, 2]
    assert in_folds(13, 5).tolist() == in_folds(13, 5).tolist()


def test_the_measures_are_what_they_say() -> None:
    result, predicted = np.array([1.0, 0, 1, 0]), np.array([0.9, 0.2, 0.4, 0.6])
    assert auc(result, predicted) == 0.75
    assert np.isnan(auc(np.ones(3), np.array([0.1, 0.2, 0.3])))
    assert rmse(np.array([1.0, 0.0]), np.array([0.5, 0.5])) == 0.5
    assert ece(np.array([1.0, 0.0, 1.0, 1.0]), np.full(4, 0.75)) == pytest.approx(0)
    assert ece(np.array([1.0, 1.0]), np.array([1.0, 0.02])) == pytest.approx(0.49)


def test_first_answers_and_answers_after_a_day_are_told_apart() -> None:
    day = 86400
    rows = {"student": [1, 1, 1, 1, 2], "standard": ["A", "B", "A", "A", "A"], "correct": [1] * 5}
    first, later = first_and_after_a_day(Responses.of(rows | {"occurred_at": [0, 60, 2 * day, 2 * day + 60, 0]}))
    assert first.tolist() == [True, True, False, False, True]
    assert later.tolist() == [False, False, True, False, False]
    assert not first_and_after_a_day(Responses.of(rows))[1].any(), "without moments nothing is known of gaps"


def copied(share: float) -> Responses:
    """Of 100 answers some stand a second time, under another standard."""
    rows = [(1, "A", at, at % 2) for at in range(100)]
    rows += [(1, "B", at, at % 2) for at in range(int(100 * share))]
    rows.sort(key=lambda row: row[2])
    student, standard, item, correct = zip(*rows, strict=True)
    return Responses.of({"student": student, "standard": standard, "item": item, "correct": correct})


def test_rows_that_repeat_the_one_before_under_another_standard_are_counted_and_refused() -> None:
    found = leak(copied(0.2))
    assert (found.rows, found.repeated) == (120, 20)
    with pytest.raises(MasteryError, match=r"16.7% of the rows repeat the row before.*one row with a list"):
        evaluate(copied(0.2))


def test_a_clean_set_is_not_refused() -> None:
    assert leak(copied(0.0)) == Leak(100, 0)
    leak(copied(0.0)).refuse()


def test_without_items_nothing_can_be_said_of_repeats() -> None:
    found = leak(Responses.of({"student": [1], "standard": ["A"], "correct": [1]}))
    assert found.share is None
    found.refuse()


@pytest.mark.shared
def test_the_published_set_with_copied_rows_is_caught(shared: Path) -> None:
    path = shared / "responses" / "assist09_akt_pid.parquet"
    asked = "select student, seq as id, skill as standard, item, correct from read_parquet($path)"
    found = leak(Responses.of(duckdb.execute(asked, {"path": str(path)}).fetchnumpy()))
    assert found.share == pytest.approx(0.157, abs=0.001)


def test_a_csv_and_a_parquet_file_give_the_same(tmp_path: Path) -> None:
    rows = "student,standard,correct,item\n1,A;B,1,x\n1,A,0,\n"
    (tmp_path / "a.csv").write_text(rows)
    asked = "select 1 as student, ['A', 'B'] as standard, 1 as correct, 'x' as item union all select 1, ['A'], 0, null"
    duckdb.sql(asked).write_parquet(str(tmp_path / "a.parquet"))
    for name in ("a.csv", "a.parquet"):
        told = read(tmp_path / name)
        assert told.starts.tolist() == [0, 2, 3]
        assert told.item.tolist() == [0, -1]


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").touch()
    (tmp_path / "a.parquet").write_text("no")
    with pytest.raises(MasteryError, match=r"\.xlsx can't be read: give \.parquet or \.csv"):
        read(tmp_path / "a.xlsx")
    with pytest.raises(MasteryError, match="no file of that kind"):
        read(tmp_path / "a.parquet")
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "none.csv")
