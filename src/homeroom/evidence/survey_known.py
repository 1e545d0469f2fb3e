"""What a row of a file may name: the groups that were asked, the survey's people, its questions and their choices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.utils.translation import gettext, gettext_noop

from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.survey_file import Sheet, small
from homeroom.evidence.survey_models import Asked, Question, Survey, Wave
from homeroom.evidence.survey_wave import asked
from homeroom.evidence.survey_words import ENGLISH, TITLE, of_question, words
from homeroom.people.clock import today
from homeroom.people.models import Class, School, Staff, Student

ID, SCHOOL, CLASS, LANGUAGE, SURVEY, DATE = "id", "school", "class", "language", "survey", "date"
OTHER_SURVEY = gettext_noop("the answer to another survey")
OTHER_DAY = gettext_noop("of a day before or after this wave")
NO_DAY = gettext_noop("its date is none: write it as 2026-11-20")


class Known:
    """`left` is how many of a group have not answered yet, by the group's number."""

    def __init__(self, wave: Wave, sheet: Sheet) -> None:
        survey = wave.survey
        self.wave, self.confidential = wave, survey.mode == Survey.Mode.CONFIDENTIAL
        self.groups = _groups(wave)
        self.by_class = survey.audience != Survey.Audience.STAFF
        english = words(survey, ENGLISH)
        self.questions: dict[str, Question] = {}
        for one in survey.questions.all():
            for name in (one.key, english[of_question(one.key)]):
                self.questions.setdefault(small(name), one)
        self.choices = {one.key: _choices(one, english) for one in survey.questions.all()}
        self.people = _people(wave) if self.confidential else {}
        self.left = {one.pk: one.people - one.answered for one in wave.asked.all()}
        self.called = {small(survey.slug), small(english[TITLE])}
        self.spoken = _spoken(wave)
        if self.confidential and not sheet.has(ID):
            raise EvidenceError(gettext("A confidential survey needs the column “id”, with the roster's ids."))
        if not self.confidential and not sheet.has(place := CLASS if self.by_class else SCHOOL):
            raise EvidenceError(gettext("The file needs the column “%(name)s”.") % {"name": place})
        if not self.questions.keys() & {small(one) for one in sheet.columns}:
            raise EvidenceError(gettext("No column is a question of this survey: is it the file of another one?"))

    def knows(self, column: str) -> bool:
        return small(column) in (ID, SCHOOL, CLASS, LANGUAGE, SURVEY, DATE) or small(column) in self.questions

    def elsewhere(self, row: Mapping[str, str]) -> str:
        """Why a row that says so belongs to another survey or wave; blank where it doesn't say it."""
        survey, day = small(row.get(SURVEY, "")), row.get(DATE, "").strip()
        if survey and survey not in self.called:
            return OTHER_SURVEY
        try:
            told = date.fromisoformat(day[:10]) if day else self.wave.opens_on
        except ValueError:
            return NO_DAY
        return "" if self.wave.opens_on <= told <= max(self.wave.until, today()) else OTHER_DAY

    def group(self, row: Mapping[str, str]) -> Asked | None:
        name = row.get(CLASS if self.by_class else SCHOOL, "").strip().casefold()
        return self.groups.get((row.get(SCHOOL, "").strip().casefold(), name)) or self.groups.get(("", name))


def _groups(wave: Wave) -> dict[tuple[str, str], Asked]:
    """By the school and class that a row may name, by id or by name; without a school where that is enough."""
    found: dict[tuple[str, str], set[int]] = {}
    rows = {one.pk: one for one in wave.asked.prefetch_related("classes__school", "schools")}
    for one in rows.values():
        for school_class in one.classes.all():
            for name in _names(school_class):
                for school in ("", *_names(school_class.school)):
                    found.setdefault((school, name), set()).add(one.pk)
        for place_of_work in one.schools.all():
            for name in _names(place_of_work):
                for place in ("", name):
                    found.setdefault((place, name), set()).add(one.pk)
    return {key: rows[one] for key, (one, *more) in found.items() if not more}


def _names(place: Class | School) -> tuple[str, str]:
    return place.sourced_id.casefold(), str(place).casefold()


def _people(wave: Wave) -> dict[str, tuple[Student | Staff | None, Asked | None]]:
    """Each person who is asked, by the roster's id, with the group."""
    rows, model = {one.label: one for one in wave.asked.all()}, _model(wave.survey)
    found: dict[str, tuple[Student | Staff | None, Asked | None]] = {}
    for group in asked(wave.survey, wave.opens_on):
        for person in model.objects.filter(pk__in=group.people):
            found[person.sourced_id] = (person, rows.get(group.label))
    return found


def _model(survey: Survey) -> type[Student] | type[Staff]:
    return Staff if survey.audience == Survey.Audience.STAFF else Student


def _choices(question: Question, english: Mapping[str, str]) -> dict[str, int]:
    """A choice by its place or its English words."""
    found = {str(at): at for at in range(1, question.choices + 1)}
    return found | {english[of_question(question.key, at)].casefold(): at for at in range(1, question.choices + 1)}


def _spoken(wave: Wave) -> dict[str, str]:
    """The languages in which the wave asks, by code or name."""
    names = {code: str(name) for code, name in settings.LANGUAGES}
    return {small(one): code for code in wave.languages for one in (code, names.get(code, code))}
