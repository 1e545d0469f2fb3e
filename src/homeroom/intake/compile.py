"""From a declared layout to SQL: text columns in, typed columns and what is wrong with each row out.

A value that decides whose the row is, or which of two rows stands, sets the whole row apart (`problem`, the first one
found). Any other bad value costs its own field alone (`aside`, every one of them).

Every check is made here, in the one pass that reads the file; nothing is cast silently. Names come from declarations,
so they are quoted; words and formats that SQL takes no parameter for go through `literal`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from homeroom.facts.engine import literal, quoted
from homeroom.facts.spreadsheet import bare_sql
from homeroom.intake.layouts import Found
from homeroom.intake.numbers import FORMATTED, finite_number
from homeroom.intake.wide import AND, beside_columns, checked_apart
from homeroom.programs.declaration import IDENTITY, Each, Field
from homeroom.programs.field_checks import NUMBERS

SEPARATOR = "\x1f"
# When something happened is never left blank: it decides the school year, and what supersedes what.
DECISIVE = frozenset({"occurred_at", "occurred_on"})
TEXT = re.compile(r"\bt\d+\b")
YES = ("true", "t", "yes", "y", "1")
NO = ("false", "f", "no", "n", "0")
# Dates outside are typing mistakes or a two-digit year: no child of a school was at work then.
FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True)
class Typed:
    """One typed column: its expression over the texts, and conditions over its own value, each with its problem.

    `{text}` and `{value}` in a condition stand for the column's text and its typed value. `native` is the type in which
    the reader itself could give the column: the same values, at a third of the cost.
    """

    text: str
    expression: str
    problems: tuple[tuple[str, str], ...] = ()
    native: str = ""


def source_columns(count: int) -> list[str]:
    """The names under which a file's columns are read, by position: c0, c1, …"""
    return [f"c{place}" for place in range(count)]


def typed_select(
    found: Found, reader: str, trim: bool = True, native: Mapping[int, str] | None = None, guards: bool = True
) -> str:
    """The select over `reader`: row, identity, f_…, e_…, b_…, c_…, as_of, problem and aside.

    In layers, so that a text is trimmed once, a value is cast once, and the checks look at both. `trim` may be false
    where no cell has blanks around it, `guards` where none holds a '; `native` are the columns, by position, that the
    reader gives typed.
    """
    given = native or {}
    columns = {name: _as_read(typed, given) for name, typed in _typed(found)}
    used = sorted(set(found.position.values()))
    texts = ", ".join(
        f"{f'c{place}' if place in given else _even(f'c{place}', trim, guards)} as t{place}" for place in used
    )
    texted = f"select (row_number() over ())::integer as row, {texts} from {reader}"
    values = ", ".join(f"{typed.expression} as {quoted(name)}" for name, typed in columns.items())
    typed = f"select *, {_identity(found)} as identity, {values} from ({texted})"
    numbers = measured(found)
    kept = ", ".join(quoted(name) for name in columns if not name.startswith("n_") or name in numbers)
    problem = f"case {' '.join(_cases(found, columns))} end as problem"
    return f"select row, identity, {kept}, {problem}, {_aside(found, columns)} as aside from ({typed})"


def native_columns(found: Found) -> dict[int, str]:
    """The columns, by position, that the reader can give typed: all that is asked of them is one and the same type."""
    asked: dict[str, set[str]] = {}
    for name, typed in _typed(found):
        for text in TEXT.findall(f"{typed.text} {typed.expression}"):
            asked.setdefault(text, set()).add(typed.native if typed.text == text and name.startswith("f_") else "")
    for text in TEXT.findall(_identity(found)):
        asked.setdefault(text, set()).add("")
    return {int(text[1:]): next(iter(types)) for text, types in asked.items() if len(types) == 1 and types != {""}}


def _as_read(typed: Typed, native: Mapping[int, str]) -> Typed:
    if not (TEXT.fullmatch(typed.text) and int(typed.text[1:]) in native):
        return typed
    value = f"case when isfinite({typed.text}) then {typed.text} end" if typed.native == "DOUBLE" else typed.text
    return replace(typed, expression=value)


def _even(text: str, trim: bool, guards: bool) -> str:
    """A cell without the ' that an export of ours put before a formula, and without blanks around it."""
    unguarded = bare_sql(text) if guards else text
    return f"nullif(trim({unguarded}), '')" if trim else unguarded


def _cases(found: Found, columns: Mapping[str, Typed]) -> Iterator[str]:
    yield _blank_id(found)
    for name, typed in columns.items():
        if _decides(found, name):
            yield from (f"when {condition} then {literal(problem)}" for condition, problem in _problems(name, typed))


def _aside(found: Found, columns: Mapping[str, Typed]) -> str:
    """Each field to set aside as "code|file column|typed column". Blank in nearly every row, so asked for first."""
    fields = {name: typed for name, typed in columns.items() if typed.problems and not _decides(found, name)}
    if not fields:
        return "null::varchar"
    told = [(name, list(_problems(name, typed))) for name, typed in fields.items()]
    any_bad = " or ".join(condition for _, problems in told for condition, _ in problems)
    named = ", ".join(
        "case "
        + " ".join(f"when {condition} then {literal(f'{problem}|{_kept(name)}')}" for condition, problem in problems)
        + " end"
        for name, problems in told
    )
    return f"case when {any_bad} then concat_ws({literal(AND)}, {named}) end"


def _problems(name: str, typed: Typed) -> Iterator[tuple[str, str]]:
    for condition, problem in typed.problems:
        yield condition.replace("{text}", typed.text).replace("{value}", quoted(name)), problem


def _decides(found: Found, name: str) -> bool:
    """Whether a bad value of this typed column costs the row: a key, a moment, the program, or what must be there."""
    kind, _, rest = name.partition("_")
    if kind == "n" and rest.isdigit():
        return found.layout.each[int(rest)].field.required or found.layout.into in found.layout.key
    if kind == "e":
        return False
    if kind not in ("f", "n"):
        return True
    field = found.layout.fields[rest]
    return field.required or field.cast == "slug" or rest in found.layout.key or rest in DECISIVE


def _kept(name: str) -> str:
    """The column that holds the text of a checked number: a wide row's value, or a field."""
    kind, _, rest = name.partition("_")
    return name if kind != "n" else f"{'e' if rest.isdigit() else 'f'}_{rest}"


def identity_columns(found: Found) -> list[tuple[str, str]]:
    """The identity's parts in the order in which `identity` joins them: (kind, file column)."""
    parts = [(kind, column) for kind in IDENTITY for column in found.layout.identity.get(kind, ())]
    return [(kind, column) for kind, column in parts if column in found.position]


def _identity(found: Found) -> str:
    texts = [f"coalesce({_text(found, column)}, '')" for _, column in identity_columns(found)]
    return texts[0] if len(texts) == 1 else f"concat_ws({literal(SEPARATOR)}, {', '.join(texts)})"


def _blank_id(found: Found) -> str:
    """A row is somebody's when an id, a user name, an e-mail address or a name is there."""
    named = [(kind, column) for kind, column in identity_columns(found) if kind not in ("school", "grade")]
    blank = " and ".join(f"{_text(found, column)} is null" for _, column in named)
    ids = ", ".join(column for kind, column in named if kind == "ids")
    return f"when {blank} then {literal('blank_id|' + ids)}"


def fields_in(found: Found) -> dict[str, Field]:
    """The layout's fields without those whose optional column this file leaves out."""
    fields = found.layout.fields
    return {name: field for name, field in fields.items() if not field.column or field.column in found.position}


def _typed(found: Found) -> Iterator[tuple[str, Typed]]:
    for name, field in fields_in(found).items():
        if field.column:
            yield from _field(found, name, field)
    apart = checked_apart(found)
    for place, each in enumerate(found.layout.each):
        yield from _each(found, each, place, apart=place in apart)
    yield from _beside(found)
    for name, column in found.layout.content.items():
        if name != "kind" and column in found.position and content_column(found, name) == f"c_{name}":
            yield f"c_{name}", Typed("", _text(found, column))
    if found.layout.as_of.column:
        as_of = Field(column=found.layout.as_of.column, cast="instant", format=found.layout.as_of.format or "iso")
        yield "as_of", _moment(found, as_of, "not_a_date")


def _field(found: Found, name: str, field: Field) -> Iterator[tuple[str, Typed]]:
    """In a text column a cast of numbers only checks: the text stays as received."""
    typed = cast(found, field)
    if field.cast not in NUMBERS or found.report.fact.column(name).type != "VARCHAR":
        yield f"f_{name}", typed
        return
    text = _text(found, field.column, field)
    yield f"f_{name}", Typed(text, text)
    yield f"n_{name}", typed


def measured(found: Found) -> frozenset[str]:
    """Checked numbers that are kept beside their text, because the text alone doesn't tell them: "45%", "1:30",
    a word that stands for a number."""
    texts = {column.name for column in found.report.fact.columns if column.type == "VARCHAR"}
    fields = {f"n_{name}" for name, field in fields_in(found).items() if name in texts and _beside_text(field)}
    return frozenset(
        fields | {f"n_{place}" for place, each in enumerate(found.layout.each) if _beside_text(each.field)}
    )


def _beside_text(field: Field) -> bool:
    return field.cast in FORMATTED or (field.cast in NUMBERS and bool(field.words))


def content_column(found: Found, name: str) -> str:
    """The typed column that holds a content item's `name`: a fact's own where it is the same plain text."""
    plain = [
        f"f_{fact}"
        for fact, field in found.layout.fields.items()
        if field == Field(column=found.layout.content[name], zone=field.zone, required=field.required)
    ]
    return plain[0] if plain else f"c_{name}"


def _each(found: Found, each: Each, place: int, *, apart: bool) -> Iterator[tuple[str, Typed]]:
    """The value stays text as received; the cast (n_…, not kept) only says whether it is one, here or `apart`."""
    text = _text(found, each.column, each.field)
    yield f"e_{place}", Typed(text, text, () if apart else tuple(_without_day(found, each)))
    if not apart and (checked := cast(found, each.field)).problems:
        yield f"n_{place}", checked


def _without_day(found: Found, each: Each) -> Iterator[tuple[str, str]]:
    """A value of its own day is no fact where that day is blank: it is set aside, and the row's others stand."""
    for field in each.beside.values():
        if field.required:
            day = _text(found, field.column, field)
            yield f"{{text}} is not null and {day} is null", f"missing_value|{field.column}"


def _beside(found: Found) -> Iterator[tuple[str, Typed]]:
    """Where no value stands, what is beside it is no fact, and nothing is wrong with it."""
    columns, values, fields = beside_columns(found.layout), defaultdict[str, list[str]](list), dict[str, Field]()
    for each in found.layout.each:
        for field in each.beside.values():
            fields[repr(field)] = field
            values[repr(field)].append(f"{_text(found, each.column, each.field)} is not null")
    for told, field in fields.items():
        typed, some = cast(found, replace(field, required=False)), " or ".join(values[told])
        yield columns[told], replace(typed, problems=tuple((f"({some}) and {c}", words) for c, words in typed.problems))


def cast(found: Found, field: Field) -> Typed:
    """A field's typed expression with its checks."""
    make = {
        "text": _as_text,
        "slug": _as_slug,
        "date": _as_date,
        "instant": _moment,
        "whole": _as_number,
        "number": _as_number,
        "yes_no": _as_yes_no,
        "school_year": _as_school_year,
        **dict.fromkeys(FORMATTED, _as_formatted),
    }[field.cast]
    typed = make(found, field)
    required = (("{text} is null", f"missing_value|{field.column}"),) if field.required else ()
    return replace(typed, problems=required + typed.problems)


def _text(found: Found, column: str, field: Field | None = None) -> str:
    if column not in found.position:
        return "null::varchar"
    text = f"t{found.position[column]}"
    if field and field.blank:
        text = f"case when {text} not in ({', '.join(map(literal, field.blank))}) then {text} end"
    if field and field.under and field.under in found.position:
        text = f"case when {text} is not null then concat_ws(' / ', {_text(found, field.under)}, {text}) end"
    return text


def _unread(code: str, field: Field) -> tuple[str, str]:
    """Text is there, but gave no value."""
    return ("{text} is not null and {value} is null", f"{code}|{field.column}")


def _as_text(found: Found, field: Field) -> Typed:
    text = _text(found, field.column, field)
    if field.levels:
        words = ", ".join(literal(level.word) for level in field.levels)
        return Typed(text, f"case when {text} in ({words}) then {text} end", (_unread("unknown_word", field),))
    if not field.words:
        return Typed(text, text)
    cases = " ".join(f"when {literal(word)} then {literal(str(value))}" for word, value in field.words.items())
    return Typed(text, f"case {text} {cases} end", (_unread("unknown_word", field),))


def _as_slug(found: Found, field: Field) -> Typed:
    """The few words of such a column are looked at once each, by `slug_problem`, when the file has been read."""
    text = _text(found, field.column, field)
    return Typed(text, f"lower({text})")


def slug_problem(field: Field, words: Iterable[str]) -> tuple[str, list[str]]:
    """The problem of a column of slugs, and the words among `words` that have it."""
    return f"unknown_word|{field.column}", [word for word in words if not re.fullmatch("[a-z0-9_]+", word)]


def _as_yes_no(found: Found, field: Field) -> Typed:
    text = _text(found, field.column, field)
    words = field.words or {**dict.fromkeys(YES, "true"), **dict.fromkeys(NO, "false")}
    shown = text if field.words else f"lower({text})"
    listed = {
        truth: ", ".join(literal(word) for word, value in words.items() if str(value).lower() == truth)
        for truth in ("true", "false")
    }
    cases = " ".join(f"when {shown} in ({told}) then {truth}" for truth, told in listed.items() if told)
    return Typed(text, f"case {cases} end", (_unread("unknown_word", field),))


def _as_number(found: Found, field: Field) -> Typed:
    text = _text(found, field.column, field)
    if field.words:
        cases = " ".join(f"when {literal(word)} then {float(number)!r}" for word, number in field.words.items())
        return Typed(text, f"case {text} {cases} end", (_unread("unknown_word", field),))
    return Typed(text, finite_number(text), tuple(_of_number(field)), native="DOUBLE")


def _as_formatted(found: Found, field: Field) -> Typed:
    """A number with signs around it: as declared, or it is none."""
    text = _text(found, field.column, field)
    return Typed(text, FORMATTED[field.cast](text, field.format), tuple(_of_number(field)))


def _of_number(field: Field) -> Iterator[tuple[str, str]]:
    """What can be wrong with a text that should be a number."""
    yield _unread("not_a_number", field)
    if field.cast == "whole":
        yield "{value} <> floor({value})", f"not_whole|{field.column}"
    if field.low is not None:
        yield f"{{value}} < {float(field.low)!r}", f"out_of_range|{field.column}"
    if field.high is not None:
        yield f"{{value}} > {float(field.high)!r}", f"out_of_range|{field.column}"


def _as_date(found: Found, field: Field) -> Typed:
    text = _text(found, field.column, field)
    pattern = "%Y-%m-%d" if field.format in ("", "iso") else field.format
    day = f"({_sane(f'try_strptime({text}, {literal(pattern)})')})::date"
    moved = f"({day} + ({field.plus_days}))" if field.plus_days else day
    return Typed(text, moved, (_unread("not_a_date", field),))


def _moment(found: Found, field: Field, code: str = "not_a_moment") -> Typed:
    text = _text(found, field.column, field)
    problems = (_unread(code, field), (f"not ({_within('{value}')})", f"{code}|{field.column}"))
    if field.format in ("", "iso") and not field.zone:
        # A moment without an offset is no moment: which hour it was would be a guess.
        offset = f"(right({text}, 1) = 'Z' or {text}[-6] in ('+', '-'))"
        value = f"case when {offset} then make_timestamp(epoch_us(try_cast({text} as timestamptz))) end"
        return Typed(text, value, problems, native="TIMESTAMP")
    if field.format in ("", "iso"):
        return Typed(text, f"try_cast(rtrim({text}, 'Z') as timestamp)", problems)
    return Typed(text, f"try_strptime({text}, {literal(field.format)})", problems)


def _within(value: str) -> str:
    return f"{value} between timestamp '{FIRST_YEAR}-01-01' and timestamp '{LAST_YEAR}-01-01'"


def _sane(value: str) -> str:
    return f"case when {_within(value)} then {value} end"


def _as_school_year(found: Found, field: Field) -> Typed:
    """ "2021-2022", "2021-22" and "2022" all mean the year that ends in 2022."""
    text = _text(found, field.column, field)
    span = f"regexp_extract({text}, '^(20\\d\\d)\\s*[-/]\\s*(?:20)?(\\d\\d)$', ['a', 'b'])"
    ends = f"case when {span}.a <> '' then {span}.a::integer + 1 end"
    agrees = f"({ends}) % 100 = nullif({span}.b, '')::integer"
    value = f"case when {agrees} then {ends} else try_cast(regexp_extract({text}, '^20\\d\\d$') as integer) end"
    return Typed(text, value, (_unread("not_a_date", field),))
