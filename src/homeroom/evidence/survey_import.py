"""Answers out of a CSV: each row is taken or set aside for a reason, and both together are all that came in."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from hashlib import sha256
from io import StringIO
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from homeroom.evidence import survey_mixing
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.lock import By
from homeroom.evidence.survey_answer import REMEMBERED, Given, comments, count
from homeroom.evidence.survey_codes import digest, new_code, pseudonym
from homeroom.evidence.survey_models import AnonymousAnswer, Answer, Asked, Invitation, Question, Survey, Wave
from homeroom.evidence.survey_wave import asked, standing
from homeroom.evidence.survey_words import ENGLISH, of_question, words
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.models import Class, School, Staff, Student
from homeroom.people.spent import spend

LARGEST = 20_000_000  # bytes
ROW, FILE = "survey row", "survey file"
ID, SCHOOL, CLASS, LANGUAGE = "id", "school", "class", "language"
UNKNOWN_GROUP = gettext_noop("unknown school or class")
UNKNOWN_PERSON = gettext_noop("nobody of this survey has this id")
DOUBLED = gettext_noop("doubled: this id was taken already")
EMPTY = gettext_noop("no answer to any question")


@dataclass(frozen=True)
class Aside:
    """A row that was not taken: its line in the file, and why."""

    line: int
    why: str


@dataclass
class Imported:
    """What became of a file: rows in are rows taken and rows set aside. `cells` are answers that are no choice."""

    rows_in: int = 0
    taken: int = 0
    asides: list[Aside] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    cells: int = 0

    @property
    def reasons(self) -> Counter[str]:
        return Counter(one.why for one in self.asides)


@dataclass(frozen=True)
class Line:
    """One row that can be taken."""

    group: Asked
    given: Given
    language: str
    person: Student | Staff | None = None


@transaction.atomic
def take_in(survey: Survey, path: Path, by: By) -> Imported:
    """Raises EvidenceError where no wave is open, or the file can't be read at all."""
    found = standing(survey)
    if found is None:
        raise EvidenceError(gettext("No wave of this survey is open."))
    wave = Wave.objects.select_for_update(of=("self",)).select_related("survey__study").get(pk=found.pk)
    text = _text(path)
    reader = csv.DictReader(StringIO(text, newline=""))
    columns = [name for name in reader.fieldnames or [] if name]
    known = _Known(wave, columns)
    if ID not in columns:
        _once(wave, text)
    done = Imported(unknown_columns=[one for one in columns if not known.knows(one)])
    lines = list(_lines(reader, known, done))
    _keep(wave, lines)
    done.taken = len(lines)
    audit.did(by, "took in", f"survey {survey.slug}", (), f"wave {wave.number}: {done.taken} of {done.rows_in} rows")
    return done


class _Known:
    """What a row may name: the groups that were asked, the people of the survey, its questions and their choices."""

    def __init__(self, wave: Wave, columns: list[str]) -> None:
        survey = wave.survey
        self.wave, self.confidential = wave, survey.mode == Survey.Mode.CONFIDENTIAL
        self.groups = _groups(wave)
        self.by_class = survey.audience != Survey.Audience.STAFF
        english = words(survey, ENGLISH)
        self.questions: dict[str, Question] = {}
        for one in survey.questions.all():
            for name in (one.key, english[of_question(one.key)]):
                self.questions.setdefault(name.casefold(), one)
        self.choices = {one.key: _choices(one, english) for one in survey.questions.all()}
        self.people = _people(wave) if self.confidential else {}
        if self.confidential and ID not in columns:
            raise EvidenceError(gettext("A confidential survey needs the column “id”, with the roster's ids."))
        if not self.confidential and (place := CLASS if self.by_class else SCHOOL) not in columns:
            raise EvidenceError(gettext("The file needs the column “%(name)s”.") % {"name": place})

    def knows(self, column: str) -> bool:
        return column in (ID, SCHOOL, CLASS, LANGUAGE) or column.casefold() in self.questions

    def group(self, row: Mapping[str, str]) -> Asked | None:
        name = row.get(CLASS if self.by_class else SCHOOL, "").strip().casefold()
        return self.groups.get((row.get(SCHOOL, "").strip().casefold(), name)) or self.groups.get(("", name))


def _lines(reader: csv.DictReader[str], known: _Known, done: Imported) -> Iterator[Line]:
    for raw in reader:
        done.rows_in += 1
        row = {name: value for name, value in raw.items() if isinstance(name, str) and isinstance(value, str)}
        found = _line(row, known, done)
        if isinstance(found, Line):
            yield found
        else:
            done.asides.append(Aside(reader.line_num, found))


def _line(row: Mapping[str, str], known: _Known, done: Imported) -> Line | str:
    who = row.get(ID, "").strip()
    person, group = known.people.get(who, (None, None)) if known.confidential else (None, known.group(row))
    if group is None:
        return UNKNOWN_PERSON if known.confidential else UNKNOWN_GROUP
    given = _given(row, known, done)
    if not given:
        return EMPTY
    if who and not spend(ROW, f"{known.wave.pk}\0{who}", _until(known.wave)):
        return DOUBLED
    if person is not None and _has_answered(known.wave, person):
        return DOUBLED
    return Line(group, given, row.get(LANGUAGE, "").strip().casefold() or ENGLISH, person)


def _given(row: Mapping[str, str], known: _Known, done: Imported) -> Given:
    choices, free = dict[str, int](), dict[str, str]()
    for name, value in row.items():
        question, text = known.questions.get(name.casefold()), value.replace("\0", "").strip()
        if question is None or not text:
            continue
        if question.kind == Question.Kind.COMMENT:
            free[question.key] = text[:2000]
        elif (place := known.choices[question.key].get(text.casefold())) is None:
            done.cells += 1
        else:
            choices[question.key] = place
    return Given(choices, free)


def _keep(wave: Wave, lines: list[Line]) -> None:
    """All anonymous ones at once, mixed with each other and with those before."""
    anonymous = []
    for one in lines:
        hidden = ""
        if one.person is not None:
            invitation = _invitation(wave, one)
            hidden = invitation.pseudonym
            told = {"on": today(), "language": one.language, "given": dict(one.given.choices)}
            Answer.objects.create(invitation=invitation, **told)
        else:
            told = {"survey": wave.survey.slug, "on": wave.opens_on, "label": one.group.label}
            anonymous.append(AnonymousAnswer(**told, given=dict(one.given.choices)))
        comments(wave, one.given, hidden)
        count(one.group, one.language)
    survey_mixing.put(anonymous)


def _invitation(wave: Wave, line: Line) -> Invitation:
    assert line.person is not None  # noqa: S101  the caller has looked
    who = {"student": line.person} if isinstance(line.person, Student) else {"staff": line.person}
    held = Invitation.objects.filter(asked__wave=wave, **who).first()
    if held is None:
        told = {"token_sha256": digest(new_code()), "pseudonym": pseudonym(wave.survey, line.person)}
        held = Invitation.objects.create(asked=line.group, **told, **who)
    Invitation.objects.filter(pk=held.pk).update(answered=True)
    return held


def _has_answered(wave: Wave, person: Student | Staff) -> bool:
    who = {"student": person} if isinstance(person, Student) else {"staff": person}
    return Invitation.objects.filter(asked__wave=wave, answered=True, **who).exists()


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


def _once(wave: Wave, text: str) -> None:
    if not spend(FILE, f"{wave.pk}\0{sha256(text.encode()).hexdigest()}", _until(wave)):
        raise EvidenceError(gettext("This very file was taken in already: nothing was added."))


def _until(wave: Wave) -> datetime:
    return timezone.make_aware(datetime.combine(wave.until, time.min)) + REMEMBERED


def _text(path: Path) -> str:
    if not path.is_file():
        raise EvidenceError(gettext("%(file)s: there is no such file.") % {"file": path})
    if path.stat().st_size > LARGEST:
        raise EvidenceError(gettext("%(file)s: this is too large for answers to a survey.") % {"file": path})
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise EvidenceError(gettext("%(file)s: this is no CSV in UTF-8. Save it as such.") % {"file": path}) from None
