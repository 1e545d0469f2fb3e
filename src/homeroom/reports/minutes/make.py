"""Put some weeks of a school together, for the children of a scope."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.utils.translation import gettext

from homeroom.evidence import minutes as counted
from homeroom.evidence.minutes import Change, Gain, Spent
from homeroom.facts import store
from homeroom.mastery import teachers
from homeroom.people.models import School
from homeroom.people.visibility import Scope
from homeroom.reports import rules_of_schools
from homeroom.reports.freshness import Freshness
from homeroom.reports.gathered import Gathered
from homeroom.reports.minutes.report import Beside, Line, Mastery, Of, Span
from homeroom.reports.minutes.words import LIMITS, RULES
from homeroom.reports.monday.report import Room
from homeroom.reports.monday.rooms import Seats, everybody, seats
from homeroom.reports.rotation.minutes.make import READ
from homeroom.reports.rules_of_schools import FEW
from homeroom.reports.seen import reach
from homeroom.reports.values import State, Value, children, count, known, plain_day, shown, span
from homeroom.rotation.minutes import Minutes, in_all


def beside(school: School, scope: Scope, weeks: Span) -> Beside:
    """The report of these weeks. Only children of the scope are counted, with the classes that they sit in today."""
    rooms = tuple(_allowed(seats(school.pk, scope.on), scope))
    students, version = everybody(rooms), store.current()
    spent = counted.spent(students, [week.monday for week in weeks.all])
    gains = counted.gains(students, weeks.last.monday) if students else {}
    whole = _of(None, students, spent, gains)
    return Beside(
        school=school.pk,
        title=school.name,
        span=weeks,
        lead=_lead(whole, weeks),
        whole=whole,
        classes=tuple(_of(one.room, one.children, spent, gains) for one in rooms),
        definitions=tuple(
            (line.activity, definition)
            for line in whole.lines
            if line.activity is not None
            for definition in sorted(line.minutes.definitions)
        ),
        freshness=_freshness(students, version, scope, school),
        rules=RULES,
        limits=tuple(map(str, LIMITS)),
        notes=tuple(_notes(whole, gains)),
        drawn_from={"facts": version, "teachers' words": teachers.version(), "rules": rules_of_schools.VERSION},
    )


def _allowed(found: Iterable[Seats], scope: Scope) -> Iterable[Seats]:
    for one in found:
        if inside := one.children.intersection(scope.students):
            yield Seats(one.room, inside, one.teachers)


def _of(room: Room | None, inside: Collection[int], spent: Mapping[int, Spent], gains: Mapping[int, Gain] | None) -> Of:
    weeks = sum(spent[child].weeks for child in inside if child in spent)
    lines = [Line(kind, minutes, weeks) for kind, minutes in counted.together(spent, inside).items()]
    if lines:
        lines.append(Line(None, in_all(line.minutes for line in lines), weeks))
    return Of(
        room=room,
        children=len(inside),
        planned=sum(child in spent and spent[child].weeks > 0 for child in inside),
        lines=tuple(lines),
        mastery=mastery(counted.change(gains or {}, inside)),
    )


def mastery(told: Change) -> Mastery:
    """Of few children there is no number, and of none no evidence."""
    if not told.children:
        return Mastery()
    if told.share is None or told.children < FEW["children"]:
        few = Value(State.FEW, n=told.children)
        return Mastery(few, few, few, few, few, told.children, told.standards)
    before, after = (known(one, told.children, "share") for one in (told.before, told.after))
    found = (told.share.at, told.share.low, told.share.high)
    points, low, high = (known(one, told.children, "points") for one in found)
    return Mastery(before, after, points, low, high, told.children, told.standards)


def _freshness(students: Sequence[int], version: int, scope: Scope, school: School) -> tuple[Freshness, ...]:
    if not students:
        return ()
    with Gathered(students, version, READ) as gathered:
        return reach(gathered, scope.on, school.pk).freshness


def _lead(whole: Of, weeks: Span) -> str:
    if not whole.children:
        return gettext("No child whom you see is enrolled here today.")
    told = {
        "first": plain_day(weeks.first.monday),
        "last": plain_day(weeks.last.friday),
        "children": children(whole.children),
        "minutes": _minutes(whole),
        "mastery": _mastery(whole.mastery),
    }
    return gettext("%(first)s to %(last)s, %(children)s. %(minutes)s %(mastery)s") % told


def _minutes(whole: Of) -> str:
    if not whole.lines:
        return gettext("No plan of the flexible block was published for these weeks, so no minutes stand here.")
    all_: Minutes = whole.lines[-1].minutes
    shares = {
        name: shown(known(part / all_.planned if all_.planned else 0.0, unit="share"))
        for name, part in (("delivered", all_.delivered), ("unknown", all_.not_recorded + all_.late + all_.waiting))
    }
    words = gettext(
        "Planned were %(planned)s minutes a child and week: %(delivered)s delivered, %(unknown)s not recorded or late."
    )
    return words % {"planned": shown(whole.lines[-1].values[0]), **shares}


def _mastery(found: Mastery) -> str:
    if found.points.state is not State.KNOWN:
        return ""
    words = gettext(
        "Of what they worked on %(before)s was mastered before and %(after)s after: %(points)s points (%(ends)s)."
    )
    shares = {name: shown(getattr(found, name)) for name in ("before", "after", "points")}
    return words % {**shares, "ends": span(shown(found.low), shown(found.high))}


def _notes(whole: Of, gains: Mapping[int, Gain] | None) -> Iterable[str]:
    if whole.children and whole.planned < whole.children and whole.lines:
        yield gettext("Of %(children)s %(count)s had a plan in these weeks; minutes are theirs.") % {
            "children": children(whole.children),
            "count": count(whole.planned),
        }
    if gains is None:
        yield gettext(
            "How mastery changed in these weeks is not worked out: that is done at night, for the last weeks."
        )
