"""In which counts, studies and surveys a child is among those counted, with the meaning of each column."""

from __future__ import annotations

from homeroom.evidence.models import CohortChild, Invitation, StudyChild, SurveyComment
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

SURVEYS = {
    "asked__wave__survey__slug": Told("survey", "the survey"),
    "asked__wave__opens_on": Told("since", "since which day it was asked"),
    "asked__label": Told("group", "the group in which the child or family was asked"),
    "answer__on": Told("answered_on", "the day of the answer; blank where there is none"),
    "answer__language": Told("language", "the language in which it was read"),
    "answer__given": Told("given", "the place of each choice, by question"),
}
COMMENTS = Told("comments", "what was written in own words, by question")


def export(student: int) -> list[Held]:
    return [_cohorts(student), _studies(student), _surveys(student)]


def _cohorts(student: int) -> Held:
    rows = CohortChild.objects.filter(student=student).order_by("cohort__since", "pk").values_list(*COHORTS)
    title, grain = "Counts that the child is among", "one cohort of one school"
    return Held("cohorts", title, grain, tuple(COHORTS.values()), [list(row) for row in rows])


def _studies(student: int) -> Held:
    """Without the pseudonym: who knew it would find the child in what was handed to researchers."""
    rows = StudyChild.objects.filter(student=student).order_by("draw__on", "pk").values_list(*STUDIES)
    title, grain = "Studies that the child is counted in", "one draw of one study"
    return Held("studies", title, grain, tuple(STUDIES.values()), [list(row) for row in rows])


def _surveys(student: int) -> Held:
    """Confidential ones: to which anonymous answers a child gave, nothing leads."""
    held = Invitation.objects.filter(student=student).order_by("asked__wave__opens_on", "pk")
    rows = []
    for told in held.values_list("pseudonym", *SURVEYS):
        hidden, survey, since, *rest = told
        said = SurveyComment.objects.filter(pseudonym=hidden, survey=survey, on=since).order_by("question")
        *before, given = rest
        chosen = "; ".join(f"{question}: {place}" for question, place in sorted((given or {}).items()))
        written = "; ".join(f"{question}: {words}" for question, words in said.values_list("question", "words"))
        rows.append([survey, since, *before, chosen, written])
    title, grain = "Surveys asked of the child or about it", "one wave of one survey"
    return Held("surveys", title, grain, (*SURVEYS.values(), COMMENTS), rows)
