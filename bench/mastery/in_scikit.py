"""BestLR (Gervet et al. 2020): a logistic regression on items, standards, and counts of answers and right answers.

    in_scikit.py GIVEN.npz TOLD.npy

Runs inside scikit-learn's own environment, as a script, and knows nothing of homeroom. Counts are of log(1 + n): of the
child overall, and of the child on each standard with weights of the standard's own.
"""

from __future__ import annotations

import sys

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression


def counts(student: np.ndarray, key: np.ndarray, result: np.ndarray) -> np.ndarray:
    """log(1 + n) of answers and of right answers before each row, of one child with one key."""
    order = np.lexsort((np.arange(len(key)), key, student))
    begins = np.r_[True, (np.diff(student[order]) != 0) | (np.diff(key[order]) != 0)]
    first = np.maximum.accumulate(np.where(begins, np.arange(len(key)), 0))
    wins = np.r_[0, np.cumsum(result[order])]
    found = np.empty((len(key), 2))
    found[order, 0] = np.arange(len(key)) - first
    found[order, 1] = wins[:-1] - wins[first]
    return np.log1p(found)


def design(columns: list[np.ndarray], standards: int, items: int) -> sparse.csr_matrix:
    student, standard, item, result = columns
    rows, many = np.arange(len(student)), len(student)
    own, overall = counts(student, standard, result), counts(student, np.zeros(many, dtype=int), result)
    parts = [sparse.csr_matrix((np.ones(many), (rows, standard)), shape=(many, standards))]
    parts += [sparse.csr_matrix((own[:, at], (rows, standard)), shape=(many, standards)) for at in (0, 1)]
    asked = item >= 0
    parts.append(sparse.csr_matrix((np.ones(asked.sum()), (rows[asked], item[asked])), shape=(many, max(items, 1))))
    return sparse.hstack([*parts, sparse.csr_matrix(overall)]).tocsr()


def main(given: str, told: str) -> None:
    data = np.load(given)
    train, test = ([data[f"{name}_{at}"] for at in range(4)] for name in ("train", "test"))
    standards, items = (1 + max(train[at].max(), test[at].max()) for at in (1, 2))
    regression = LogisticRegression(max_iter=1000, C=1.0)
    regression.fit(design(train, standards, items), train[3].round().astype(int))
    np.save(told, regression.predict_proba(design(test, standards, items))[:, 1])


if __name__ == "__main__":
    main(*sys.argv[1:])
