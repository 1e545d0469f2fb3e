"""Answers out of a CSV: each row is taken or set aside for a reason, and both together are all that came in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from homeroom.evidence import survey_mixing
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.lock import By
from homeroom.evidence.survey_answer import LONGEST_COMMENT, REMEMBERED, Given, count, free
from homeroom.evidence.survey_codes import digest, new_code, pseudonym
from homeroom.evidence.survey_file import Sheet, read, shown, small
from homeroom.evidence.survey_known import ID, LANGUAGE, Known
from homeroom.evidence.survey_models import (
    AnonymousAnswer,
    Answer,
    Asked,
    Invitation,
    Question,
    Survey,
    SurveyComment,
    Wave,
)
from homeroom.evidence.survey_wave import standing
from homeroom.evidence.survey_words import ENGLISH
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.models import Staff, Student
from homeroom.people.spent import is_spent, spend, spent_of

ROW, FILE = "survey row", "survey file"
UNKNOWN_GROUP = gettext_noop("unknown school or class")
UNKNOWN_PERSON = gettext_noop("nobody of this survey has this id")
DOUBLED = gettext_noop("doubled: this id was taken already")
EMPTY = gettext_noop("no answer to any question")
ALL_IN = gettext_noop("as many answers as people were asked in this group are in already")


@dataclass(frozen=True)
class Aside:
    """A row that was not taken: its line in the file, and why."""

    line: int
    why: str


@dataclass
class Imported:
    """What became of a file: rows in are rows taken and rows set aside. `cells` are answers that are no choice,
    `languages` rows in a language that is not offered, which count as English."""

    rows_in: int = 0
    taken: int = 0
    asides: list[Aside] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    cells: int = 0
    languages: int = 0

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
    sheet = read(path)
    known = Known(wave, sheet)
    _once(wave, sheet)
    done = Imported(unknown_columns=[shown(one) for one in sheet.columns if one.strip() and not known.knows(one)])
    lines = list(_lines(sheet, known, done))
    _keep(wave, lines)
    done.taken = len(lines)
    audit.did(by, "took in", f"survey {survey.slug}", (), f"wave {wave.number}: {done.taken} of {done.rows_in} rows")
    return done


def _lines(sheet: Sheet, known: Known, done: Imported) -> Iterator[Line]:
    for row in sheet.rows:
        done.rows_in += 1
        found = row.broken or _line(row.cells, known, done)
        if isinstance(found, Line):
            yield found
        else:
            done.asides.append(Aside(row.line, found))


def _line(row: Mapping[str, str], known: Known, done: Imported) -> Line | str:
    if elsewhere := known.elsewhere(row):
        return elsewhere
    who = row.get(ID, "").strip()
    person, group = known.people.get(who, (None, None)) if known.confidential else (None, known.group(row))
    if group is None:
        return UNKNOWN_PERSON if known.confidential else UNKNOWN_GROUP
    given, cells = _given(row, known)
    done.cells += cells
    if not given:
        return EMPTY
    if who and not spend(ROW, f"{known.wave.pk}\0{who}", _until(known.wave)):
        return DOUBLED
    if person is not None and _has_answered(known.wave, person):
        return DOUBLED
    if person is None and known.left[group.pk] <= 0:
        return ALL_IN
    known.left[group.pk] -= 1
    language = known.spoken.get(small(row.get(LANGUAGE, "") or ENGLISH), "")
    done.languages += not language
    return Line(group, given, language or ENGLISH, person)


def _given(row: Mapping[str, str], known: Known) -> tuple[Given, int]:
    """What was answered, and how many answers are no choice of their question."""
    choices, said, cells = dict[str, int](), dict[str, str](), 0
    for name, value in row.items():
        question, text = known.questions.get(name), value.replace("\0", "").strip()
        if question is None or not text:
            continue
        if question.kind == Question.Kind.COMMENT:
            said[question.key] = text[:LONGEST_COMMENT]
        elif (place := known.choices[question.key].get(text.casefold())) is None:
            cells += 1
        else:
            choices[question.key] = place
    return Given(choices, said), cells


def _keep(wave: Wave, lines: list[Line]) -> None:
    """All anonymous ones at once, mixed with each other and with those before; so are free words."""
    anonymous, said = list[AnonymousAnswer](), list[SurveyComment]()
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
        said += free(wave, one.given, hidden)
    survey_mixing.put(anonymous)
    survey_mixing.put(said)
    for (group, language), many in Counter((one.group, one.language) for one in lines).items():
        count(group, language, many)


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


def _once(wave: Wave, sheet: Sheet) -> None:
    """Raises EvidenceError for rows of a file that was taken in before; in one wave an id tells rows apart."""
    whole, held = sheet.begins[-1:], spent_of(FILE, [_file(wave, one) for one in sheet.begins])
    so_far = [at for at, one in enumerate(sheet.begins, 1) if _file(wave, one) in held]
    is_ours = sheet.has(ID) and all(is_spent(FILE, f"{wave.pk} {one}") for one in whole)
    if so_far and so_far[-1] == len(sheet.begins) and not is_ours:
        raise EvidenceError(gettext("This very file was taken in already: nothing was added."))
    if so_far and not sheet.has(ID):
        message = gettext("The first %(count)s rows of this file were taken in already: send the others alone.")
        raise EvidenceError(message % {"count": so_far[-1]})
    for one in whole:
        spend(FILE, _file(wave, one), _until(wave))
        spend(FILE, f"{wave.pk} {one}", _until(wave))


def _file(wave: Wave, begin: str) -> str:
    """The same in all waves of a survey: last year's file is no file of this year."""
    return f"{wave.survey_id}\0{begin}"


def _until(wave: Wave) -> datetime:
    return timezone.make_aware(datetime.combine(wave.until, time.min)) + REMEMBERED
