"""Patterns of column names: one that stands for many, and what each of them tells.

`{month}_minutes` with the group `month = "months"` stands for twelve columns. A group is a list, a table (as the column
spells it = as facts tell it), a run of numbers such as "1-40", a spelling of the months, or "*": whatever the header
has in that place. `{1-40}` and `{Fall|Spring}` stand for themselves, without a group.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

ANYTHING = "*"
MOST = 20_000
HOLE = re.compile(r"\{([^{}]*)\}")
RUN = re.compile(r"(\d+)-(\d+)")
MONTHS = {
    "August": "08",
    "September": "09",
    "October": "10",
    "November": "11",
    "December": "12",
    "January": "01",
    "February": "02",
    "March": "03",
    "April": "04",
    "May": "05",
    "June": "06",
    "July": "07",
}
"""In the order of a school year."""

SPELLINGS = {
    "months": lambda name: name.lower(),
    "Months": lambda name: name,
    "MONTHS": lambda name: name.upper(),
    "mon": lambda name: name[:3].lower(),
    "Mon": lambda name: name[:3],
    "MON": lambda name: name[:3].upper(),
}

type Group = Mapping[str, str] | None
"""As the column spells it → as facts tell it; None is whatever the header has there."""


class GroupError(Exception):
    """A pattern or a group that can't be written out; the message says why."""


@dataclass(frozen=True)
class Written:
    """One column out of a pattern, with what each group is in it: as spelled in the column, and as facts tell it."""

    column: str
    spelled: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)


def group(raw: object) -> Group:
    """A group as a declaration writes it. Raises GroupError where it is none."""
    if raw == ANYTHING:
        return None
    if isinstance(raw, str) and raw in SPELLINGS:
        return {SPELLINGS[raw](name): number for name, number in MONTHS.items()}
    if isinstance(raw, str) and RUN.fullmatch(raw):
        return {number: number for number in _run(raw)}
    if isinstance(raw, list) and raw and all(isinstance(value, str) for value in raw):
        return {value: value for value in raw}
    if isinstance(raw, Mapping) and raw and all(isinstance(value, str) for value in raw.values()):
        return dict(raw)
    known = ", ".join(SPELLINGS)
    raise GroupError(f'must be a list of texts, a table of texts, a run such as "1-40", "*", or one of {known}')


def columns_of(pattern: str, groups: Mapping[str, Group]) -> Iterator[Written]:
    """The columns a pattern stands for, the last group running fastest. Raises GroupError."""
    parts = HOLE.split(pattern)
    names = parts[1::2]
    choices = [_choices(name, groups, pattern) for name in names]
    size = 1
    for choice in choices:
        size *= len(choice)
    if size > MOST:
        raise GroupError(f"pattern {pattern!r} stands for {size} columns; {MOST} are the most")
    for chosen in product(*(choice.items() for choice in choices)):
        spelled = dict(zip(names, (key for key, _ in chosen), strict=True))
        if all(spelled[name] == key for name, (key, _) in zip(names, chosen, strict=True)):
            told = dict(zip(names, (value for _, value in chosen), strict=True))
            yield Written(filled(pattern, spelled), spelled, told)


def found_in(pattern: str, groups: Mapping[str, Group], columns: Sequence[str]) -> list[Written]:
    """Those among `columns` that fit the pattern. Raises GroupError where none does, or a group is not known."""
    if not HOLE.search(pattern):
        return [Written(pattern)]
    if any(name in groups and groups[name] is None for name in HOLE.findall(pattern)):
        written = list(_fitting(pattern, groups, columns))
    else:
        standing = set(columns)
        written = [one for one in columns_of(pattern, groups) if one.column in standing]
    if not written:
        raise GroupError(f"pattern {pattern!r} fits none of its columns")
    return written


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with each group's value in its place. Raises GroupError where a group has none here."""

    def value(hole: re.Match[str]) -> str:
        if hole[1] not in values:
            raise GroupError(f"{text!r} names {hole[0]}, which is not in its column's pattern")
        return values[hole[1]]

    return HOLE.sub(value, text)


def _choices(name: str, groups: Mapping[str, Group], pattern: str) -> Mapping[str, str]:
    if name in groups:
        choice = groups[name]
        if choice is None:
            raise GroupError(f'pattern {pattern!r}: the group {name} is "*", which columns can\'t be made of')
        return choice
    if RUN.fullmatch(name):
        return {number: number for number in _run(name)}
    if "|" in name:
        return {value: value for value in name.split("|")}
    known = f"known are {', '.join(groups)}" if groups else "no groups are declared"
    raise GroupError(f"pattern {pattern!r}: there is no group {name!r}; {known}")


def _run(text: str) -> Iterable[str]:
    """The numbers from the first to the last, written as wide as the first."""
    first, _, last = text.partition("-")
    if int(last) - int(first) > MOST:
        raise GroupError(f"the run {text} has more than {MOST} numbers")
    if int(last) < int(first):
        raise GroupError(f"the run {text} ends before it begins")
    wide = len(first) if first.startswith("0") else 1
    return [str(number).zfill(wide) for number in range(int(first), int(last) + 1)]


def _fitting(pattern: str, groups: Mapping[str, Group], columns: Iterable[str]) -> Iterator[Written]:
    """By a regular expression made of the pattern: a group that is anything takes as little as fits."""
    parts = HOLE.split(pattern)
    names = list(dict.fromkeys(parts[1::2]))
    text, seen = "", set[str]()
    for place, part in enumerate(parts):
        if place % 2 == 0:
            text += re.escape(part)
            continue
        number = names.index(part)
        text += f"(?P=g{number})" if part in seen else f"(?P<g{number}>{_alternatives(part, groups, pattern)})"
        seen.add(part)
    for column in columns:
        if fits := re.fullmatch(text, column):
            spelled = {name: fits[f"g{number}"] for number, name in enumerate(names)}
            yield Written(column, spelled, {name: _told(name, value, groups) for name, value in spelled.items()})


def _alternatives(name: str, groups: Mapping[str, Group], pattern: str) -> str:
    if name in groups and groups[name] is None:
        return ".+?"
    longest = sorted(_choices(name, groups, pattern), key=len, reverse=True)
    return "|".join(map(re.escape, longest))


def _told(name: str, spelled: str, groups: Mapping[str, Group]) -> str:
    choice = groups.get(name)
    return choice[spelled] if choice else spelled
