"""In which counts a child is among those counted, with the meaning of each column."""

from __future__ import annotations

from homeroom.evidence.models import CohortChild
from homeroom.people.record import Held, Told

COLUMNS = {
    "cohort__school__name": "the school whose counts the child is in",
    "cohort__since": "since which day",
}


def export(student: int) -> list[Held]:
    rows = CohortChild.objects.filter(student=student).order_by("cohort__since", "pk").values_list(*COLUMNS)
    columns = tuple(Told(name.split("__")[1], words) for name, words in COLUMNS.items())
    title, grain = "Counts that the child is among", "one cohort of one school"
    return [Held("cohorts", title, grain, columns, [list(row) for row in rows])]
