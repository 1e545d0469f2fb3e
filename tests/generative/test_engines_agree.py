"""A drawn school year on both engines: the same rows, counts equal, sums to nine places."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from random import Random

import pytest

from generative import practice_by_hand as by_hand
from generative.practice_by_hand import Activity, Alignment, Attempt
from homeroom.facts.schema import ACTIVITIES, ATTEMPTS, DERIVED, PERIODS, PRACTICE, STREAKS, USAGE, Table
from homeroom.mastery import refresh
from spec.engines import ENGINES, Record, columns, in_order, spark

FULL = bool(os.environ.get("HOMEROOM_FULL"))
SEEDS = range(4) if FULL else range(1)
MONDAY = date(2026, 8, 31)
PROGRAMS, STANDARDS = ("alpha", "beta", "Γάμμα"), ("3.NF.A.1", "3.NF.A.2", "3.OA.A.1", "3.G.A.2")
SPELLED = {"3.nf.1": "3.NF.A.1", "Math.3.OA.A.1": "3.OA.A.1"}


class School:
    """What a chance of a seed gives: answers, tries of lessons, alignment, snapshots of use."""

    def __init__(self, seed: int, rows: int) -> None:
        self.chance = Random(seed)
        self.tags = {
            (program, kind, f"{kind[0]}{n}"): self._shares()
            for program in PROGRAMS
            for kind, many in (("item", 40), ("lesson", 8), ("unit", 3))
            for n in range(many)
            if self.chance.random() < 0.8
        }
        self.attempts = [self._attempt() for _ in range(rows)]
        self.activities = [self._activity() for _ in range(rows // 10)]
        self.usage = [self._usage(n) for n in range(rows // 3)]

    def _shares(self) -> dict[str, float]:
        on = self.chance.sample(STANDARDS, self.chance.choice((1, 1, 1, 2, 3)))
        weights = [self.chance.randint(1, 7) for _ in on]
        return {standard: weight / sum(weights) for standard, weight in zip(on, weights, strict=True)}

    def _day(self) -> date:
        return MONDAY + timedelta(days=self.chance.randrange(40))

    def _or_none(self, value: object, share: float = 0.1) -> object:
        return None if self.chance.random() < share else value

    def _attempt(self) -> Attempt:
        pick, day = self.chance.choice, self._day()
        moment = datetime.combine(day, time(pick((8, 9, 14)), pick((0, 1))))
        return Attempt(
            student=self.chance.randint(1, 25),
            program=pick(PROGRAMS),
            precision=pick(("instant", "day", "week")),
            occurred_at=self._or_none(moment, 0.4),  # type: ignore[arg-type]
            occurred_on=day,
            content_item=self._or_none(f"i{self.chance.randrange(40)}"),  # type: ignore[arg-type]
            standard=pick((None, None, *SPELLED, "unheard of")),
            correct=pick((None, True, True, True, False)),
            seconds=self._or_none(self.chance.choice((1, 2, 20, 40, 60, 90))),  # type: ignore[arg-type]
            attempt_no=pick((None, None, 1, 2)),
            activity=self._or_none(f"l{self.chance.randrange(8)}", 0.6),  # type: ignore[arg-type]
            contradiction=pick((None, False, False, False, True)),
        )

    def _activity(self) -> Activity:
        pick = self.chance.choice
        return Activity(
            student=self.chance.randint(1, 25),
            program=pick(PROGRAMS),
            precision=pick(("day", "week")),
            occurred_on=self._day(),
            content_item=self._or_none(f"l{self.chance.randrange(8)}"),  # type: ignore[arg-type]
            kind=pick(("lesson", "quiz", "unit", "level")),
            standard=pick((None, *SPELLED)),
            minutes=self._or_none(self.chance.randint(0, 40)),  # type: ignore[arg-type]
            minutes_definition=pick((None, "while it is open", "while the child is active")),
            outcome=pick(("passed", "not passed", "unknown")),
        )

    def _usage(self, n: int) -> Record:
        pick = self.chance.choice
        day = self._day()
        return {
            "student": self.chance.randint(1, 12),
            "program": pick(PROGRAMS),
            "report": "weekly",
            "metric": pick(("MinutesOnTask", "UnitsPassed")),
            "place": pick((None, "school")),
            "value": self._or_none(round(n * self.chance.random(), 3)),
            "definition": pick((None, "while it is open")),
            "starts_on": self._or_none(pick((MONDAY, MONDAY + timedelta(days=10), day))),
            "ends_on": self._or_none(day),
            "occurred_on": day,
            "cumulative": pick((None, False, True, True, True, True)),
        }

    def facts(self) -> dict[str, dict[Table, list[Record]]]:
        answers = whole(ATTEMPTS, [asdict(one) for one in self.attempts])
        lessons = whole(ACTIVITIES, [asdict(one) for one in self.activities])
        return {
            PRACTICE.name: {ATTEMPTS: answers, ACTIVITIES: lessons},
            STREAKS.name: {ATTEMPTS: answers},
            PERIODS.name: {USAGE: whole(USAGE, self.usage)},
        }

    def relations(self) -> dict[str, dict[str, list[object]]]:
        names = ("program", "kind", "content_item", "standard", "share")
        tags = [dict(zip(names, (*item, *pair), strict=True)) for item, of in self.tags.items() for pair in of.items()]
        spelled = {"spelling": list[object](SPELLED), "standard": list[object](SPELLED.values())}
        return {"tags": columns(names, tags), "spellings": spelled}


def whole(table: Table, rows: Sequence[Record]) -> list[Record]:
    """Rows with every column of the table, of one school year."""
    blank: Record = {**dict.fromkeys(table.names), "school_year": 2027, "delivery": 1}
    return [{**blank, "row": number, **row} for number, row in enumerate(rows, 1)]


@pytest.mark.spark
@pytest.mark.parametrize("seed", SEEDS)
def test_every_transform_gives_the_same_rows_on_both_engines(seed: int) -> None:
    school = School(seed, 4_000 if FULL else 1_000)
    relations = school.relations()
    for name, facts in school.facts().items():
        made, sql = DERIVED[name], refresh.sql(name)
        expected, found = (in_order(ENGINES[engine](made, sql, facts, relations)) for engine in ("duckdb", "spark"))
        assert len(expected) > 50
        assert found == expected


@pytest.mark.spark
@pytest.mark.skipif(not FULL, reason="DuckDB agrees with it in each run, and Spark with DuckDB")
def test_spark_agrees_with_plain_python() -> None:
    school = School(7, 400)
    known, facts, relations = Alignment(school.tags, SPELLED), school.facts(), school.relations()
    practice = spark(PRACTICE, refresh.sql("practice"), facts["practice"], relations)
    assert in_order(practice) == in_order(by_hand.practice(school.attempts, school.activities, known))
    streaks = spark(STREAKS, refresh.sql("streaks"), facts["streaks"], relations)
    assert in_order(streaks) == in_order(by_hand.streaks(school.attempts, known))
