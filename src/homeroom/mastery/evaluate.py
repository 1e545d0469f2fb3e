"""How well each engine foretells answers of children that it was not fitted to."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import asdict, dataclass

import numpy as np

from homeroom.mastery.bkt import BKT
from homeroom.mastery.calibrate import calibrated
from homeroom.mastery.columns import Codes, Numbers
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.filter import filtered
from homeroom.mastery.fitting import fit
from homeroom.mastery.leaks import Leak, leak
from homeroom.mastery.likelihoods import ITEM
from homeroom.mastery.measures import auc, ece, in_folds, rmse
from homeroom.mastery.recency import leading
from homeroom.mastery.responses import Responses

# An engine fits the first responses and foretells the second; it may give several predictions by name.
Engine = Callable[[Responses, Responses], Mapping[str, Numbers]]


@dataclass(frozen=True)
class Quality:
    """Of all folds together. A figure that the data can't give is NaN; without any row told apart, so are its rows."""

    engine: str
    rows: int
    auc: float
    auc_by_fold: float  # the mean over folds
    rmse: float
    ece: float
    auc_first: float  # of first answers on a standard
    ece_gap: float  # of answers after more than a day without one on the standard
    cpu_seconds: float  # fit and prediction, all folds


@dataclass(frozen=True)
class Evaluation:
    leak: Leak
    students: int
    rows: int
    engines: tuple[Quality, ...]

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def main_engine(train: Responses, test: Responses) -> Mapping[str, Numbers]:
    """The filter alone, and with the calibrator on it."""
    parameters = fit(train)
    seen = filtered(test, parameters)
    return {"filter": seen.predicted, "calibrated": calibrated(train, parameters).predict(seen, test)}


def second_engine(train: Responses, test: Responses) -> Mapping[str, Numbers]:
    """Knowledge tracing, which knows standards and programs and no items."""
    return {"bkt": BKT().fit(train).predict(test)}


ENGINES: Mapping[str, Engine] = {"filter": main_engine, "bkt": second_engine}


def evaluate(responses: Responses, folds: int = 5, engines: Mapping[str, Engine] = ENGINES) -> Evaluation:
    """Cross-validated by child. Raises MasteryError where there are fewer children than folds, or where rows repeat
    the one before under another standard: such data let an engine read the answer it is to foretell."""
    found = leak(responses)
    found.refuse()
    fold = in_folds(len(responses.students), folds)
    return Evaluation(found, len(responses.students), len(responses), measured(responses, fold, engines))


def measured(responses: Responses, fold: Codes, engines: Mapping[str, Engine] = ENGINES) -> tuple[Quality, ...]:
    """`fold` of each child; those of fold -1 are always fitted and never foretold."""
    numbers = [int(number) for number in np.unique(fold) if number >= 0]
    if (len(numbers) < 2 and not (fold < 0).any()) or len(fold) < 2:
        raise MasteryError("Too few children to hold some out of the fit: give two or more, and as many as folds.")
    told: list[Quality] = []
    for engine in engines.values():
        told.extend(_one(responses, fold, numbers, engine))
    return tuple(told)


def _one(responses: Responses, fold: Codes, numbers: list[int], engine: Engine) -> list[Quality]:
    began = time.process_time()
    predicted: dict[Hashable, Numbers] = {}
    for number in numbers:
        held = fold[responses.student] == number
        for name, values in engine(responses.take(~held), responses.take(held)).items():
            predicted.setdefault(name, np.full(len(responses), np.nan))[held] = values
    spent = time.process_time() - began
    return [quality(str(name), responses, values, fold, spent) for name, values in predicted.items()]


def quality(name: str, responses: Responses, predicted: Numbers, fold: Codes, spent: float) -> Quality:
    asked = (responses.kind == ITEM) & ~np.isnan(predicted)
    y, p = responses.result, predicted
    of_row = fold[responses.student]
    by_fold = [auc(y[asked & (of_row == n)], p[asked & (of_row == n)]) for n in np.unique(of_row[asked])]
    first, later = first_and_after_a_day(responses)
    return Quality(
        engine=name,
        rows=int(asked.sum()),
        auc=auc(y[asked], p[asked]),
        auc_by_fold=float(np.mean(by_fold)),
        rmse=rmse(y[asked], p[asked]),
        ece=ece(y[asked], p[asked]),
        auc_first=auc(y[asked & first], p[asked & first]),
        ece_gap=ece(y[asked & later], p[asked & later]) if (asked & later).any() else float("nan"),
        cpu_seconds=spent,
    )


def first_and_after_a_day(responses: Responses) -> tuple[np.ndarray, np.ndarray]:
    """Which responses are a child's first on their (leading) standard, and which come a day or more after the last."""
    key = responses.student * len(responses.standards) + leading(responses)
    order = np.argsort(key, kind="stable")
    again = np.concatenate(([False], key[order][1:] == key[order][:-1]))
    days = np.diff(responses.day[order], prepend=np.nan)
    first, later = np.empty(len(key), dtype=np.bool_), np.empty(len(key), dtype=np.bool_)
    first[order], later[order] = ~again, again & (days > 1)
    return first, later
