"""The one door to mixedlm, and with it to pandas: a model of plain columns in, its estimates out.

Its `kenward_roger_df` is never called: version 1.3.0 answers with Satterthwaite's numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import Any

import numpy as np

from homeroom.evidence.design_matrix import Real
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.profiled import Term

QUIET: dict[str, Any] = {
    "check_conv": False, "check_singular": False, "check_nlev_gtreq_5": "ignore", "check_scaleX": "ignore",
}  # fmt: skip
GRADIENTS: dict[str, Any] = {**QUIET, "optimizer": "L-BFGS-B", "use_analytic_gradient": True}
EDGE = 1e-4  # a relative spread below it is at its edge
MISSING = "mixed models need mixedlm, which is not installed: pip install 'homeroom[evidence]'"


@dataclass(frozen=True)
class Fitted:
    """What the engine found. `theta` is the relative factor, term after term, lower triangles by column."""

    theta: Real
    coefficients: Real
    covariance: Real
    variance: float
    criterion: float
    converged: bool
    message: str


def needed() -> None:
    """Raises EvidenceError, with what to install, where mixedlm is not there."""
    if find_spec("mixedlm") is None:
        raise EvidenceError(MISSING)


def fitted(matrix: Real, outcome: Real, terms: Sequence[Term], *, reml: bool) -> Fitted:
    """The model fitted. Raises EvidenceError where mixedlm is not installed, or gives the model up."""
    try:
        import pandas as pd
        from mixedlm import lmer, lmerControl
    except ImportError as gone:
        raise EvidenceError(MISSING) from gone
    columns = {f"x{at}": column for at, column in enumerate(matrix.T)}
    bars = []
    for number, term in enumerate(terms):
        columns[f"g{number}"] = np.char.add("g", term.place.astype(str))
        varying = {f"z{number}_{at}": column for at, column in enumerate(term.varying.T)}
        columns |= varying
        bars.append(f"(0 + {' + '.join(varying)} | g{number})")
    frame = pd.DataFrame({"y": outcome, **columns})
    formula = f"y ~ 0 + {' + '.join(f'x{at}' for at in range(matrix.shape[1]))} + {' + '.join(bars)}"
    try:
        fit = partial(lmer, formula, frame, REML=reml)
        made = _by_gradients(fit, terms, lmerControl(**GRADIENTS, optCtrl={"ftol": 1e-15, "gtol": 1e-8 * len(outcome)}))
        made = made or fit(control=lmerControl(**QUIET))
    except (ArithmeticError, RuntimeError, ValueError) as failed:
        raise EvidenceError(f"mixedlm could not fit the model: {failed}") from failed
    return Fitted(
        np.asarray(made.theta, np.float64), np.asarray(made.beta, np.float64), np.asarray(made.vcov(), np.float64),
        float(made.sigma) ** 2, float(made.deviance), bool(made.converged), str(made.message),
    )  # fmt: skip


def _by_gradients(fit: Callable[..., Any], terms: Sequence[Term], control: Any) -> Any:
    """The fit where slopes vary along with intercepts; None where none do, or gradients come to no end.

    The engine's own choice goes on without gradients, ten times slower, wherever such a fit is singular. There may be
    several lows at the edge: the search begins a second time from slopes that vary more than intercepts do.
    """
    if all(term.varying.shape[1] == 1 for term in terms):
        return None
    made = fit(control=control)
    diagonal = np.array([row == column for term in terms for row, column in term.lower])
    if not (made.theta[diagonal] < EDGE).any():
        return made if made.converged else None
    first = np.array([row == column == 0 for term in terms for row, column in term.lower])
    again = fit(control=control, start=np.where(first, 0.1, np.where(diagonal, 0.5, 0.0)))
    return min((made, again), key=lambda one: one.deviance) if made.converged and again.converged else None
