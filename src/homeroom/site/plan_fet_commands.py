"""`homeroom plan place` and `timetable`: files of FET. One is read, placed by our planner, checked, and written for FET
to agree; the other is a school's own week."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from homeroom.site.plan_commands import WAITING, list_some, out, plan_app
from homeroom.site.plan_input_commands import Json, Of, school_of

if TYPE_CHECKING:
    from homeroom.people.models import School
    from homeroom.rotation.fet.left_out import LeftOut
    from homeroom.rotation.models import Rotation


@plan_app.command()
def place(
    source: Annotated[Path, typer.Argument(help="A .fet file.")],
    target: Annotated[Path, typer.Argument(help="The .fet file to write: the same week, each start locked.")],
    seconds: Annotated[float, typer.Option(min=1, help="How long the planner may take, by the clock.")] = 120.0,
    as_json: Json = False,
) -> None:
    """Place the activities of a timetable file of FET, and say what of the file can't be carried."""
    from homeroom.rotation.fet import read, write
    from homeroom.rotation.grid import check, instance, plan
    from homeroom.rotation.solvers.run import GRID, solve
    from homeroom.site.commands import told

    with told():
        taken = read.read(source.read_bytes())
        ended = solve(GRID, instance.as_json(taken.instance), seconds=seconds)
        placed = plan.from_json(ended.found or b"")
        broken = check.check(taken.instance, placed) if placed.meetings else ()
        hard = [one for one in broken if one.hard]
        sound = bool(placed.meetings) and not hard
        given = write.write(write.locked(taken.instance, placed)) if sound else None
        if given is not None:
            target.write_bytes(given.text)
    left = [*taken.left_out, *(given.left_out if given else ())]
    if as_json:
        parts = [{"what": one.what, "why": one.why, "count": one.count} for one in left]
        counts = {"activities": len(taken.instance.activities), "placed": len(placed.meetings), "broken": len(hard)}
        how = {"cost": placed.cost, "bound": placed.bound, "stopped_by": str(placed.stopped_by)}
        print(json.dumps({**counts, **how, "left_out": parts, "written": sound}))  # noqa: T201
    else:
        words = f"written to {target}" if sound else "no week was found that keeps every rule; nothing was written"
        out.print(
            f"{source.name}: {len(placed.meetings)} of {len(taken.instance.activities)} placed, {words}.", markup=False
        )
        list_some([f"left out: {_told(one)}" for one in left])
    raise typer.Exit(0 if sound else WAITING)


@plan_app.command()
def timetable(
    target: Annotated[Path, typer.Argument(help="The .fet file to write: the week, each start locked.")],
    school: Of,
    version: Annotated[int | None, typer.Option(help="Which version. Without it, the one that holds.")] = None,
    as_json: Json = False,
) -> None:
    """Write a school's week as a timetable file of FET, and say what of it FET has no words for."""
    from homeroom.reports.rotation.called import names_of
    from homeroom.rotation import week_drafts
    from homeroom.rotation.fet import of_week, write
    from homeroom.rotation.grid import check
    from homeroom.site.commands import told

    with told():
        place = school_of(school)
        was = week_drafts.opened(_version(place, version))
        carried = of_week.of_week(was.instance, was.plan, names_of(was.instance), place.name)
        broken = check.check(carried.instance, carried.plan)
        given = write.write(write.locked(carried.instance, carried.plan))
        if not broken:
            target.write_bytes(given.text)
    left = [*carried.left_out, *given.left_out]
    if as_json:
        parts = [{"what": one.what, "why": one.why, "count": one.count} for one in left]
        counts = {"version": was.kept.version, "activities": len(carried.instance.activities), "broken": len(broken)}
        print(json.dumps({**counts, "left_out": parts, "written": not broken}))  # noqa: T201
    else:
        twice = f"somebody is in two places at once, {len(broken)} times; nothing was written"
        words = twice if broken else f"{len(carried.instance.activities)} activities, written to {target}"
        out.print(f"Version {was.kept.version}: {words}.", markup=False)
        list_some([f"left out: {_told(one)}" for one in left])
    raise typer.Exit(WAITING if broken else 0)


def _version(school: School, version: int | None) -> Rotation:
    from homeroom.rotation import week_publish
    from homeroom.rotation.errors import RotationError
    from homeroom.rotation.models import Rotation

    if version is None:
        found = week_publish.published(school.pk)
    else:
        found = Rotation.objects.filter(school=school, version=version).first()
    if found is None:
        raise RotationError("There is no such week. Publish one, or say which version with --version.")
    return found


def _told(one: LeftOut) -> str:
    return f"{one.what} ({one.count}): {one.why}"
