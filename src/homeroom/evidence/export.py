"""In which counts and studies a child is among those counted, with the meaning of each column."""

from __future__ import annotations

from homeroom.evidence.models import CohortChild, StudyChild
from homeroom.people.record import Held, Told

COHORTS = {
    "cohort__school__name": Told("school", "the school whose counts the child is in"),
    "cohort__since": Told("since", "since which day"),
}
STUDIES = {
    "draw__study__slug": Told("study", "the study"),
    "draw__study__question": Told("question", "what it asks"),
    "draw__number": Told("draw", "which of its draws"),
    "home": Told("class", "the roster's id of the class that the child counts in"),
    "joined_on": Told("joined_on", "the day on which the child joined; blank where it was there from the first"),
}


def export(student: int) -> list[Held]:
    return [_cohorts(student), _studies(student)]


def _cohorts(student: int) -> Held:
    rows = CohortChild.objects.filter(student=student).order_by("cohort__since", "pk").values_list(*COHORTS)
    title, grain = "Counts that the child is among", "one cohort of one school"
    return Held("cohorts", title, grain, tuple(COHORTS.values()), [list(row) for row in rows])


def _studies(student: int) -> Held:
    """Without the pseudonym: who knew it would find the child in what was handed to researchers."""
    rows = StudyChild.objects.filter(student=student).order_by("draw__on", "pk").values_list(*STUDIES)
    title, grain = "Studies that the child is counted in", "one draw of one study"
    return Held("studies", title, grain, tuple(STUDIES.values()), [list(row) for row in rows])
