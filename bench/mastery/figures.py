"""All figures of mastery in one table, peer beside ours: measured, kept as JSON, and written as a page.

    make bench-mastery
    python -m bench.mastery.figures [--only worlds,groups] [--page]

Each module is measured in a process of its own, ten minutes at most; what was measured before stays until it is
measured again. `--page` measures nothing and writes the page from what stands in `.make/bench/mastery.json`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.mastery import told

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "methods" / "mastery-figures.md"
MODULES = (
    "mastery.against_pybkt", "mastery.filter_speed", "mastery.worlds", "mastery.next_answers", "mastery.next_steps",
    "mastery.next_speed", "mastery.groups", "mastery.policy_value", "mastery.nightly", "practice",
)  # fmt: skip
LIMIT = 600
ANSWERS, STEPS = "next answers", "next steps"
HEAD = """# Mastery: figures

Made by `make bench-mastery`; not written by hand. Peers ran in the same run as ours, on one thread, in CPU time, with
compiled functions warm. "-" is not measured yet. What each figure means, and where not to believe it, says the
[model card](mastery.md); what was seen on which day before, [bench/RESULTS.md](../../bench/RESULTS.md).

ASSISTments' and DataShop's data serve local measuring only: totals alone are told. With thanks to ASSISTments
(www.assistments.org), to PSLC DataShop and to the KDD Cup 2010.
"""


@dataclass(frozen=True)
class Row:
    """A figure, where it stands among those told, and the least (or most, `small`) that is wanted of it. `peer` is the
    name of the figure to set beside it; `above` takes that one away. `why` is said where the floor is missed."""

    figure: str
    name: str
    floor: float
    target: float | None = None
    peer: str = ""
    small: bool = False
    above: bool = False
    most: float | None = None
    why: str = ""

    def value(self, found: told.Found) -> float | None:
        own, peer = number(found, self.name), number(found, self.peer)
        if own is None or (self.above and peer is None):
            return None
        return own - peer if self.above and peer is not None else own

    def met(self, value: float) -> bool:
        if self.most is not None:
            return self.floor <= value <= self.most
        return value <= self.floor if self.small else value >= self.floor

    def line(self, found: told.Found) -> str:
        value, peer = self.value(found), number(found, self.peer)
        ours = "-" if value is None else f"{value:.4g}" + ("" if self.met(value) else " (**not met**)")
        day = str(found[self.name]["on"]) if self.name in found else "-"
        beside = "" if peer is None else f"{peer:.4g}"
        return f"| {self.figure} | {ours} | {beside} | {self.wanted} | {day} |"

    @property
    def wanted(self) -> str:
        if self.most is not None:
            return f"{self.floor:g} to {self.most:g}"
        sign = "≤" if self.small else "≥"
        return f"{sign} {self.floor:g}" + ("" if self.target is None else f"; {self.target:g}")


def number(found: told.Found, name: str) -> float | None:
    return float(found[name]["value"]) if name in found else None


def next_answer(data: str, of: str, floor: float, target: float, words: str, small: bool = False) -> Row:
    peer = f"{data}, bestlr: {of}"
    return Row(f"`{data}`: {words}; beside it BestLR", f"{data}, calibrated: {of}", floor, target, peer, small)


def world(name: str, of: str, floor: float, target: float, words: str, why: str = "") -> Row:
    """A figure of the main engine in one of the worlds, small where it is an error."""
    peer = f"{name}, pyBKT pooled: {of}"
    return Row(f"world {name}: {words}", f"{name}, filter: {of}", floor, target, peer, small=True, why=why)


def prediction(data: str, given: str, words: str, why: str = "") -> Row:
    name = f"BKT {data}: predict: ratio, from {given}"
    return Row(f"BKT prediction, {data}, {words}: pyBKT over ours", name, 200, 500, why=why)


def ahead(words: str, peer: str, why: str = "") -> Row:
    """How many more standards children know at the end with a fifth of the edges wrong."""
    of, peer = "next steps: next steps, 20% wrong edges: mastered", f"next steps: {peer}: mastered"
    return Row(f"next steps: known with 20% wrong edges, above {words}", of, 0, peer=peer, above=True, why=why)


BKT = [("assist09_dedup, num_fits=1", 10, 15), ("assist09_dedup, num_fits=5", 20, 30), ("assist15, num_fits=1", 9, 12)]
ONE_HUMP = (
    "What a child knows is a bell curve here, and in this world it is yes or no: the tails between answer for a part "
    "of the guesses. The second engine, which has two states, is within the floor."
)
CODING = (
    "Here our time holds the coding of words as numbers, as pyBKT's does, and that is nine tenths of it; a night codes "
    "once for everything it does."
)
MOVES = (
    "The main engine predicts by filtering: each answer moves a child's level on subject, domain and standard, with "
    "their covariances, where tracing moves one chance."
)
SEQUENCE = (
    "The sequence follows the true graph, which the steps do not have here. Up to what share of wrong edges they are "
    "ahead of it is not known; with 10 % they are not."
)
NIGHT = (
    "About half goes into giving each row of evidence its one class and sorting it with all its text, the rest mostly "
    "into chances, intervals and sources, which a bare read does not write. A night of a million answers takes seconds."
)
ROWS: tuple[Row, ...] = (
    next_answer("assist09_split", "auc", 0.775, 0.785, "AUC, published split"),
    next_answer("assist09", "auc", 0.782, 0.790, "AUC, five folds"),
    next_answer("assist09", "ece", 0.010, 0.006, "ECE, five folds", small=True),
    next_answer("assist09", "auc_first", 0.755, 0.765, "AUC of first answers on a standard"),
    next_answer("assist15", "auc", 0.717, 0.727, "AUC, five folds"),
    next_answer("algebra05", "auc", 0.825, 0.830, "AUC, five folds"),
    next_answer("algebra05", "ece_gap", 0.030, 0.020, "ECE after more than a day", small=True),
    *(Row(f"BKT fit, {data}: pyBKT over ours", f"BKT {data}: fit: ratio", *w) for data, *w in BKT),
    Row("main engine, passes and filter on assist09: pyBKT's fit over ours", "filter: pyBKT's fit over ours", 15, 40),
    *(prediction(data, "Responses", "coded once") for data, *_ in BKT[::2]),
    *(prediction(data, "columns", "raw columns", CODING) for data, *_ in BKT[::2]),
    Row("main engine, prediction: pyBKT over ours", "filter: pyBKT's prediction over ours", 200, 500, why=MOVES),
    Row("main engine, one event: pyBKT's Roster over ours", "filter: pyBKT's event over ours", 10, 35),
    Row(
        "world binary: AUC of next answers above pyBKT pooled", "binary, filter, calibrated: next AUC", 0.018, 0.022,
        "binary, pyBKT pooled: next AUC", above=True, why=ONE_HUMP,
    ),
    Row(
        "world growth: AUC of next answers above pyBKT pooled", "growth, filter, calibrated: next AUC", 0.055, 0.070,
        "growth, pyBKT pooled: next AUC", above=True,
    ),
    world("binary", "mastery Brier", 0.110, 0.105, "Brier score of mastery"),
    world("growth", "mastery Brier", 0.105, 0.095, "Brier score of mastery"),
    world("binary", "mastery ECE", 0.03, 0.02, "ECE of mastery", ONE_HUMP),
    world("growth", "mastery ECE", 0.03, 0.02, "ECE of mastery"),
    Row("world binary: guesses off by, second engine", "binary, BKT: guess off by", 0.05, 0.03, small=True),
    Row("world binary: slips off by, second engine", "binary, BKT: slip off by", 0.05, 0.03, small=True),
    Row("world binary: guesses off by, filter", "binary, filter: guess off by", 0.05, 0.03, small=True, why=ONE_HUMP),
    Row("world binary: slips off by, filter", "binary, filter: slip off by", 0.05, 0.03, small=True),
    Row("world growth: 80% intervals cover the truth", "growth, filter: 80% intervals cover", 0.76, most=0.84),
    Row("night (read, sort, filter, publish) over bare read and sort", "nightly: ratio", 3, 2, small=True, why=NIGHT),
    Row("practice: bare SQL over ours", "practice: bare SQL, sorted, over ours", 0.8, 0.9),
    Row("next steps: gap closed, right graph", "next steps: next steps, right graph: gap closed", 0.5),
    Row("next steps: gap closed, 20% wrong edges", "next steps: next steps, 20% wrong edges: gap closed", 0.25),
    ahead("the class's plan", "class plan only"),
    ahead("one sequence, each until known", "in sequence, each until known", SEQUENCE),
    Row("next steps: grade-3 standards known, of 37", "next steps: next steps, right graph: mastered", 32),
    Row("next steps: tried in vain", "next steps: next steps, right graph: in vain", 5.5, small=True),
    Row("next 10 of 1,000 children: plain Python over ours", "next 10: plain Python over ours", 20, 100),
    Row(
        "groups: members who truly lack the standard", "groups: lack it", 0.8, 0.9,
        why="In that world the class is taught too, and the estimate does not hear of it: who learnt it there counts "
        "against the group.",
    ),
    Row("groups: pairs kept on a quiet night", "groups: kept on a quiet night", 1.0),
    Row("groups: pairs kept after a normal day", "groups: kept after a day", 0.8, 0.9),
    Row("DR interval holds the policy's value", "policy DR, 200 × 5: holds the truth", 0.93, most=0.97),
)  # fmt: skip


def page(found: told.Found, rows: Sequence[Row] = ROWS) -> str:
    table = ["| figure | ours | peer | floor; target | measured |", "|---|---|---|---|---|"]
    table += [row.line(found) for row in rows]
    missed = [(row, value) for row in rows if (value := row.value(found)) is not None and not row.met(value)]
    said = [f"- **{row.figure}** ({value:.4g}): {row.why or 'not explained yet.'}" for row, value in missed]
    seeds = number(found, "binary: seeds")
    worlds = f"The worlds' figures are means over {seeds:.0f} seeds of the ten.\n" if seeds else ""
    return "\n".join([HEAD, worlds, *table, "", "## Floors that are missed", "", *(said or ["None."]), ""])


def measure(names: Sequence[str], limit: float = LIMIT) -> Mapping[str, str]:
    """Run these modules one after the other. Returns how each ended."""
    endings = {}
    for name in names:
        print(f"== {name}", flush=True)
        try:
            done = subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=ROOT, timeout=limit, check=False)
            endings[name] = "done" if done.returncode == 0 else f"failed with exit code {done.returncode}"
        except subprocess.TimeoutExpired:
            endings[name] = f"stopped after {limit / 60:.0f} minutes"
    return endings


def main(arguments: Sequence[str] = ()) -> int:
    asked = argparse.ArgumentParser(description="All figures of mastery.")
    asked.add_argument("--only", default=",".join(name.removeprefix("mastery.") for name in MODULES))
    asked.add_argument("--page", action="store_true", help="measure nothing")
    given = asked.parse_args(arguments)
    wanted = given.only.split(",")
    chosen = [name for name in MODULES if name.removeprefix("mastery.") in wanted]
    endings = {} if given.page else measure(chosen)
    PAGE.write_text(page(told.read()), "utf-8")
    print(page(told.read()))
    for name, ending in endings.items():
        print(f"{name}: {ending}")
    return int(any("failed" in ending for ending in endings.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
