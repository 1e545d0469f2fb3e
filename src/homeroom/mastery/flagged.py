"""Find the children whose work meets a rule, in the facts of one school year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from homeroom.facts import store
from homeroom.facts.schema import ATTEMPTS, STREAKS
from homeroom.mastery.evidence import sql
from homeroom.mastery.flags import Flag, Pace, Run, rushing, working_hard
from homeroom.mastery.rules import RUSHING, WORKING_HARD

RUNS = """
    select student, standard, since_three, correct_since
    from streaks
    where since_three >= $answers and student in (select student from wanted)
    order by all
"""


def flagged(students: Sequence[int], school_year: int) -> list[Flag]:
    """All flags of these children, in the order of rule, child and standard."""
    return [*working_hard(_runs(students, school_year)), *rushing(_paces(students, school_year))]


def limits() -> Mapping[str, Sequence[object]]:
    """The thresholds of the rule about rushing, as `last_answers.sql` reads them."""
    return {name: [RUSHING[name]] for name in ("answers", "percent", "timed")}


def _runs(students: Sequence[int], school_year: int) -> Iterator[Run]:
    with store.reading([STREAKS.name], students=students, school_year=school_year) as place:
        place.relation("wanted", {"student": students})
        rows = place.run(RUNS, {"answers": WORKING_HARD["answers"]}).rows
    return (Run(*row) for row in rows)


def _paces(students: Sequence[int], school_year: int) -> Iterator[Pace]:
    """Every child's answers tell what an item usually takes, so all files of the year are read."""
    with store.reading([ATTEMPTS.name], school_year=school_year) as place:
        place.relation("wanted", {"student": students})
        place.relation("limits", limits())
        rows = place.run(f"select * from ({sql('last_answers')}) order by student").rows
    return (Pace(*row) for row in rows)
