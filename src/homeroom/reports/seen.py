"""How far the facts of some children reach, program by program, and in which week they last worked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    everybody = {0: facts.students}
    found = by_room(facts, everybody, today, school_year(today))[0] or by_room(facts, everybody, today, None)[0]
    work = [worked for _, worked in found if worked] or [seen.through for seen, _ in found]
    lines = of_programs(
        declared(), [seen for seen, _ in found], today, delivered=_delivered(), calendar=calendar().of(school)
    )
    return Reach(lines, max(work, default=None))


def by_room(
    facts: Gathered, rooms: Mapping[int, Sequence[int]], today: date, year: int | None
) -> Mapping[int, list[tuple[Seen, date | None]]]:
    """What was seen of each room (any number for a set of children), and the last day on which somebody worked."""
    sat = [(room, child) for room, children in rooms.items() for child in children]
    beside = {"rooms": {"room": [room for room, _ in sat], "student": [child for _, child in sat]}}
    found: dict[int, list[tuple[Seen, date | None]]] = {room: [] for room in rooms}
    for room, *told, worked in facts.rows(sql.text(__file__, "seen"), {"today": today}, year, beside) if sat else ():
        found[room].append((Seen(*told), worked))
    return found


def _delivered() -> frozenset[str]:
    """The programs that have told this installation anything at all."""
    published = Delivery.objects.filter(state=Delivery.State.PUBLISHED, published__gt=0)
    return frozenset(published.order_by().values_list("program", flat=True).distinct())
