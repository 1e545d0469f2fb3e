"""Figure: published estimates that ours agree with, digit by digit: least squares, robust errors, mixed models, scales.

Every number of the ANCHORS files beside the checkout (`../shared/data/studies`) is asked for. Least squares and robust
errors: 6 significant digits, or all that are printed; degrees of freedom and p of clustered tests 5; mixed models'
estimates and errors 5 (egsingle_cond: 1e-4 of the number, its reference warns of its own convergence), −2LL within
1e-4. In mixed models a unit of the fifth digit is allowed, not half of one; a miss tells how much lower our −2LL is.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from math import floor, log10
from time import process_time

import numpy as np

from bench.evidence import published
from bench.evidence.published import STUDIES, agrees, printed_rows
from homeroom.evidence.coefficient import Coefficient
from homeroom.evidence.design_matrix import design, indicators, with_effects
from homeroom.evidence.hotelling import joint
from homeroom.evidence.least_squares import Errors, Fit, fit
from homeroom.evidence.mixed_engine import fitted
from homeroom.evidence.profiled import Profile
from homeroom.evidence.reliability import alpha, complete, covariances, omega
from homeroom.evidence.robust import Clustered, clustered

Row = tuple[str, float, str, int]  # what, ours, as printed, significant digits


def four(one: Coefficient) -> list[float]:
    return [one.estimate, one.error, one.t, one.p]


def five(one: Coefficient) -> list[float]:
    return [one.estimate, one.error, one.t, one.freedom, one.p]


def by_name(found: Fit, errors: Errors) -> Iterator[list[float]]:
    for name in found.design.names:
        yield four(found.coefficient(name, errors))


def least_squares() -> Iterator[list[float]]:
    """Our numbers of every row of ANCHORS_ols_cr2.txt, in its order."""
    columns, score, school = published.star("k")
    plain = fit(design(columns), score)
    yield from by_name(plain, Errors.HC1)
    dummies = fit(design({**columns, **indicators("school", school)}), score)
    yield from (four(dummies.coefficient(name, Errors.HC1)) for name in ("(Intercept)", "small", "aide"))
    yield from (five(clustered(plain, school).coefficient(name)) for name in plain.design.names)
    swept = fit(*with_effects(columns, score, school, school))
    yield from (five(clustered(swept, school).coefficient(name)) for name in swept.design.names)
    stata = clustered(plain, school, Clustered.CR1S)
    yield from (five(stata.coefficient(name)) for name in plain.design.names)
    for grade in "123":
        columns, score, _ = published.star(grade)
        yield from by_name(fit(design(columns), score), Errors.HC1)
    rows = published.table("AER_CASchools")
    columns = {name: rows[name] for name in ("english", "lunch", "calworks")} | {
        "stratio": rows.students / rows.teachers
    }
    more = [(), ("english",), ("english", "lunch"), ("english", "calworks"), ("english", "lunch", "calworks")]
    for names in more:
        used = {name: columns[name] for name in ("stratio", *names)}
        yield from by_name(fit(design(used), (rows.math + rows.read) / 2), Errors.HC1)
    rated, teacher = ratings()
    stata = clustered(rated, teacher, Clustered.CR1S)
    for name in rated.design.names:
        # The reference's p here is of n − k degrees of freedom.
        one = stata.coefficient(name)
        yield four(Coefficient(name, one.estimate, one.error, rated.freedom))
    yield from (five(clustered(rated, teacher).coefficient(name)) for name in rated.design.names)


def ratings() -> tuple[Fit, np.ndarray]:
    rows = published.table("AER_TeachingRatings")
    columns = {
        "beauty": rows.beauty, "female": rows.gender == "female", "minority": rows.minority == "yes",
        "native": rows.native == "no", "tenure": rows.tenure == "yes", "lower": rows.division == "lower",
        "single": rows.credits == "single",
    }  # fmt: skip
    return fit(design(columns), rows["eval"], rows.students), rows.prof.to_numpy()


def ols() -> Iterator[Row]:
    text = (STUDIES / "ANCHORS_ols_cr2.txt").read_text("utf-8")
    printed = list(printed_rows(text))
    ours = list(least_squares())
    assert len(printed) == len(ours), f"{len(printed)} rows are printed and {len(ours)} are ours"
    for at, ((name, numbers), row) in enumerate(zip(printed, ours, strict=True)):
        for what, mine, number in zip(("estimate", "SE", "t", "df, p", "p"), row, numbers, strict=False):
            yield f"row {at + 1} {name}: {what}", mine, number, 6 if what in ("estimate", "SE", "t") else 5
    weighted, _ = ratings()
    values, weights = published.table("AER_TeachingRatings")["eval"], weighted.root**2
    spread = float((weights * (values - np.average(values, weights=weights)) ** 2).sum())
    yield "TeachingRatings: R²", 1 - float((weighted.rest**2).sum()) / spread, "0.27879845", 6
    sizes = {"k": "5786", "1": "6379", "2": "6049", "3": "5967"}
    for grade, size in sizes.items():
        yield f"STAR {grade}: children", len(published.star(grade)[1]), size, 6


def awards() -> Iterator[Row]:
    lines = (STUDIES / "ANCHORS_achievement_awards.txt").read_text("utf-8").splitlines()
    tests = [line.split()[-3:] for line in lines if "Standard " in line[:50] or " AHT " in line]
    tests = [test for test in tests if test[0].replace(".", "").isdigit()]
    made, outcome, school = published.awards(by_type=False)
    kinds, again, _ = published.awards(by_type=True)
    upper = np.vstack([kinds.contrast(f"{kind}2") - kinds.contrast("Arab2") for kind in ("Religious", "Secular")])
    lower = np.vstack([kinds.contrast(f"{kind}1") - kinds.contrast("Arab1") for kind in ("Religious", "Secular")])
    half, typed = fit(made, outcome), fit(kinds, again)
    asked = [
        (half, made.contrast("treated2")), (half, made.contrast("treated1", "treated2")),
        (typed, upper), (typed, np.vstack([upper, lower])),
    ]  # fmt: skip
    found = [
        joint(clustered(one, school, kind), rows) for one, rows in asked for kind in (Clustered.CR1, Clustered.CR2)
    ]
    for at, (numbers, test) in enumerate(zip(tests, found, strict=True)):
        for what, mine, number in zip(("F", "df", "p"), (test.f, test.freedom, test.p), numbers, strict=True):
            yield f"awards, test {at + 1}: {what}", mine, number, 6 if what == "F" else 5
    printed = list(printed_rows("\n".join(lines)))
    shares = [line.split("*")[0].strip(" .*").replace("< ", "<") for line in after_p(lines)]
    ours = [
        clustered(half, school, kind).coefficient(n) for kind in (Clustered.CR2, Clustered.CR1S) for n in made.names
    ]
    coefficients = [row for row in printed if ":" in row[0] or not row[0].startswith("<")][-len(ours) :]
    for (name, numbers), share, one in zip(coefficients, shares, ours, strict=True):
        values = zip(("estimate", "SE", "t", "df", "p"), five(one), [*numbers, share], strict=True)
        yield from ((f"awards, {name}: {what}", mine, number, 5) for what, mine, number in values)
    yield "awards: girls", half.rows, "5921", 6
    yield "awards: schools", len(set(school)), "35", 6


def after_p(lines: list[str]) -> Iterator[str]:
    """The lines of p-values, which R broke off its tables of coefficients."""
    inside = False
    for line in lines:
        if line.strip().startswith("p-val"):
            inside = True
        elif inside and line.strip()[:1] in tuple("<0123456789"):
            yield line
        elif inside:
            inside = False


def others() -> Iterator[Row]:
    rows = published.table("causaldata_nsw_experimental")
    found = fit(design({"treat": rows.treat}), rows.re78)
    yield "nsw: estimate", found.coefficient("treat").estimate, "1794.342", 7
    for errors, printed in ((Errors.CLASSICAL, "632.853"), (Errors.HC1, "670.824"), (Errors.HC2, "670.997")):
        yield f"nsw: {errors}", found.coefficient("treat", errors).error, printed, 6
    donors = published.table("causaldata_organ_donations")
    treated = (donors.State == "California") & donors.Quarter.isin(["Q32011", "Q42011", "Q12012"])
    columns = {"tr": treated, **indicators("quarter", donors.Quarter)}
    one = fit(*with_effects(columns, donors.Rate, donors.State, donors.State))
    yield "donations: estimate", one.coefficient("tr").estimate, "-0.0224589744", 6
    yield "donations: SE, one treated", clustered_donations(one, donors.State.to_numpy()), "0.0061312320", 6
    yield from scales()


def clustered_donations(one: Fit, state: np.ndarray) -> float:
    """The reference counts the swept-out constant as a column, ours (as the awards' reference) does not."""
    columns = len(one.design.names)
    again = (one.rows - columns) / (one.rows - columns - 1)
    return clustered(one, state, Clustered.CR1S).coefficient("tr").error * float(np.sqrt(again))


def scales() -> Iterator[Row]:
    rows = published.table("psych_bfi")
    text = (STUDIES / "ANCHORS_other.txt").read_text("utf-8")
    backwards = {"A": ["A1"], "C": ["C4", "C5"], "E": ["E1", "E2"], "N": [], "O": ["O2", "O5"]}
    for letter, names in backwards.items():
        answers = rows[[f"{letter}{at}" for at in range(1, 6)]].astype(float)
        answers[names] = 7 - answers[names]
        (line,) = [line for line in text.splitlines() if f" {letter}1-{letter}5 " in line]
        words = line.replace(")", "").split()
        pairwise, whole, people, total = words[2], words[4], words[6], words[8]
        full = complete(answers.to_numpy())
        yield f"bfi {letter}: alpha", alpha(covariances(answers.to_numpy())), pairwise, 5
        yield f"bfi {letter}: alpha, complete", alpha(covariances(full)), whole, 5
        yield f"bfi {letter}: people", len(full), people, 6
        yield f"bfi {letter}: omega", omega(covariances(full)), total, 5


def mixed(only: list[str]) -> Iterator[tuple[str, float, float, bool]]:
    """What, ours, published, whether they agree."""
    wanted = json.loads((STUDIES / "ANCHORS_lme4.json").read_text("utf-8"))
    for name, told in wanted.items():
        if only and name not in only:
            continue
        model, started = published.mixed(name), process_time()
        found = fitted(model.design.matrix, model.outcome, model.terms, reml=model.reml)
        seconds = process_time() - started
        last = told["minus2loglik_or_REMLcrit"]
        print(f"  {name}: {seconds:.2f} CPU s", flush=True)
        yield f"{name}: rows", len(model.outcome), told["n"], len(model.outcome) == told["n"]
        yield f"{name}: −2LL", found.criterion, last, abs(found.criterion - last) <= 1e-4
        if not name.startswith("InstEval"):
            profile = Profile(model.design.matrix, model.outcome, model.terms, reml=model.reml)
            again = profile.criterion(found.theta)
            yield f"{name}: −2LL by our own arithmetic", again, found.criterion, abs(again - found.criterion) < 1e-6
        errors = np.sqrt(np.diag(found.covariance))
        names = list(told["fixed_est_se"])
        assert len(names) == len(errors), names
        near = 1e-4 if name == "egsingle_cond" else None
        for column, (estimate, error) in enumerate(told["fixed_est_se"].values()):
            what = f"{name} {names[column]} (our −2LL is lower by {last - found.criterion:.0e})"
            mine, own = found.coefficients[column], errors[column]
            yield what, mine, estimate, close(mine, estimate, near)
            yield f"{what}: SE", own, error, close(own, error, near)
        if name == "Early":
            factor = model.terms[0].factor(found.theta)
            yield "Early: singular", factor[1, 1], 0, bool(factor[1, 1] < 1e-4)


def close(ours: float, theirs: float, near: float | None) -> bool:
    if near:
        return abs(ours - theirs) <= near * abs(theirs)
    return abs(ours - theirs) <= 10.0 ** (floor(log10(abs(theirs))) - 4)


def main() -> None:
    if not STUDIES.is_dir():
        print("no ../shared/data/studies beside this checkout: nothing is compared")
        return
    misses = count = 0
    for part in (ols, awards, others):
        for what, ours, printed, digits in part():
            count += 1
            if not agrees(float(ours), printed, digits):
                misses += 1
                print(f"  MISS {what}: {ours!r}, published {printed}")
    print(f"least squares, clusters, scales: {count} numbers, {misses} misses; limit 0: {'MISS' if misses else 'PASS'}")
    beyond = total = 0
    for what, mine, theirs, good in mixed(sys.argv[1:]):
        total += 1
        if not good:
            beyond += 1
            print(f"  MISS {what}: {mine!r}, published {theirs!r}")
    print(f"mixed models: {total} numbers, {beyond} misses; limit 0: {'MISS' if beyond else 'PASS'}")


if __name__ == "__main__":
    main()
