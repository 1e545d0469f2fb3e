"""How far the facts of some children reach, program by program, and in which week they last worked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from homeroom.intake.layouts import declared
from homeroom.intake.models import Delivery
from homeroom.people.school_days import calendar
from homeroom.reports import sql
from homeroom.reports.freshness import Freshness, Seen, of_programs
from homeroom.reports.gathered import Gathered
from homeroom.reports.week import Week, school_year


@dataclass(frozen=True)
class Reach:
    """Freshness by program, and the last day with any work."""

    freshness: tuple[Freshness, ...]
    worked: date | None

    def week(self, today: date) -> Week:
        """The week of today where it holds work, else the latest that does, else the week of today."""
        return Week.of(self.worked or today)


def program_name(slug: str) -> str:
    """The declared name; of a program that comes through a general report, its own slug as words."""
    return next((program.name for program in declared() if program.slug == slug), slug.replace("_", " ").title())


def reach(facts: Gathered, today: date, school: int | None = None) -> Reach:
    """Look in this school year first; where it holds nothing, in all of them. `school` is whose calendar counts."""
    found = _seen(facts, today, school_year(today)) or _seen(facts, today, None)
    work = [worked for _, worked in found if worked] or [seen.through for seen, _ in found]
    lines = of_programs(
        declared(), [seen for seen, _ in found], today, delivered=_delivered(), calendar=calendar().of(school)
    )
    return Reach(lines, max(work, default=None))


def _seen(facts: Gathered, today: date, year: int | None) -> list[tuple[Seen, date | None]]:
    rows = facts.rows(sql.text(__file__, "seen"), {"today": today}, year)
    return [(Seen(*row[:4]), row[4]) for row in rows]


def _delivered() -> frozenset[str]:
    """The programs that have told this installation anything at all."""
    published = Delivery.objects.filter(state=Delivery.State.PUBLISHED, published__gt=0)
    return frozenset(published.order_by().values_list("program", flat=True).distinct())
