"""What is known of a shard's children, and the list of next steps that follows for each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from homeroom.facts.engine import Session
from homeroom.mastery import next_kernel as kernel
from homeroom.mastery import stops
from homeroom.mastery.curriculum import Curriculum
from homeroom.mastery.expectation import expected
from homeroom.mastery.grades import behind
from homeroom.mastery.knowledge import Knowledge, Whole
from homeroom.mastery.models import Override
from homeroom.mastery.next import Wishes, next_steps
from homeroom.mastery.reasons import of_steps
from homeroom.mastery.state import STATES, State
from homeroom.mastery.told import Told

KINDS = {
    kernel.PINNED: "pinned",
    kernel.GOAL: "goal",
    kernel.BEFORE_GOAL: "before goal",
    kernel.PROBE: "probe",
    kernel.TRY: "try",
    kernel.REVIEW: "review",
}
# The chance of mastery that a state stands for which a teacher has set: the middle of those that give it. Judgement.
CHANCES = {State.NOT_YET: 0.1, State.GETTING_THERE: 0.35, State.NEARLY_THERE: 0.65, State.MASTERED: 0.9}
MISSED = """
    select student, standard_words.code, since_three
    from streaks
    inner join standard_words on standard_words.word = streaks.standard
    where student in (select student from wanted) and streaks.school_year = $year
"""


def known(
    place: Session, students: Sequence[int], told: Told, curriculum: Curriculum, today: float, school_year: int
) -> Knowledge:
    """What is known of these children, teachers' words included. The session holds `streaks`, `wanted` and words.

    Streaks are those of the school year, as the flags' are.
    """
    codes = curriculum.graph.codes
    row_of = np.array(students, dtype=np.int64)
    shape = (len(students), len(codes))
    p = np.tile(told.start, (shape[0], 1))
    rows = np.searchsorted(row_of, np.array(told.students, dtype=np.int64))
    p[rows] = told.p
    weight, last, missed = np.zeros(shape), np.full(shape, np.nan), np.zeros(shape, dtype=np.int64)
    found = told.estimates
    weight[rows[found.student], found.standard] = found.weight
    last[rows[found.student], found.standard] = np.minimum(found.last_on, today)
    runs = place.arrays(MISSED, {"year": school_year})
    missed[np.searchsorted(row_of, runs["student"]), runs["code"]] = runs["since_three"]
    held = _held(students, codes)
    for state, chance in CHANCES.items():
        p[held == STATES.index(state)] = chance
    p = expected(p, weight, (held >= 0).astype(np.float64), behind(students, codes), curriculum.graph)
    return Knowledge(row_of, p, weight, missed, last, today, told=held)


def wishes(knowledge: Knowledge, curriculum: Curriculum) -> Wishes:
    """The children's goals, and what teachers put first or took off."""
    students = knowledge.students.tolist()
    return Wishes.of(knowledge, curriculum.targets(students), stops.signs(students, curriculum.graph.codes))


def write(place: Session, knowledge: Knowledge, curriculum: Curriculum, wanted: Wishes) -> None:
    """Bring the lists into the session, as the table `steps`, with `kind_words` beside it."""
    steps = next_steps(knowledge, curriculum.graph, wanted)
    row, at = np.nonzero(steps.standard >= 0)
    reasons = [
        words for child in range(len(steps.students)) for words in of_steps(steps, knowledge, curriculum.graph, child)
    ]
    place.relation("kind_words", {"word": list(KINDS.values()), "code": list(KINDS)})
    place.columns(
        "steps",
        {
            "student": steps.students[row],
            "place": at + 1,
            "standard": steps.standard[row, at],
            "kind": steps.kind[row, at],
            "cause": steps.cause[row, at],
            "value": steps.value[row, at],
            "reason": np.array(reasons, dtype=np.object_),
        },
    )


def _held(students: Sequence[int], codes: Sequence[str]) -> Whole:
    """The states that teachers have set, children × standards; -1 where none is."""
    row_of = {student: row for row, student in enumerate(students)}
    place_of = {code: place for place, code in enumerate(codes)}
    told = np.full((len(students), len(codes)), -1, dtype=np.int64)
    held = Override.objects.filter(lifted_at=None).values_list("student", "standard__code", "state")
    for student, code, state in held:
        if student in row_of and code in place_of:
            told[row_of[student], place_of[code]] = STATES.index(State(state))
    return told
