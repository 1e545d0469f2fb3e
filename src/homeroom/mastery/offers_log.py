"""Offers as rows of the table `offers`, one a candidate, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from homeroom.mastery.offers import Candidate, Offer

Row = Mapping[str, Any]
# A list of standards names no work: goals' rows do, and are read by nobody here.
WITHOUT_GOAL: Row = {"goal": None, "program": "", "lesson": "", "channel": "", "codes": ""}


def rows(offers: Iterable[Offer], school_year: int) -> Iterator[dict[str, Any]]:
    """An offer without any candidate is one row with the place 0."""
    for line in offers:
        shared = {
            "student": line.student,
            "school_year": school_year,
            # Facts keep moments in UTC without saying so.
            "offered_at": line.offered_at.astimezone(UTC).replace(tzinfo=None),
            "policy_version": line.policy_version,
            "seed": line.seed,
            "exploration_share": line.exploration_share,
            "switched_on_by": line.switched_on_by,
            "chosen_by": line.chosen_by,
        }
        if not line.candidates:
            yield {**shared, "place": 0, **_columns(Candidate("", 0.0, ())), "chosen": False}
        for place, one in enumerate(line.candidates, 1):
            yield {**shared, "place": place, **_columns(one), "chosen": one.standard == line.chosen}


def read(found: Iterable[Row]) -> Iterator[Offer]:
    """The offers of standards again, from rows in any order. Work that was chosen for goals is left out."""

    def which(row: Row) -> tuple[int, datetime, str, int]:
        return row["student"], row["offered_at"], row["policy_version"], row["seed"]

    of_lists = (row for row in found if row["goal"] is None)
    for _, group in groupby(sorted(of_lists, key=lambda row: (*which(row), row["place"])), which):
        yield _offer(list(group))


def _columns(one: Candidate) -> dict[str, Any]:
    return {
        "standard": one.standard,
        "score": one.score,
        "propensity": one.propensity,
        "reasons": "\n".join(one.reasons),
        "blocked_by": one.blocked_by,
        **WITHOUT_GOAL,
    }


def _offer(lines: list[Row]) -> Offer:
    first, listed = lines[0], [line for line in lines if line["place"]]
    return Offer(
        offered_at=first["offered_at"].replace(tzinfo=UTC),
        student=first["student"],
        policy_version=first["policy_version"],
        seed=first["seed"],
        candidates=tuple(map(_candidate, listed)),
        exploration_share=first["exploration_share"],
        switched_on_by=first["switched_on_by"],
        chosen=next((line["standard"] for line in listed if line["chosen"]), ""),
        chosen_by=first["chosen_by"],
    )


def _candidate(line: Row) -> Candidate:
    reasons = tuple(line["reasons"].split("\n")) if line["reasons"] else ()
    return Candidate(line["standard"], line["score"], reasons, line["blocked_by"], line["propensity"])
