"""The kit's template tags. They are built in: no page loads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from homeroom.pages.imports.ledger import Progress
from homeroom.pages.kit import keys
from homeroom.pages.kit.forms import LEAD
from homeroom.pages.kit.forms import problems as problems_of
from homeroom.pages.kit.parts import Card, Figure, Head, Link, Sign, Tile
from homeroom.pages.weeks import WeekLinks
from homeroom.reports import values
from homeroom.reports.cautions import Caution
from homeroom.reports.charts import Mark, bar, interval, line, twin
from homeroom.reports.freshness import Freshness
from homeroom.reports.markup import tag

register = template.Library()
Told = dict[str, Any]
KEYS: dict[str, tuple[Sequence[Sign], str]] = {"states": (keys.STATES, ""), "answers": (keys.ANSWERS, keys.EASY)}


@register.simple_block_tag
def region(content: SafeString, label: str, more: object = "", style: str = "") -> SafeString:
    """`{% region "Table of" month %}<table>…</table>{% endregion %}`: what is too wide scrolls by itself."""
    named = f"{label} {more}".strip()
    return tag("div", content, class_=f"region {style}".strip(), role="region", aria_label=named, tabindex=0)


@register.simple_tag
def heads(*columns: str | Head | Sequence[str]) -> SafeString:
    """`{% heads "Child" "Answers"|as_number "Undo"|as_unseen %}`: the head of a table. A list is a column each."""
    return tag("thead", tag("tr", *(_head(one) for column in columns for one in _each(column))))


def _each(column: str | Head | Sequence[str]) -> Sequence[Head]:
    if isinstance(column, Head):
        return [column]
    return [Head(column)] if isinstance(column, str) else [Head(one) for one in column]


def _head(one: Head) -> SafeString:
    words = tag("span", one.words, class_="unseen") if one.unseen else one.words
    return tag("th", words, *([tag("small", one.small)] if one.small else []), scope="col", class_=one.style or None)


for written in (values.day, values.short_day, values.long_day, values.plain_day, values.moment, values.count):
    register.filter(written.__name__, written, expects_localtime=True)


@register.filter
def as_number(words: str) -> Head:
    """A column of numbers: its head stands at the right, as they do."""
    return Head(words, "number")


@register.filter
def as_unseen(words: str) -> Head:
    """A column whose head is heard only."""
    return Head(words, unseen=True)


@register.inclusion_tag("kit/freshness.html")
def freshness(lines: Sequence[Freshness]) -> Told:
    """How new the data are; what is late comes first and says so."""
    late, fresh = ([line for line in lines if line.state == state] for state in ("late", "fresh"))
    return {"late": late, "fresh": fresh}


@register.inclusion_tag("kit/cautions.html")
def cautions(found: Iterable[Caution]) -> Told:
    """What the numbers of a page must not be read without."""
    return {"found": found}


@register.inclusion_tag("kit/weeks.html")
def weeks(week: WeekLinks, show: str = "") -> Told:
    """The week of the page, and the doors to its neighbours."""
    return {"week": week, "show": show}


@register.inclusion_tag("kit/cards.html")
def cards(found: Sequence[Card], label: str = "", ordered: bool = True) -> Told:
    """Things to do, in their order."""
    return {"cards": found, "label": label, "ordered": ordered}


@register.inclusion_tag("kit/tiles.html")
def tiles(found: Sequence[Tile], label: str = "", form: str = "") -> Told:
    """Children beside each other, each with a state. Their buttons send the form of the id `form`."""
    return {"tiles": found, "label": label, "form": form}


@register.inclusion_tag("kit/figures.html")
def figures(*found: Figure) -> Told:
    """Large numbers beside each other, each over its words."""
    return {"figures": found}


@register.inclusion_tag("kit/key.html")
def key(what: str | Sequence[Sign], label: str = "") -> Told:
    """What the signs mean: `states`, `answers`, or a page's own signs."""
    signs, note = KEYS[what] if isinstance(what, str) else (what, "")
    return {"signs": signs, "note": note, "label": label}


@register.inclusion_tag("kit/chart.html")
def chart(kind: str, title: str, head: str, unit: str, marks: Sequence[Mark]) -> Told:
    """A `line`, `bar` or `interval`, and its numbers as a table; of fewer than two known ones the table alone."""
    drawn = {"line": line, "bar": bar, "interval": interval}[kind](title, marks)
    return {"title": title, "drawn": drawn, "twin": twin(title, head, unit, marks)}


@register.inclusion_tag("kit/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any], label: str, before: str = "", after: str = "") -> Told:
    """The parts of a long list. All else that the address asks for is kept."""
    return {
        "request": context.get("request"),
        "page": page,
        "label": label,
        "before": before or gettext("Before"),
        "after": after or gettext("After"),
    }


@register.inclusion_tag("kit/problems.html")
def problems(form: BaseForm, lead: str = "") -> Told:
    """What a form needs that was sent, each with a link to its field. Nothing where nothing is wrong."""
    return {"problems": problems_of(form, lead or LEAD)}


@register.inclusion_tag("kit/errors.html")
def errors(field: BoundField) -> Told:
    """What is wrong with one field, beside it; the field itself names this as its description."""
    return {"field": field}


@register.inclusion_tag("kit/progress.html")
def progress(found: Progress, advice: str = "") -> Told:
    """How far something is that runs: rows, rate, time left. `advice` follows where it has been silent for long."""
    return {"progress": found, "advice": advice}


@register.inclusion_tag("kit/held.html")
def held(words: str, doors: Iterable[Link | tuple[str, str]] = ()) -> Told:
    """Something waits for a person: why, and the doors to decide."""
    return {"words": words, "doors": [one if isinstance(one, Link) else Link(*one) for one in doors]}
