"""The works of all programs for some standards, out of content, its tags and what came of it so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from statistics import median

from homeroom.goals.choosing import codes, effects
from homeroom.goals.choosing.effects import Followed
from homeroom.goals.choosing.rules import STANDARD_MINUTES
from homeroom.goals.choosing.works import HIGHEST, LOWEST, Work
from homeroom.intake.layouts import declared
from homeroom.programs.assign import DEEP_LINK, LEVEL, NOT_TOLD, STANDARD, Assign
from homeroom.standards import alignment
from homeroom.standards.models import ContentItem

SHORTEST, LONGEST = 3.0, 60.0  # minutes of a lesson: what lies beyond is no lesson's usual time
Lesson = tuple[str, str]


@dataclass(frozen=True)
class Tagged:
    """What a lesson serves: how much of it, by standard, times how sure that is; and which of them its tags name."""

    fits: Mapping[str, float]
    named: frozenset[str]


def told() -> dict[str, Assign]:
    """What each program can be told in this installation; one that is not here, or says nothing, is `NOT_TOLD`."""
    return {program.slug: program.assign or NOT_TOLD for program in declared()}


def works(codes: Collection[str], school_year: int, records: Mapping[str, Assign]) -> list[Work]:
    """All that can be asked for on these standards, in an order of its own: the same content gives the same list."""
    tagged = _tagged(set(codes))
    items = sorted(_lessons(tagged), key=lambda item: (item.program, item.external_id))
    found = effects.followed(school_year)
    by_lesson = [item for item in items if not _by_standard(records, item.program)]
    programs = sorted({program for program, _ in tagged if _by_standard(records, program)})
    keys = [*((item.program, item.external_id) for item in by_lesson), *((program, "") for program in programs)]
    effect = dict(zip(keys, _effects(keys, found), strict=True))
    usual = _usual(found)
    made = [
        _of_lesson(item, tagged[item.program, item.external_id], records, effect, found, usual) for item in by_lesson
    ]
    return [*made, *of_standards(tagged, programs, records, effect)]


def channel(record: Assign, address: str = "") -> str:
    """The first way in which the program can be told; blank where nothing can be asked of it.

    A lesson without an address can't be opened by a link.
    """
    ways = (way for way in record.channels if way != DEEP_LINK or address or record.link)
    return next(ways, "")


def _by_standard(records: Mapping[str, Assign], program: str) -> bool:
    return records.get(program, NOT_TOLD).grain in (STANDARD, LEVEL)


def _tagged(codes: Collection[str]) -> dict[Lesson, Tagged]:
    """What is tagged with one of the codes, by lesson: the standards that are named, and the parts of these."""
    fits: dict[Lesson, dict[str, float]] = defaultdict(dict)
    named: dict[Lesson, set[str]] = defaultdict(set)
    for columns in (alignment.as_told(), alignment.tags()):
        for lesson, code, fit, coarse in _of_lessons(columns):
            if code in codes:
                fits[lesson].setdefault(code, fit)
                if not coarse:
                    named[lesson].add(code)
    return {lesson: Tagged(fit, frozenset(named[lesson])) for lesson, fit in fits.items()}


def _of_lessons(columns: alignment.Relation) -> Iterator[tuple[Lesson, str, float, bool]]:
    names = ("program", "kind", "content_item", "standard", "share", "p", "coarse")
    for program, kind, lesson, code, share, p, coarse in zip(*(columns[name] for name in names), strict=True):
        if kind == ContentItem.Kind.LESSON:
            yield (str(program), str(lesson)), str(code), float(str(share)) * float(str(p)), bool(coarse)


def _lessons(tagged: Mapping[Lesson, Tagged]) -> Iterator[ContentItem]:
    programs = {program for program, _ in tagged}
    for item in ContentItem.objects.filter(kind=ContentItem.Kind.LESSON, program__in=programs).iterator():
        if (item.program, item.external_id) in tagged:
            yield item


def _effects(keys: list[Lesson], found: Mapping[Lesson, Followed]) -> list[float]:
    """Lessons that nobody could be asked for now still tell of their program."""
    everything = [*keys, *sorted(set(found) - set(keys))]
    return [float(one) for one in effects.of_lessons(everything, found)[: len(keys)]]


def _usual(found: Mapping[Lesson, Followed]) -> dict[str, float]:
    """The middle of the minutes of a program's lessons."""
    minutes: dict[str, list[float]] = defaultdict(list)
    for (program, _), one in found.items():
        if one.minutes:
            minutes[program].append(one.minutes)
    return {program: median(told) for program, told in minutes.items()}


def _of_lesson(
    item: ContentItem,
    tagged: Tagged,
    records: Mapping[str, Assign],
    effect: Mapping[Lesson, float],
    found: Mapping[Lesson, Followed],
    usual: Mapping[str, float],
) -> Work:
    key = (item.program, item.external_id)
    seen = found[key].minutes if key in found else None
    minutes = item.minutes or seen or usual.get(item.program) or codes.USUAL
    return Work(
        program=item.program,
        lesson=item.external_id,
        title=item.title,
        serves=tagged.fits,
        minutes=float(round(min(max(minutes, SHORTEST), LONGEST))),
        effect=effect[key],
        channel=channel(records.get(item.program, NOT_TOLD), item.launch_url),
        content_item=item.pk,
        language=item.language,
        low=LOWEST if item.grade_low is None else float(item.grade_low),
        high=HIGHEST if item.grade_high is None else float(item.grade_high),
        named=tagged.named,
    )


def of_standards(
    tagged: Mapping[Lesson, Tagged],
    programs: Collection[str],
    records: Mapping[str, Assign],
    effect: Mapping[Lesson, float],
) -> Iterator[Work]:
    """One work a standard that a program has something for, as surely as its surest lesson."""
    best: dict[Lesson, float] = {}
    for (program, _), one in tagged.items():
        if program in programs:
            for code, fit in one.fits.items():
                best[program, code] = max(fit, best.get((program, code), 0.0))
    for (program, code), fit in sorted(best.items()):
        yield Work(
            program=program,
            lesson="",
            title="",
            serves={code: fit},
            named=frozenset({code}),
            minutes=float(STANDARD_MINUTES["minutes"]),
            effect=effect[program, ""],
            channel=channel(records[program]),
        )
