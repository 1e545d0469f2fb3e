"""Put a week's minutes together, for the children of a scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import batched

from django.utils.translation import gettext, gettext_lazy

from homeroom.facts import store
from homeroom.people.enrolled import enrollments_on
from homeroom.people.models import School
from homeroom.people.visibility import Scope
from homeroom.reports.class_week.make import named
from homeroom.reports.freshness import Freshness
from homeroom.reports.gathered import COLUMNS, Gathered
from homeroom.reports.rotation.minutes.report import ALL, Line, MinutesOfWeek, Of, Room
from homeroom.reports.rules import VERSION, Rule
from homeroom.reports.seen import reach
from homeroom.reports.values import children as children_words
from homeroom.reports.values import count, week_said
from homeroom.reports.week import Week
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.minutes import Minutes, by_child, in_all
from homeroom.rotation.models import Placement
from homeroom.rotation.plan_models import State
from homeroom.rotation.why import MODALITIES

MOST_NAMED = 40  # of more children the classes are counted, and one is chosen
AT_ONCE = 500
READ = {
    **{name: COLUMNS[name] for name in ("practice", "activities", "usage", "claims")},
    "assessments": ("student", "program", "occurred_on"),
}
RULES = (
    Rule(
        "minutes-add-up",
        gettext_lazy("Planned = delivered + not held + late + not recorded + still to come, to the minute."),
    ),
    Rule("minutes-late", gettext_lazy("Late: the program has not told of that day yet. It is not nothing.")),
    Rule(
        "minutes-not-recorded",
        gettext_lazy(
            "Not recorded: nobody ticked the sheet, or the program tells of no single days. It is not nothing, and the "
            "plan is not taken for it."
        ),
    ),
    Rule(
        "minutes-not-held",
        gettext_lazy("Not held: the sheet says so, or the program told of that day and had no minutes of the child."),
    ),
    Rule(
        "minutes-to-come",
        gettext_lazy("Still to come: the day has not come, or the night has not worked it out yet."),
    ),
    Rule("minutes-beyond", gettext_lazy("Beyond the plan: minutes that nobody had planned. They stand apart.")),
)


def whose(school: School, week: Week) -> list[int]:
    """The children with a place in the school's published plan of the week. It asks nobody's leave."""
    held = Placement.objects.filter(plan__school=school, plan__week=week.monday, plan__state=State.PUBLISHED)
    return sorted(held.values_list("student", flat=True).distinct())


def week_of_minutes(school: School, scope: Scope, week: Week, chosen: int = 0) -> MinutesOfWeek:
    """The week's minutes of the scope's children; of one class alone where it is `chosen`."""
    version, seated = store.current(), _seated(school, scope, week)
    rooms = _rooms(seated.values())
    students = [child for child in sorted(scope.students) if not chosen or seated[child].number == chosen]
    told = by_child(students, week.monday, week.sunday)
    whole = _of(None, told, students)
    return MinutesOfWeek(
        school=school.pk,
        title=school.name,
        week=week,
        chosen=chosen,
        lead=_lead(whole.together.minutes, len(students), week, scope),
        rooms=rooms,
        counted=len(students),
        whole=whole,
        classes=tuple(
            _of(room, told, own) for room in rooms if (own := [child for child in students if seated[child] == room])
        ),
        children=tuple(_of(child, told, [child.number]) for child in named(students))
        if chosen or len(students) <= MOST_NAMED
        else (),
        definitions=tuple(
            (line.modality, definition) for line in whole.lines for definition in sorted(line.minutes.definitions)
        ),
        freshness=_freshness(students, version, scope, school),
        rules=RULES,
        notes=(gettext("Counted are the children of the plan whom you may see: %(count)s.") % {"count": len(students)},)
        if students
        else (),
        drawn_from={"facts": version, "rules": VERSION},
    )


def _of[Whose](whose: Whose, told: Mapping[tuple[int, str], Minutes], students: Iterable[int]) -> Of[Whose]:
    own = set(students)
    lines = tuple(
        Line(str(modality), in_all(found))
        for modality in Modality
        if (found := [minutes for (child, name), minutes in told.items() if name == modality and child in own])
    )
    return Of(whose, lines, Line(ALL, in_all(line.minutes for line in lines)))


def _seated(school: School, scope: Scope, week: Week) -> Mapping[int, Room]:
    """Each child's class in the week; where the roster names none any more, none by name."""
    found = dict.fromkeys(scope.students, Room(0, gettext("without a class")))
    for some in batched(sorted(scope.students, reverse=True), AT_ONCE):
        rows = enrollments_on(week.friday).filter(school_class__school=school, student__in=some)
        told = rows.order_by("primary", "-school_class").values_list("student", "school_class", "school_class__title")
        found |= {child: Room(number, title) for child, number, title in told}
    return found


def _rooms(seated: Iterable[Room]) -> tuple[Room, ...]:
    return tuple(sorted(set(seated), key=lambda room: (room.number == 0, room.title, room.number)))


def _freshness(students: Sequence[int], version: int, scope: Scope, school: School) -> tuple[Freshness, ...]:
    if not students:
        return ()
    with Gathered(students, version, READ) as gathered:
        return reach(gathered, scope.on, school.pk).freshness


def _lead(told: Minutes, children: int, week: Week, scope: Scope) -> str:
    if not children:
        return gettext("No child whom you see has a place in a published plan of this week.")
    words = gettext(
        "%(week)s: %(children)s, %(planned)s minutes planned: %(delivered)s delivered, %(missed)s not held, %(late)s "
        "late, %(not_recorded)s not recorded, %(waiting)s still to come."
    )
    parts = {name: count(getattr(told, name)) for name in ("planned", "delivered", "missed", "late")}
    parts |= {name: count(getattr(told, name)) for name in ("not_recorded", "waiting")}
    return words % {**parts, "week": week_said(week.monday, scope.on), "children": children_words(children)}


def modality_words(modality: str) -> str:
    return str(MODALITIES[modality]) if modality else gettext("all together")
