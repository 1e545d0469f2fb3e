"""A number as a report holds it, and the one place that rounds and writes numbers and days.

Words, numbers and days come in the language that is spoken just now, or in the `locale` that is asked for: a language's
code such as `es`. How a language writes them is CLDR's word; English is written as our pages always did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal, format_percent
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from homeroom.reports.languages import spoken
from homeroom.reports.languages.spoken import Language


class State(Enum):
    """What a value is when it is not simply a number. Never 0, NaN or blank for no evidence."""

    KNOWN = "known"
    NO_EVIDENCE = "no evidence"
    FEW = "too few answers"
    LATE = "late"

    @property
    def words(self) -> str:
        return {
            State.KNOWN: gettext("known"),
            State.NO_EVIDENCE: gettext("no evidence"),
            State.FEW: gettext("too few answers"),
            State.LATE: gettext("late"),
        }[self]


@dataclass(frozen=True)
class Value:
    """One number. `exact` is never rounded; `n` is how many observations it rests on."""

    state: State
    exact: int | float | None = None  # both are said: a whole number that was kept comes back as one
    n: int = 0
    unit: str = ""
    definition: str = ""


# Units whose numbers are small: written with so many places behind the point, wherever they stand.
PLACES = {
    "standard deviations": 2,
    "points of the measure": 2,
    "chance": 3,
    "correlation": 2,
    "degrees of freedom": 1,
    "percent of the assigned": 1,
}
SIGNS = {State.NO_EVIDENCE: "–", State.FEW: "?", State.LATE: "–"}
NO_EVIDENCE = Value(State.NO_EVIDENCE)


def known(exact: float, n: int = 1, unit: str = "", definition: str = "") -> Value:
    return Value(State.KNOWN, exact, n, unit, definition)


def measured(exact: float | None, unit: str = "", definition: str = "") -> Value:
    """A measure that may be absent: absent is no evidence, never nought."""
    return NO_EVIDENCE if exact is None else known(exact, unit=unit, definition=definition)


def shown(value: Value, locale: str = "") -> str:
    """The value as people read it: whole minutes, whole percents, counts with the language's sign for thousands."""
    if value.state is not State.KNOWN or value.exact is None:
        return SIGNS.get(value.state, "–")
    if value.unit == "share":
        return share(value.exact, locale)
    if value.unit == "minutes" and 0 < value.exact < 1:
        return "<1"
    if value.unit == "points":
        return _signed(value.exact)
    if value.unit in PLACES:
        return decimal(value.exact, PLACES[value.unit], locale)
    return count(value.exact, locale)


def written(value: Value) -> str:
    """The value as files carry it: rounded like the page, without commas; empty where it is not known."""
    if value.state is not State.KNOWN or value.exact is None:
        return ""
    if value.unit == "minutes" and 0 < value.exact < 1:
        return "<1"
    if value.unit == "points":
        return _signed(value.exact).replace("−", "-")
    if value.unit in PLACES:
        return _plain(value.exact, PLACES[value.unit])
    return str(percent(value.exact) if value.unit == "share" else _whole(value.exact))


def _signed(points: float) -> str:
    """A difference of two shares in points of a percent, with its sign; nought has none."""
    whole = percent(abs(points))
    return f"{'−' if points < 0 else '+'}{whole}" if whole else "0"


def percent(share: float) -> int:
    return _whole(100 * share)


def share(exact: float, locale: str = "") -> str:
    """`50 %`, or as the language writes it."""
    whole, language = percent(exact), _language(locale)
    return f"{whole} %" if _is_english(language) else format_percent(whole / 100, locale=language.cldr)


def count(number: float, locale: str = "") -> str:
    language = _language(locale)
    whole = _whole(number)
    return f"{whole:,}" if _is_english(language) else format_decimal(whole, locale=language.cldr)


def decimal(number: float, places: int = 2, locale: str = "") -> str:
    """`−0.14`: as many places as are said, with a minus sign that can be seen."""
    language, plain = _language(locale), _plain(number, places)
    if _is_english(language):
        return plain.replace("-", "−")
    told = str(format_decimal(abs(float(plain)), format=f"#,##0.{'0' * places}", locale=language.cldr))
    return f"−{told}" if plain.startswith("-") else told


def _plain(number: float, places: int) -> str:
    """Without a minus before nought."""
    plain = f"{number:.{places}f}"
    return plain.removeprefix("-") if float(plain) == 0 else plain


def fine(number: float, locale: str = "") -> str:
    """`0.055`: a small number with four places at most."""
    language = _language(locale)
    if _is_english(language):
        return f"{number:,.4f}".rstrip("0").rstrip(".")
    return str(format_decimal(number, format="#,##0.####", locale=language.cldr))


def day(when: date, locale: str = "") -> str:
    """`Thu 22 Oct 2026`."""
    language = _language(locale)
    if _is_english(language):
        return f"{when:%a} {when.day} {when:%b %Y}"
    return format_skeleton("yMMMEd", when, locale=language.cldr)


def short_day(when: date, locale: str = "") -> str:
    """`Thu 22 Oct`."""
    language = _language(locale)
    if _is_english(language):
        return f"{when:%a} {when.day} {when:%b}"
    return format_skeleton("MMMEd", when, locale=language.cldr)


def day_and_month(when: date, locale: str = "") -> str:
    """`22 Oct`."""
    language = _language(locale)
    if _is_english(language):
        return f"{when.day} {when:%b}"
    return format_skeleton("MMMd", when, locale=language.cldr)


def long_day(when: date, locale: str = "") -> str:
    """`Thursday 22 October 2026`."""
    language = _language(locale)
    if _is_english(language):
        return f"{when:%A} {when.day} {when:%B %Y}"
    return format_date(when, "full", locale=language.cldr)


def plain_day(when: date, locale: str = "") -> str:
    """`22 Oct 2026`."""
    language = _language(locale)
    if _is_english(language):
        return f"{when.day} {when:%b %Y}"
    return format_skeleton("yMMMd", when, locale=language.cldr)


def weekday(when: date, locale: str = "") -> str:
    """`Thu`."""
    language = _language(locale)
    return f"{when:%a}" if _is_english(language) else format_skeleton("E", when, locale=language.cldr)


def moment(at: datetime) -> str:
    """`Thu 22 Oct 2026, 14:05`, on the clock that `at` tells."""
    return gettext("%(day)s, %(time)s") % {"day": day(at), "time": f"{at:%H:%M}"}


def moment_here(at: datetime) -> str:
    """`Thu 22 Oct 2026, 14:05`, on the school's clock."""
    return moment(timezone.localtime(at))


def weekday_and_time(moment: datetime, locale: str = "") -> str:
    """`Thu 14:05`, on the school's clock."""
    language, here = _language(locale), timezone.localtime(moment)
    if _is_english(language):
        return f"{here:%a %H:%M}"
    return format_skeleton("EHm", here, locale=language.cldr)


def day_of_month(when: date, locale: str = "") -> str:
    """`Thu 22`."""
    language = _language(locale)
    if _is_english(language):
        return f"{when:%a} {when.day}"
    return format_skeleton("Ed", when, locale=language.cldr)


def month_words(when: date, locale: str = "") -> str:
    """`October 2026`."""
    language = _language(locale)
    if _is_english(language):
        return f"{when:%B %Y}"
    return format_skeleton("yMMMM", when, locale=language.cldr)


def hour(at: datetime) -> str:
    """`9:42`, by the school's own clock, in every language alike."""
    return f"{timezone.localtime(at):%H:%M}".removeprefix("0")


def clock(at: datetime) -> str:
    """`9:42:15`: where minutes are too coarse."""
    return f"{hour(at)}:{at:%S}"


def week_words(monday: date) -> str:
    return gettext("week of %(day)s") % {"day": plain_day(monday)}


def week_said(monday: date, today: date) -> str:
    """The week as people say it on the day `today`: this one, the last, or by its date."""
    weeks = (today - timedelta(days=today.weekday()) - monday).days // 7
    sunday = monday + timedelta(days=6)
    if weeks == 0:
        return gettext("This week, from %(first)s") % {"first": short_day(monday)}
    if weeks == 1:
        return gettext("Last week, %(first)s to %(last)s") % {"first": short_day(monday), "last": short_day(sunday)}
    words = week_words(monday)
    return words[0].upper() + words[1:]


def children(number: int) -> str:
    return ngettext("%(count)s child", "%(count)s children", number) % {"count": count(number)}


def answers(number: int) -> str:
    return ngettext("%(count)s answer", "%(count)s answers", number) % {"count": count(number)}


def grade(code: str) -> str:
    """`03` as people say it; other codes as they stand."""
    if code == "KG":
        return gettext("Kindergarten")
    return gettext("Grade %(number)s") % {"number": int(code)} if code.isascii() and code.isdigit() else code


def span(low: str, high: str) -> str:
    """`36 to 47 %`, of two ends that are written already."""
    return gettext("%(from)s to %(to)s") % {"from": low, "to": high}


def listed(words: Sequence[str]) -> str:
    """`Ana, Ben and Chi`."""
    if len(words) < 2:
        return "".join(words)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _language(locale: str) -> Language:
    return spoken.language(locale) if locale else spoken.current()


def _is_english(language: Language) -> bool:
    return language.cldr == spoken.ENGLISH.cldr


def _whole(number: float) -> int:
    """Halves go up, as people round; Python's own rule would make 2.5 a 2."""
    return int(number + 0.5)
