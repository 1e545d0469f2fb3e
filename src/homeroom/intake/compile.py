"""From a declared layout to SQL: text columns in, typed columns and the first problem of each row out.

Every check is made here, in the one pass that reads the file; nothing is cast silently. Names come from declarations,
so they are quoted; words and formats that SQL takes no parameter for go through `literal`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from homeroom.facts.engine import literal, quoted
from homeroom.intake.layouts import Found
from homeroom.programs.declaration import IDENTITY, Each, Field

SEPARATOR = "\x1f"
YES = ("true", "t", "yes", "y", "1")
NO = ("false", "f", "no", "n", "0")
# Dates outside are typing mistakes or a two-digit year: no child of a school was at work then.
FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True)
class Typed:
    """One typed column: its expression, and conditions with the problem each one means, in the order to look."""

    expression: str
    problems: tuple[tuple[str, str], ...] = ()


def source_columns(count: int) -> list[str]:
    """The names under which a file's columns are read, by position: c0, c1, …"""
    return [f"c{place}" for place in range(count)]


def typed_select(found: Found) -> str:
    """The select list over the text columns: row, identity, f_…, e_…, b_…, c_… and problem."""
    columns = dict(_typed(found))
    checks = [pair for typed in columns.values() for pair in typed.problems]
    cases = " ".join(f"when {condition} then {literal(problem)}" for condition, problem in checks)
    listed = ["(row_number() over ())::integer as row", f"{_identity(found)} as identity"]
    listed += [f"{typed.expression} as {quoted(name)}" for name, typed in columns.items()]
    return ", ".join([*listed, f"case {_blank_id(found)} {cases} end as problem"])


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


def _typed(found: Found) -> Iterator[tuple[str, Typed]]:
    for name, field in found.layout.fields.items():
        if field.column:
            yield f"f_{name}", cast(found, field)
    for place, each in enumerate(found.layout.each):
        yield f"e_{place}", _each_text(found, each)
        for name, column in each.beside.items():
            yield f"b_{place}_{name}", Typed(_text(found, column))
    for name, column in found.layout.content.items():
        if name != "kind" and column in found.position:
            yield f"c_{name}", Typed(_text(found, column))
    if found.layout.as_of.column:
        as_of = Field(column=found.layout.as_of.column, cast="instant", format=found.layout.as_of.format or "iso")
        yield "as_of", _moment(found, as_of, date_allowed=True)


def _each_text(found: Found, each: Each) -> Typed:
    """The value stays text as received; the cast only says whether it is one."""
    return Typed(_text(found, each.column, each.field), cast(found, each.field).problems)


def cast(found: Found, field: Field) -> Typed:
    """A field's typed expression with its checks."""
    text = _text(found, field.column, field)
    make = {
        "text": _as_text,
        "slug": _as_slug,
        "date": _as_date,
        "instant": _moment,
        "whole": _as_number,
        "number": _as_number,
        "yes_no": _as_yes_no,
        "school_year": _as_school_year,
    }[field.cast]
    typed = make(found, field)
    required = ((f"{text} is null", f"missing_value|{field.column}"),) if field.required else ()
    return Typed(typed.expression, required + typed.problems)


def _text(found: Found, column: str, field: Field | None = None) -> str:
    if column not in found.position:
        return "null::varchar"
    text = f"nullif(trim(c{found.position[column]}), '')"
    if field and field.blank:
        text = f"case when {text} not in ({', '.join(map(literal, field.blank))}) then {text} end"
    if field and field.under and field.under in found.position:
        text = f"case when {text} is not null then concat_ws(' / ', {_text(found, field.under)}, {text}) end"
    return text


def _as_text(found: Found, field: Field) -> Typed:
    text = _text(found, field.column, field)
    if not field.words:
        return Typed(text)
    return Typed(_words(text, field), ((_unknown(text, field), f"unknown_word|{field.column}"),))


def _as_slug(found: Found, field: Field) -> Typed:
    text = f"lower({_text(found, field.column, field)})"
    bad = f"not regexp_full_match({text}, '[a-z0-9_]+')"
    return Typed(text, ((bad, f"unknown_word|{field.column}"),))


def _as_yes_no(found: Found, field: Field) -> Typed:
    text = _text(found, field.column, field)
    if field.words:
        return Typed(f"({_words(text, field)})::boolean", ((_unknown(text, field), f"unknown_word|{field.column}"),))
    yes, no = (", ".join(map(literal, words)) for words in (YES, NO))
    value = f"case when lower({text}) in ({yes}) then true when lower({text}) in ({no}) then false end"
    return Typed(value, ((f"{text} is not null and ({value}) is null", f"unknown_word|{field.column}"),))


def _as_number(found: Found, field: Field) -> Typed:
    text = _text(found, field.column, field)
    number = plain_number(text)
    problems = [(f"{text} is not null and {number} is null", f"not_a_number|{field.column}")]
    if field.cast == "whole":
        problems.append((f"{number} <> floor({number})", f"not_whole|{field.column}"))
    if field.low is not None:
        problems.append((f"{number} < {field.low!r}", f"out_of_range|{field.column}"))
    if field.high is not None:
        problems.append((f"{number} > {field.high!r}", f"out_of_range|{field.column}"))
    return Typed(number, tuple(problems))


def plain_number(text: str) -> str:
    """A number written with digits, a sign and a point; "1e3", "nan" and "1,000" are none."""
    return f"case when translate({text}, '0123456789.-+', '') = '' then try_cast({text} as double) end"


def _as_date(found: Found, field: Field) -> Typed:
    text = _text(found, field.column, field)
    pattern = "%Y-%m-%d" if field.format in ("", "iso") else field.format
    value = _sane(f"try_strptime({text}, {literal(pattern)})")
    return Typed(f"({value})::date", ((f"{text} is not null and {value} is null", f"not_a_date|{field.column}"),))


def _moment(found: Found, field: Field, date_allowed: bool = False) -> Typed:
    text = _text(found, field.column, field)
    if field.format in ("", "iso") and not field.zone:
        # A moment without an offset is no moment: which hour it was would be a guess.
        offset = f"(right({text}, 1) = 'Z' or {text}[-6] in ('+', '-'))"
        value = f"case when {offset} then make_timestamp(epoch_us(try_cast({text} as timestamptz))) end"
    elif field.format in ("", "iso"):
        value = f"try_cast(rtrim({text}, 'Z') as timestamp)"
    else:
        value = f"try_strptime({text}, {literal(field.format)})"
    code = "not_a_date" if date_allowed else "not_a_moment"
    return Typed(_sane(value), ((f"{text} is not null and {_sane(value)} is null", f"{code}|{field.column}"),))


def _sane(value: str) -> str:
    low, high = f"timestamp '{FIRST_YEAR}-01-01'", f"timestamp '{LAST_YEAR}-01-01'"
    return f"case when ({value}) between {low} and {high} then ({value}) end"


def _as_school_year(found: Found, field: Field) -> Typed:
    """ "2021-2022", "2021-22" and "2022" all mean the year that ends in 2022."""
    text = _text(found, field.column, field)
    span = f"regexp_extract({text}, '^(20\\d\\d)\\s*[-/]\\s*(?:20)?(\\d\\d)$', ['a', 'b'])"
    ends = f"case when {span}.a <> '' then {span}.a::integer + 1 end"
    agrees = f"({ends}) % 100 = nullif({span}.b, '')::integer"
    value = f"case when {agrees} then {ends} else try_cast(regexp_extract({text}, '^20\\d\\d$') as integer) end"
    return Typed(value, ((f"{text} is not null and {value} is null", f"not_a_date|{field.column}"),))


def _words(text: str, field: Field) -> str:
    cases = " ".join(f"when {literal(word)} then {literal(str(value))}" for word, value in field.words.items())
    return f"case {text} {cases} end"


def _unknown(text: str, field: Field) -> str:
    known = ", ".join(map(literal, field.words))
    return f"{text} is not null and {text} not in ({known})"
