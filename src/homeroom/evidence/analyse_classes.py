"""Estimators where classes or schools are in one arm as a whole, and where children are drawn inside classes."""

from __future__ import annotations

import numpy as np

from homeroom.evidence import mixed, sentences
from homeroom.evidence.analysed import ARM, CLASS_PRETEST, Table
from homeroom.evidence.design_matrix import Real, design, indicators, places, with_effects
from homeroom.evidence.estimate import Estimator
from homeroom.evidence.least_squares import fit
from homeroom.evidence.mixed import Group, Remark
from homeroom.evidence.permutation import Drawn, permuted
from homeroom.evidence.raw import Raw, by_chance, by_errors, p_of
from homeroom.evidence.robust import clustered
from homeroom.evidence.statement import Statement

SEED = 0  # of permutations beyond what can be looked at one by one


def mixed_model(table: Table) -> Raw:
    """REML with a random class and, where schools were assigned and hold several, a random school."""
    model = design(table.columns, [ARM])
    groups = {name: Group(labels) for name, labels in _levels(table).items()}
    made = mixed.fit(model, table.outcome, groups)
    found = made.coefficient(ARM)
    remarks = [Statement(sentences.SINGULAR.id)] if Remark.SINGULAR in made.remarks else []
    return Raw(
        Estimator.MIXED,
        found.estimate,
        found,
        p_of(found),
        remarks=tuple(remarks),
        is_singular=Remark.SINGULAR in made.remarks,
        has_converged=Remark.UNCONVERGED not in made.remarks,
        do_fits_disagree=Remark.DISAGREE in made.remarks,
    )


def _levels(table: Table) -> dict[str, list[str]]:
    """A cluster label that says the same as another's is left out: how both vary could not be told apart."""
    if len(set(table.by)) == len(set(table.classes)):
        return {"class": table.classes}
    return {"class": table.classes, "school": table.by}


def robust(table: Table) -> Raw:
    model = design(table.columns, [ARM])
    return by_errors(Estimator.CR2, clustered(fit(model, table.outcome), table.by).coefficient(ARM))


def means(table: Table) -> Raw:
    """Each class, or school, counts once: its mean against its mean before."""
    columns = {ARM: table.of_clusters(table.arm), **_of_clusters(table)}
    made = fit(design(columns, [ARM]), table.of_clusters(table.outcome))
    return by_errors(Estimator.CLASS_MEANS, made.coefficient(ARM))


def chance(table: Table) -> Raw:
    """Class means, re-drawn in their strata as they were drawn."""
    new = table.of_clusters(table.arm) > 0.5
    pretest = _of_clusters(table).get(CLASS_PRETEST)
    drawn = Drawn(new, _stratum(table))
    covariates = None if pretest is None else pretest[:, None]
    return by_chance(permuted(table.of_clusters(table.outcome), drawn, covariates, seed=SEED))


def _of_clusters(table: Table) -> dict[str, Real]:
    return {name: table.of_clusters(column) for name, column in table.shared.items()}


def _stratum(table: Table) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Of each cluster: all its children have the same."""
    _, place = places([one.stratum for one in table.data.children])
    return table.of_clusters(place.astype(np.float64)).round().astype(np.int64)


def inside_classes(table: Table) -> Raw:
    """Children drawn in their classes: each class is compared with itself."""
    columns = {ARM: table.arm, **table.own}
    model, outcome = with_effects(columns, table.outcome, table.classes, table.classes, treatments=[ARM])
    return by_errors(Estimator.CLASS_EFFECTS, clustered(fit(model, outcome), table.classes).coefficient(ARM))


def chance_inside_classes(table: Table) -> Raw:
    _, place = places(table.classes)
    covariates = np.column_stack(list(table.own.values())) if table.own else None
    return by_chance(permuted(table.outcome, Drawn(table.arm > 0.5, place), covariates, seed=SEED))


def adjusted_classes(table: Table) -> tuple[list[str], Real, Real]:
    """Each class with its result, what children brought with them taken out, and its standard error; in points."""
    model = design({ARM: table.arm, **table.own, **table.shared}, [ARM])
    made = fit(model, table.outcome)
    left = [name != ARM for name in model.names]
    rest = table.outcome - model.matrix[:, left] @ made.coefficients[left]
    names, place = places(table.classes)
    size = np.bincount(place)
    middle = np.bincount(place, rest) / size
    within = fit(design(indicators("class", table.classes)), rest)
    spread = float(np.sqrt((within.rest**2).sum() / within.freedom))
    return names, np.asarray(middle), np.asarray(spread / np.sqrt(size))
