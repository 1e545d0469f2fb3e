"""The data sets with published estimates beside the checkout, as models of `homeroom.evidence`; how digits agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import floor, log10
from pathlib import Path

import numpy as np
import pandas as pd

from homeroom.evidence.design_matrix import Design, Real, design, indicators, interaction, places, with_effects
from homeroom.evidence.profiled import Term

STUDIES = Path(__file__).parents[2].parent / "shared" / "data" / "studies"
NUMBER = re.compile(r"(?:< ?)?-?\d+\.?\d*(?:e[+-]\d+)?$")


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(STUDIES / f"{name}.csv.gz", low_memory=False)


def agrees(ours: float, printed: str, digits: int) -> bool:
    """Within half a unit of the last printed digit, or of the given significant one, whichever is coarser."""
    if printed.startswith("<"):
        return ours < float(printed[1:])
    value = float(printed)
    mantissa, _, power = printed.partition("e")
    last = 10.0 ** (int(power or 0) - len(mantissa.partition(".")[2]))
    wanted = 10.0 ** (floor(log10(abs(value))) - digits + 1) if value else 0.0
    return abs(ours - value) <= max(last, wanted) * 0.500001


def printed_rows(text: str) -> Iterator[tuple[str, list[str]]]:
    """Lines of R's tables: a name and its numbers, without stars."""
    for line in text.replace("< ", "<").splitlines():
        name, *rest = line.split() or [""]
        numbers = [word for word in rest if NUMBER.match(word)]
        if len(numbers) >= 4 and not NUMBER.match(name) and name != "Signif.":
            yield name, numbers


@dataclass(frozen=True)
class Mixed:
    """One reference model: columns, outcome, what varies, REML or not."""

    design: Design
    outcome: Real
    terms: list[Term]
    reml: bool


def star(grade: str) -> tuple[dict[str, Real], Real, Real]:
    """Class types, score and school of the children of one grade."""
    rows = table("AER_STAR").dropna(subset=[f"read{grade}", f"math{grade}", f"star{grade}"])
    kind = rows[f"star{grade}"].to_numpy()
    columns = {"small": (kind == "small").astype(float), "aide": (kind == "regular+aide").astype(float)}
    score = (rows[f"read{grade}"] + rows[f"math{grade}"]).to_numpy(float)
    return columns, score, rows[f"schoolid{grade}"].to_numpy(int)


def awards(by_type: bool) -> tuple[Design, Real, Real]:
    """Girls of the achievement awards, schools swept out; treatment by half, or by half and type of school."""
    rows = table("clubSandwich_AchievementAwardsRCT")
    rows = rows[(rows.sex == "Girl") & (rows.year != 1999)]
    rank = rows.qrtl.to_numpy(int) - 1
    curves = np.array([[-3, -1, 1, 3], [1, -1, -1, 1], [-1, 3, -3, 1]]) / np.sqrt([[20], [4], [20]])
    years, kinds = indicators("year", rows.year), indicators("type", rows.school_type)
    columns = {
        **years, "father": rows.father_ed, "mother": rows.mother_ed, "immigrant": rows.immigrant,
        "siblings": rows.siblings >= 4, "L": curves[0][rank], "Q": curves[1][rank], "C": curves[2][rank],
        **interaction(years, kinds),
    }  # fmt: skip
    treated = (rows.treated == 1) & (rows.year == 2001)
    if by_type:
        for kind in ("Arab", "Religious", "Secular"):
            columns |= {f"{kind}{half}": treated & (rows.half == half) & (rows.school_type == kind) for half in (1, 2)}
    else:
        columns |= {f"treated{half}": treated & (rows.half == half) for half in (1, 2)}
    made, outcome = with_effects(columns, rows.Bagrut_status, rows.school_id, rows.school_id)
    return made, outcome, rows.school_id.to_numpy()


def mixed(name: str) -> Mixed:
    """The reference model of that name."""
    return {"Exam": _exam, "HSB": _hsb, "egsingle": _egsingle, "bdf": _bdf, "Early": _early, "InstEval": _insteval}[
        name.partition("_")[0]
    ](name)


def _one(rows: int) -> Real:
    return np.ones((rows, 1))


def _exam(name: str) -> Mixed:
    rows = table("mlmRev_Exam")
    made = _intercept(rows) if name == "Exam_vc" else design({"standLRT": rows.standLRT})
    varying = made.matrix if name == "Exam_rs" else _one(len(rows))
    return Mixed(made, rows.normexam.to_numpy(float), [Term(places(rows.school)[1], varying)], False)


def _intercept(rows: pd.DataFrame) -> Design:
    return design({"(Intercept)": np.ones(len(rows))}, intercept=False)


def _hsb(name: str) -> Mixed:
    rows = table("nlme_MathAchieve").drop(columns="MEANSES").merge(table("nlme_MathAchSchool"), on="School")
    means = rows.groupby("School").SES.transform("mean")
    cses, meanses = (rows.SES - means).to_numpy(float), rows.MEANSES.to_numpy(float)
    sector = (rows.Sector == "Catholic").to_numpy(float)
    columns = {
        "HSB_null": {}, "HSB_meanses": {"meanses": meanses}, "HSB_cses": {"cses": cses},
        "HSB_full": {
            "meanses": meanses, "cses": cses, "sector": sector,
            "meanses:cses": meanses * cses, "cses:sector": cses * sector,
        },
    }[name]  # fmt: skip
    made = design(columns) if columns else _intercept(rows)
    varying = np.column_stack([np.ones(len(rows)), cses]) if "cses" in columns else _one(len(rows))
    return Mixed(made, rows.MathAch.to_numpy(float), [Term(places(rows.School)[1], varying)], True)


def _egsingle(name: str) -> Mixed:
    rows = table("mlmRev_egsingle")
    year, low = rows.year.to_numpy(float), rows.lowinc.to_numpy(float)
    black, hispanic = rows.black.to_numpy(float), rows.hispanic.to_numpy(float)
    columns = {"year": year}
    if name == "egsingle_cond":
        columns |= {"lowinc": low, "b": black, "h": hispanic}
        columns |= {"year:lowinc": year * low, "year:b": year * black, "year:h": year * hispanic}
    varying = np.column_stack([np.ones(len(rows)), year])
    terms = [Term(places(rows.childid)[1], varying), Term(places(rows.schoolid)[1], varying)]
    return Mixed(design(columns), rows.math.to_numpy(float), terms, False)


def _bdf(name: str) -> Mixed:
    rows = table("mlmRev_bdf")
    iq = {"IQ.ver.cen": rows["IQ.ver.cen"]}
    mean = {"avg.IQ.ver.cen": rows["avg.IQ.ver.cen"]}
    columns = {"bdf_null": {}, "bdf_iq": iq}.get(name, iq | mean)
    made = design(columns) if columns else _intercept(rows)
    varying = made.matrix[:, :2] if name == "bdf_rs" else _one(len(rows))
    return Mixed(made, rows.langPOST.to_numpy(float), [Term(places(rows.schoolNR)[1], varying)], False)


def _early(name: str) -> Mixed:
    rows = table("mlmRev_Early")
    age, treated = (rows.age - 1).to_numpy(float), (rows.trt == "Y").to_numpy(float)
    made = design({"I(age - 1)": age, "trt": treated, "I(age - 1):trt": age * treated})
    return Mixed(made, rows.cog.to_numpy(float), [Term(places(rows.id)[1], made.matrix[:, :2])], False)


def _insteval(name: str) -> Mixed:
    rows = table("lme4_InstEval")
    service = {"service1": (rows.service == 1).to_numpy(float)}
    columns = service
    if name == "InstEval_dept":
        order = [15, 5, 10, 12, 6, 7, 4, 8, 9, 14, 1, 3, 11, 2]
        depts = {f"dept{at}": (rows.dept == at).to_numpy(float) for at in order[1:]}
        columns = service | depts | interaction(service, depts)
    groups = ["s", "d", "dept"] if name == "InstEval_3" else ["s", "d"]
    terms = [Term(places(rows[group])[1], _one(len(rows))) for group in groups]
    return Mixed(design(columns), rows.y.to_numpy(float), terms, name != "InstEval_2")
