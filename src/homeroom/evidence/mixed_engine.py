"""The one door to mixedlm, and with it to pandas: a model of plain columns in, its estimates out.

Its `kenward_roger_df` is never called: version 1.3.0 answers with Satterthwaite's numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np

from homeroom.evidence.design_matrix import Real
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.profiled import Term

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
    formula = f"y ~ 0 + {' + '.join(f'x{at}' for at in range(matrix.shape[1]))} + {' + '.join(bars)}"
    quiet = {"check_conv": False, "check_singular": False, "check_nlev_gtreq_5": "ignore", "check_scaleX": "ignore"}
    try:
        made = lmer(formula, pd.DataFrame({"y": outcome, **columns}), REML=reml, control=lmerControl(**quiet))
    except (ArithmeticError, RuntimeError, ValueError) as failed:
        raise EvidenceError(f"mixedlm could not fit the model: {failed}") from failed
    return Fitted(
        np.asarray(made.theta, np.float64), np.asarray(made.beta, np.float64), np.asarray(made.vcov(), np.float64),
        float(made.sigma) ** 2, float(made.deviance), bool(made.converged), str(made.message),
    )  # fmt: skip
