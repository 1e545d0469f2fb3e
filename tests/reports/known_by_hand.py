"""Estimates for tests of reports and pages: rows of `mastery` as a night would publish them."""

from __future__ import annotations

from a_school import TODAY

# A chance of mastery, and the ends of the interval, that go with each state.
TOLD = {
    "no evidence": (0.3, 0.2, 0.8),
    "not enough evidence": (0.4, 0.3, 0.8),
    "not yet": (0.1, 0.2, 0.4),
    "getting there": (0.31, 0.38, 0.71),
    "nearly there": (0.7, 0.6, 0.85),
    "mastered": (0.95, 0.81, 0.93),
}


def estimate(student: int, standard: str, state: str = "getting there", **changed: object) -> dict[str, object]:
    """What was believed last night of one child and standard."""
    p, low, high = TOLD[state]
    return {
        "student": student,
        "standard": standard,
        "as_of": TODAY,
        "mean": 0.2,
        "variance": 0.3,
        "p_mastered": p,
        "low80": low,
        "high80": high,
        "evidence_weight": 2.4 if state == "not enough evidence" else 11.6,
        "attempts": 14,
        "last_evidence_on": "2026-10-22",
        "state": state,
        "inferred": state == "no evidence",
        "engine": "filter",
        "parameters_version": "p1",
        "facts_version": 3,
        **changed,
    }
