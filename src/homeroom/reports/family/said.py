"""What the sheet says: the report in plain words. All words for families that hold in every report stand here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from homeroom.reports.family.report import FamilyReport, ProgramMinutes, Subject
from homeroom.reports.family.topics import Topic
from homeroom.reports.languages.words import Given, Words
from homeroom.reports.values import State


@dataclass(frozen=True)
class Part:
    head: Words
    lines: tuple[Words, ...]
    is_list: bool = False


SUBJECTS = {"mathematics": Words("Math"), "english language arts": Words("Reading"), "reading": Words("Reading")}


def title(report: FamilyReport) -> Words:
    return Words("How {name} is doing", {"name": report.first_name})


def parts(report: FamilyReport) -> Iterator[Part]:
    """In the order of the sheet."""
    for subject in report.subjects:
        yield from _topics(report.first_name, subject)
        if subject.topics.exact:
            yield _expected(report, subject)
    if not any(one.can or one.working or one.learning for one in report.subjects):
        yield _nothing(report)
    yield _minutes(report)
    yield Part(Words("Ten minutes at home"), (report.at_home,))
    yield _ask(report)


def _topics(name: str, subject: Subject) -> Iterator[Part]:
    told: dict[str, Given] = {"name": name, "subject": _subject(subject.name)}
    if subject.can:
        yield Part(Words("{subject}: {name} can", told), _words(subject.can), True)
    if subject.working:
        yield Part(Words("{subject}: {name} is working on how to", told), _words(subject.working), True)
    if subject.learning:
        yield Part(Words("{subject}: {name} is starting to learn to", told), _words(subject.learning), True)


def _words(topics: Sequence[Topic]) -> tuple[Words, ...]:
    return tuple(topic.words for topic in topics)


def _subject(name: str) -> Words:
    return SUBJECTS.get(name.casefold(), Words(name))


def _expected(report: FamilyReport, subject: Subject) -> Part:
    """What the grade asks for, and how much of it is there."""
    told: dict[str, Given] = {
        "name": report.first_name,
        "can": subject.own_can,
        "all": subject.topics,
        "unseen": subject.own_unseen,
    }
    lines = [Words("The whole year has {all} topics. {name} can do {can} of them now.", told)]
    if subject.own_unseen.exact:
        lines.append(Words("We have not seen enough work on {unseen} of them yet.", told))
    if subject.earlier:
        lines.append(Words("{name} also works on topics of an earlier grade. They come first.", told))
    head = Words(
        "What {grade} asks for in {subject}", {"grade": _grade(report.grade), "subject": _subject(subject.name)}
    )
    return Part(head, tuple(lines))


def _grade(code: str) -> Words:
    if code == "KG":
        return Words("Kindergarten")
    return Words("Grade {number}", {"number": str(int(code)) if code.isdigit() else code})


def _nothing(report: FamilyReport) -> Part:
    told: dict[str, Given] = {"name": report.first_name}
    return Part(
        Words("What {name} can do", told),
        (Words("We have not seen enough work yet to say. This is no bad sign. Ask the teacher what to try.", told),),
    )


def _minutes(report: FamilyReport) -> Part:
    head = Words("Time on the computer, week from {monday}", {"monday": report.week.monday})
    lines = [_of_program(one) for one in report.minutes] or [Words("We have seen no minutes in four weeks.")]
    if report.minutes:
        lines.append(Words("Each program counts minutes in its own way."))
    if report.late:
        late = Words("We still wait for news from {programs}. There may be more.", {"programs": ", ".join(report.late)})
        lines.append(late)
    return Part(head, tuple(lines))


def _of_program(one: ProgramMinutes) -> Words:
    told: dict[str, Given] = {"program": one.name, "week": one.this_week, "month": one.four_weeks}
    if one.this_week.state is not State.KNOWN:
        return Words("{program}: none this week, {month} minutes in four weeks.", told)
    return Words("{program}: {week} minutes, {month} in four weeks.", told)


def _ask(report: FamilyReport) -> Part:
    told: dict[str, Given] = {
        "name": report.first_name,
        "teachers": ", ".join(report.teachers),
        "school": report.school,
    }
    whom = Words("Ask {teachers} at {school}.", told) if report.teachers else Words("Ask the office of the school.")
    mine = Words(
        "You may see all that the school keeps here on {name}. Is a thing wrong? Ask to have it put right.", told
    )
    how = Words("We say that {name} can do a thing when we are quite sure.", told)
    return Part(Words("Do you want to know more?"), (whom, mine, how))
