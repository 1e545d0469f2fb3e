"""Pages that are opened first thing in the morning, drawn at night: of each class, and of each school."""

from __future__ import annotations

from dataclasses import dataclass

from homeroom.pages.monday import view as monday
from homeroom.pages.my_class import view as my_class
from homeroom.people.clock import today
from homeroom.people.models import Class, School
from homeroom.people.visibility import nobody, numbers_in
from homeroom.reports.kept import shelf, told, watch


@dataclass(frozen=True)
class Ahead:
    """How many classes and schools there are with children in them, and how many of their pages had to be drawn."""

    classes: int = 0
    schools: int = 0
    drawn: int = 0


def draw_ahead() -> Ahead:
    """Draw what is not kept as it would be drawn now: all of it once a day, and then what a delivery touched."""
    if not watch.is_on():
        return Ahead()
    shelf.clear(but=today())
    keep_up()
    rooms = [
        (one, inside) for one in Class.objects.select_related("school").order_by("pk") if (inside := numbers_in(one))
    ]
    schools = School.objects.filter(pk__in={one.school_id for one, _ in rooms}, kind="school").order_by("pk")
    drawn = [my_class.ahead(one, nobody(inside)) for one, inside in rooms]
    drawn += [monday.ahead(one) for one in schools]
    return Ahead(len(rooms), len(schools), sum(drawn))


def keep_up() -> None:
    """Find out whom the facts of now touch, after anything was published: all other pages stay kept."""
    told.work_out()
    watch.tidy()
