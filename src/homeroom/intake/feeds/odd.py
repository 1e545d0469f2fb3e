"""What is odd about a feed's newest files: beside the ones before them, they are not what they should be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.utils.translation import gettext_noop

from homeroom.intake.feeds.came import Came
from homeroom.intake.feeds.expect import rows_of
from homeroom.intake.feeds.found import Condition, day_words
from homeroom.intake.feeds.models import FeedAlarm, FeedExpectation
from homeroom.people.school_days import Calendar

Kind = FeedAlarm.Kind
SCHOOL_YEAR_STARTS = 8
BEFORE = 4  # earlier files that a new one is compared with
SCHOOL_SEEN = 2  # of the last three files that held a school, before its absence is odd
FEWEST_INVALID = 10
JUMP, TIMES = 0.05, 3.0  # the share of quarantined rows is so much, and so many times, above the usual
WEEK = 5


@dataclass(frozen=True)
class Newest:
    """One of the newest files of a feed, with those of its name on other days before it."""

    rule: FeedExpectation
    name: str
    key: str
    file: Came
    before: Sequence[Came]
    beside: Sequence[Came]

    def found(self, kind: Kind, words: str, todo: str, school: int | None = None) -> Condition:
        """The cause names the file, and the school it is about: another file is another cause."""
        about = school or self.rule.school_id
        cause = f"{kind}|{self.key}|{self.file.delivery}|{about or ''}"
        since = self.file.stands_on
        rule = self.rule
        return Condition(rule.program, rule.report, about, kind, cause, since, words, todo, self.file.delivery)


def conditions(
    rule: FeedExpectation, name: str, key: str, came: Sequence[Came], calendar: Calendar
) -> Iterator[Condition]:
    """Every trouble of the files of the newest day. Of two of one name, the later received counts."""
    if not came:
        return
    day = max(one.stands_on for one in came)
    today = {one.stem: one for one in sorted(came, key=lambda c: c.delivery) if one.stands_on == day}
    for file in today.values():
        before = [one for one in came if one.stands_on < day and one.delivery != file.delivery][-BEFORE:]
        newest = Newest(rule, name, key, file, before, list(today.values()))
        first = list(_first(newest, calendar))
        yield from first
        if all(one.kind != Kind.WRONG_YEAR for one in first):
            yield from _beside(newest)


def wrong_year(
    rule: FeedExpectation, name: str, key: str, strays: Sequence[Came], calendar: Calendar
) -> Iterator[Condition]:
    """Of files that are nobody's next one: those that hold last year's rows."""
    for file in strays:
        yield from _wrong_year(Newest(rule, name, key, file, (), (file,)), calendar)


def _first(newest: Newest, calendar: Calendar) -> Iterator[Condition]:
    """One cause explains the others: last year's file is also small and stands still."""
    for look in (_wrong_year, _stale, _shrunk):
        if found := list(look(newest, calendar)):
            yield from found
            return


def _beside(newest: Newest) -> Iterator[Condition]:
    looks: tuple[Callable[[Newest], Iterator[Condition]], ...] = (_renamed, _layout_changed, _invalid)
    for look in looks:
        yield from look(newest)


def school_year(day: date) -> int:
    return day.year + (day.month >= SCHOOL_YEAR_STARTS)


def _wrong_year(newest: Newest, calendar: Calendar) -> Iterator[Condition]:
    """No row is of the school year that the file's day is in."""
    file = newest.file
    years = [*([school_year(file.last_on)] if file.last_on else []), *([file.last_year] if file.last_year else [])]
    if not years or max(years) >= school_year(max(file.stands_on, file.came_on or file.stands_on)):
        return
    if file.last_on and 0 <= calendar.count(file.last_on, file.came_on or file.stands_on) <= newest.rule.lag + WEEK:
        return  # the last days of the old year, told at the beginning of the new one
    until = (
        gettext_noop(", the newest of %(last_on_day)s %(year)s")
        % {"last_on_day": day_words(file.last_on), "year": file.last_on.year}
        if file.last_on
        else ""
    )
    mostly = file.known * 2 >= file.rows_in  # a few rows come twice within any file
    held = (
        gettext_noop(" We hold %(part_words)s of its rows already.") % {"part_words": _part(file.known, file.rows_in)}
        if mostly
        else ""
    )
    year = max(years)
    words = gettext_noop(
        "%(name)s: “%(file)s” holds only rows of school year "
        "%(first_year)s-%(year)s%(until_words)s.%(held_words)s It looks like last year's data under a "
        "new name."
    ) % {
        "name": newest.name,
        "file": file.file,
        "first_year": year - 1,
        "year": f"{year % 100:02}",
        "until_words": until,
        "held_words": held,
    }
    todo = gettext_noop(
        "Ask for this year's export and receive it. If the file should not have come, undo this import."
    )
    yield newest.found(Kind.WRONG_YEAR, words, todo)


def _part(some: int, whole: int) -> str:
    return (
        gettext_noop("all")
        if some == whole
        else gettext_noop("%(some)s of %(whole)s") % {"some": f"{some:,}", "whole": f"{whole:,}"}
    )


def _stale(newest: Newest, calendar: Calendar) -> Iterator[Condition]:
    """The same bytes as on an earlier day, or the newest event stands still longer than this feed's does."""
    file = newest.file
    same = next((one for one in newest.before if one.sha256 and one.sha256 == file.sha256), None)
    if same:
        words = gettext_noop("%(name)s: “%(file)s” is the same file as the one of %(stands_on_day)s, to the byte.") % {
            "name": newest.name,
            "file": file.file,
            "stands_on_day": day_words(same.stands_on),
        }
        todo = gettext_noop("Ask for a new export: the old one was sent again. Nothing was counted twice.")
        yield newest.found(Kind.STALE, words, todo)
        return
    earlier = max((one.last_on for one in newest.before if one.last_on), default=None)
    if not (earlier and file.last_on and file.last_on <= earlier and newest.rule.cadence != "term"):
        return
    quiet = calendar.count(file.last_on, file.stands_on, newest.rule.school_id)
    if quiet > newest.rule.lag + 1:  # one quiet day is no news
        words = gettext_noop(
            "%(name)s: files come, but their newest day stands still at %(last_on_day)s; %(quiet)s school "
            "days are not told of."
        ) % {"name": newest.name, "last_on_day": day_words(file.last_on), "quiet": quiet}
        todo = gettext_noop("Ask whether the program was used, and whether its export is still drawn anew.")
        yield newest.found(Kind.STALE, words, todo)


def _shrunk(newest: Newest, calendar: Calendar) -> Iterator[Condition]:
    """Fewer rows than the band allows, in a short week fewer still; else a school that is gone."""
    rule, file = newest.rule, newest.file
    low = (rule.rows_low or 0) * _open_share(newest, calendar)
    rows = rows_of(file, rule.school_id)
    if newest.before and rows < low:
        usual = median(rows_of(one, rule.school_id) for one in newest.before)
        words = gettext_noop(
            "%(name)s: “%(file)s” has %(rows)s rows; at least %(low)s are expected, %(usual)s are usual."
        ) % {
            "name": newest.name,
            "file": file.file,
            "rows": f"{rows:,}",
            "low": f"{low:,.0f}",
            "usual": f"{usual:,.0f}",
        }
        todo = gettext_noop(
            "Look whether a school, a grade or a part of the time is missing from the export; ask for the whole file."
        )
        yield newest.found(Kind.SHRUNK, words, todo)
    elif rule.school_id is None:
        yield from _schools_gone(newest, calendar)


def _open_share(newest: Newest, calendar: Calendar) -> float:
    """How much of a usual week was school, in the week that the file tells of."""
    if newest.rule.cadence != "week":
        return 1.0
    day = newest.file.stands_on
    return min(calendar.count(date.fromordinal(day.toordinal() - 7), day, newest.rule.school_id) / WEEK, 1.0)


def _schools_gone(newest: Newest, calendar: Calendar) -> Iterator[Condition]:
    here = {school for one in newest.beside for school in one.schools}
    if not here:
        return
    last_three = newest.before[-3:]
    days: Mapping[int, set[date]] = _days_of_schools(last_three)
    for school, on in sorted(days.items()):
        since = max(on)
        open_days = calendar.count(since, newest.file.stands_on, school)
        if school not in here and len(on) >= SCHOOL_SEEN and open_days:
            words = gettext_noop(
                "%(name)s: {school} is not in “%(file)s”; its last rows came with the file of %(since_day)s."
            ) % {"name": newest.name, "file": newest.file.file, "since_day": day_words(since)}
            todo = gettext_noop(
                "Ask for this school's part of the export, and whether the school still uses the program."
            )
            yield newest.found(Kind.SHRUNK, words, todo, school)


def _days_of_schools(files: Sequence[Came]) -> Mapping[int, set[date]]:
    days: dict[int, set[date]] = {}
    for one in files:
        for school in one.schools:
            days.setdefault(school, set()).add(one.stands_on)
    return days


def _renamed(newest: Newest) -> Iterator[Condition]:
    """The columns are the feed's, the name is not. The second file of the new name is no surprise any more."""
    file, usual = newest.file, newest.rule.files
    before = newest.before[-1:] or ()
    if usual and file.stem != usual and all(one.stem != file.stem for one in before):
        example = gettext_noop(", as “%(file)s” was") % {"file": before[0].file} if before else ""
        words = gettext_noop(
            "%(name)s: came as “%(file)s”; until now its files were called “%(usual)s”%(example_words)s."
        ) % {"name": newest.name, "file": file.file, "usual": usual, "example_words": example}
        todo = gettext_noop(
            "Open the delivery and look whether it is the right file: it was taken in by its columns. If "
            "the new name stays, nothing is to be done."
        )
        yield newest.found(Kind.RENAMED, words, todo)


def _layout_changed(newest: Newest) -> Iterator[Condition]:
    file = newest.file
    before = [one for one in newest.before if one.layout]
    if not (file.layout and before):
        return
    notes = [part for part in file.message.split("; ") if part.startswith(("columns not known", "optional columns"))]
    fresh = [note for note in notes if all(note not in one.message for one in before)]
    if all(one.layout != file.layout for one in before):
        then = before[-1].layout
        words = gettext_noop("%(name)s: “%(file)s” has the layout %(layout)s; the files before it had %(then)s.") % {
            "name": newest.name,
            "file": file.file,
            "layout": file.layout,
            "then": then,
        }
    elif fresh:
        words = gettext_noop("%(name)s: the columns of “%(file)s” have changed: %(notes_words)s.") % {
            "name": newest.name,
            "file": file.file,
            "notes_words": "; ".join(fresh),
        }
    else:
        return
    todo = gettext_noop("Open the delivery and look at a few rows: was everything taken in that should be?")
    yield newest.found(Kind.LAYOUT_CHANGED, words, todo)


def _invalid(newest: Newest) -> Iterator[Condition]:
    file, before = newest.file, [one for one in newest.before if one.rows_in]
    if not before or file.quarantined < FEWEST_INVALID:
        return
    usual = median(one.quarantined / one.rows_in for one in before)
    share = file.quarantined / file.rows_in
    if share >= usual + JUMP and share >= TIMES * usual:
        words = gettext_noop(
            "%(name)s: %(quarantined)s of %(rows_in)s rows of “%(file)s” (%(share)s) are in quarantine; "
            "%(usual)s are usual."
        ) % {
            "name": newest.name,
            "quarantined": f"{file.quarantined:,}",
            "rows_in": f"{file.rows_in:,}",
            "file": file.file,
            "share": f"{share:.0%}",
            "usual": f"{usual:.1%}",
        }
        todo = gettext_noop("Open the delivery: the table of reasons says what is wrong and what to do.")
        yield newest.found(Kind.INVALID, words, todo)
