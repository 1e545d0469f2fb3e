"""The kit's template tags. They are built in: no page loads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import unescape
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template import Context
from django.utils.functional import Promise
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
from homeroom.reports.values import weekday_and_time

register = template.Library()
Told = dict[str, Any]


@register.simple_block_tag
def region(content: SafeString, label: str, more: object = "", style: str = "") -> SafeString:
    """`{% region "Table of" month %}<table>…</table>{% endregion %}`: what is too wide scrolls by itself."""
    named = " ".join(part for part in map(_unescaped, (label, more)) if part)
    return tag("div", content, class_=f"region {style}".strip(), role="region", aria_label=named, tabindex=0)


def _unescaped(words: object) -> str:
    """Words of a tag that fills them in are escaped already; an attribute is escaped when it is written."""
    return unescape(words) if isinstance(words, SafeString) else str(words).strip()


@register.simple_tag
def heads(*columns: str | Promise | Head | Sequence[str | Head], numbers: str = "", unseen: str = "") -> SafeString:
    """`{% heads _("Child") _("Answers") _("Undo") numbers="2" unseen="3" %}`: the head of a table.

    `numbers` and `unseen` say by their places which columns hold numbers, and which heads are heard only. Django
    allows no filter behind words of `_("…")`; behind others stand `|as_number`, `|as_unseen`. A list is a column each.
    """
    found = [one for column in columns for one in _each(column)]
    for place in numbers.split():
        found[int(place) - 1] = as_number(found[int(place) - 1].words)
    for place in unseen.split():
        found[int(place) - 1] = as_unseen(found[int(place) - 1].words)
    return tag("thead", tag("tr", *map(_head, found)))


def _each(column: str | Promise | Head | Sequence[str | Head]) -> Sequence[Head]:
    """A word of the page in its language, `_("Child")`, is a promise."""
    if isinstance(column, Head):
        return [column]
    if isinstance(column, str | Promise):
        return [Head(str(column))]
    return [one if isinstance(one, Head) else Head(one) for one in column]


def _head(one: Head) -> SafeString:
    words = tag("span", one.words, class_="unseen") if one.unseen else one.words
    return tag("th", words, *([tag("small", one.small)] if one.small else []), scope="col", class_=one.style or None)


for written in (values.day, values.short_day, values.long_day, values.plain_day, values.moment, values.count):
    register.filter(written.__name__, written, expects_localtime=True)


@register.filter
def as_number(words: str | Promise) -> Head:
    """A column of numbers: its head stands at the right, as they do."""
    return Head(str(words), "number")


@register.filter
def as_unseen(words: str | Promise) -> Head:
    """A column whose head is heard only."""
    return Head(str(words), unseen=True)


@register.filter
def at_time(moment: datetime) -> str:
    """`Thu 14:05`, on the school's clock."""
    return weekday_and_time(moment)


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
    if isinstance(what, str):
        signs = {"states": keys.states, "answers": keys.answers}[what]()
        return {"signs": signs, "note": keys.easy() if what == "answers" else "", "label": label}
    return {"signs": what, "note": "", "label": label}


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
