"""A result by hand, with a part of every kind found, and one of every kind missing."""

from __future__ import annotations

from homeroom.evidence.flow import ArmFlow, Flow, summed
from homeroom.evidence.panel import Bounds, Chance, Estimates, LeftOut, Line, Sensitivity, Spread, Undo
from homeroom.evidence.results import (
    Answers,
    Aside,
    BaselineRow,
    Changed,
    ClassLine,
    Classrooms,
    Cost,
    Effort,
    Got,
    Group,
    Lost,
    Made,
    Minutes,
    Results,
    Scale,
    Seen,
    Subgroup,
    Variance,
    Verdict,
)  # fmt: skip
from homeroom.evidence.statement import Part, Statement

WHY = Statement("study-few-answers")
LINE = Line(
    "mixed model", Part(0.1 + 0.2), Part(1.5), Part(Spread(0.1, 6.25, -0.05, 0.65)), Part(0.085), Part(why=WHY),
    (Statement("study-singular"),),
)  # fmt: skip
CHANCE = Line("permutation", Part(0.3), Part(1.5), Part(why=WHY), Part(0.1), Part(Chance(0.1, 20, True)))
PANEL = Estimates("Spring", "math", 96, LINE, (CHANCE,), ("permutation",), False, Part(5.0), Part(why=WHY))

SAID = (Answers("flex", 48, 40, Part(3.5)),)


def a_result() -> Results:
    arms = tuple(ArmFlow(name, 3, assigned=48, stayed=48, analysed=48) for name in ("flex", "as before"))
    return Results(
        "flex-pilot", "Does it work?", "pilot", "class", "fewer than 10 classes assigned", True,
        Verdict(
            (Statement("study-not-shown", {"effect": 0.3, "low": -0.05, "high": 0.65}),),
            (Statement("study-few-classes"),), (), Statement("study-ungraded"),
        ),
        Part(Flow(arms, summed(arms), (), True, 1)),
        Part((Got("flex", True, (Minutes("online", Part(40.0), Part(why=WHY)),), Part(0.5)),)),
        Part((BaselineRow("Fall", Group(48, 1.0, 2.0), Group(48, 1.1, 2.0), Part(-0.05), "equal"),)),
        Part((Lost("children", 48, 48, 48, 48, 0.0, 0.0, 5.7, 10.0, "cautious"),)),
        PANEL, (PANEL,),
        Seen(Part(0.85), Part(0.2), Part(40), Part(Variance(0.15, 0.01, 0.6, 0.7, 0.5, 16.0))),
        Part(Classrooms(0.1, -0.2, 0.4, 0.2, 0.0, 0.7, 0.4, (), (ClassLine("r1", 0.1, -0.2, 0.4, 0.7, False),))),
        Part((Subgroup("EL", "yes", Part(why=Statement("study-cell")), Part(why=WHY), Part(0.5)),)),
        Part((Scale("Climate", "students", "1", "Belonging", SAID, Part(0.8), Part(0.1)),)),
        Part((Effort("flex", "planning", "self-report", 3, Part(55.0)),)),
        Part((Cost("ALEKS", "a child and year", "12.50", "USD"),)),
        Sensitivity(Part((LeftOut("r1", LINE),)), False, Part(Bounds(1, 0, 0.5, LINE, LINE)), Part(Undo(0.05, 0.2))),
        (Aside("Spring", Statement("study-few-answers")),),
        Made(
            "2026-06-01T00:00:00+00:00", 1, "a" * 64, "before the outcomes existed", 1, "b" * 64,
            (Changed(2, "2026-02-01", "a class closed"),), (), 3, "c" * 64, 7, "d" * 64, {"homeroom": "1"},
            "homeroom study run flex-pilot",
        ),
    )  # fmt: skip
