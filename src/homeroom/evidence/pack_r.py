"""What R needs to estimate the same: the rows that are analysed, with the columns of the model by number."""

from __future__ import annotations

import csv
import io

import numpy as np

from homeroom.evidence.analyse_cells import Cells
from homeroom.evidence.analysed import ARM, Table
from homeroom.evidence.choose import Design
from homeroom.evidence.data import Data
from homeroom.evidence.data_checks import checked
from homeroom.evidence.design_matrix import INTERCEPT, design, indicators
from homeroom.evidence.prepare import Prepared, prepared
from homeroom.evidence.situation import chosen

LACKING = "missing"  # how R's line on a package that it lacks begins
SWEPT = "fixed effects, CR2"  # what R calls whatever comes first where effects are swept out
SCRIPT = """# Estimates the same study in R, from analysed.csv: y is the outcome, x1 the arm, the other x what is
# adjusted for, cluster what was assigned, effect what is taken out as a fixed effect (blank where nothing is).
# Prints a line an estimator, with tabs: its name, estimate in the outcome's points, standard error, degrees of freedom.
# A package that is not there leaves out what needs it alone: lme4 the mixed model, lmerTest its degrees of freedom,
# clubSandwich CR2.
d <- read.csv("analysed.csv", colClasses = c(class = "character", cluster = "character", effect = "character"))
xs <- grep("^x[0-9]+$", names(d), value = TRUE)
right <- paste(xs, collapse = " + ")
say <- function(name, ...) cat(paste(c(name, sprintf("%.12g", c(...))), collapse = "\\t"), "\\n", sep = "")
there <- function(package) {
  found <- suppressPackageStartupMessages(requireNamespace(package, quietly = TRUE))
  if (!found) cat(sprintf("missing\\t%s\\n", package))
  found
}
robust <- function(name, formula) {
  if (!there("clubSandwich")) return(invisible())
  m <- lm(as.formula(formula), data = d)
  t <- clubSandwich::coef_test(m, vcov = "CR2", cluster = d$cluster, test = "Satterthwaite", coefs = "x1")
  say(name, t$beta, t$SE, t$df_Satt)
}
mixed <- function(formula) {
  with_df <- there("lmerTest")
  if (!there("lme4")) return(invisible())
  # By itself lme4 stops its search at a gain of 1e-8: too early for five digits of each number.
  to_the_end <- list(xtol_abs = 1e-10, xtol_rel = 0, ftol_abs = 0, ftol_rel = 0, maxeval = 1e5)
  control <- lme4::lmerControl(optCtrl = to_the_end, calc.derivs = FALSE)
  m <- (if (with_df) lmerTest::lmer else lme4::lmer)(as.formula(formula), data = d, REML = TRUE, control = control)
  s <- coef(summary(m))["x1", ]
  say("mixed model", s[["Estimate"]], s[["Std. Error"]], if (with_df) s[["df"]])
}
if (all(d$effect == "")) {
  groups <- "(1 | class)"
  if (length(unique(d$cluster)) != length(unique(d$class))) groups <- paste(groups, "+ (1 | cluster)")
  mixed(paste("y ~", right, "+", groups))
  robust("CR2", paste("y ~", right))
} else {
  d$effect <- factor(d$effect)
  robust("fixed effects, CR2", paste("y ~", right, "+ effect"))
}
"""


def analysed(data: Data) -> str:
    """Blank for a design that R has nothing to estimate of: one treated school or grade."""
    sound, _ = checked(data)
    found = prepared(sound, chosen(sound))
    if found.choice.design is Design.ONE_TREATED or not found.enough:
        return ""
    rows = found.rows
    return _of_cells(rows) if isinstance(rows, Cells) else _of_children(found, rows)


def _of_children(found: Prepared, rows: Table) -> str:
    inside = found.choice.design is Design.CHILDREN
    columns = {ARM: rows.arm, **rows.own} if inside else rows.columns
    model = design(columns, [ARM])
    kept = [at for at, name in enumerate(model.names) if name != INTERCEPT]
    return _written(rows.outcome, model.matrix[:, kept], rows.classes, rows.classes if inside else rows.by, inside)


def _of_cells(rows: Cells) -> str:
    columns = np.column_stack([rows.arm, *indicators("what", [cell.what for _, cell in rows.rows]).values()])
    return _written(rows.outcome, columns, [cell.stratum for _, cell in rows.rows], rows.classes, True)


def _written(outcome: np.ndarray, columns: np.ndarray, effects: list[str], clusters: list[str], swept: bool) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["y", "class", "cluster", "effect", *(f"x{at + 1}" for at in range(columns.shape[1]))])
    for y, row, effect, cluster in zip(outcome.tolist(), columns.tolist(), effects, clusters, strict=True):
        writer.writerow([y, effect, cluster, effect if swept else "", *row])
    return out.getvalue()
