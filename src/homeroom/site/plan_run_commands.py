"""`homeroom plan block` and `week`: a draft made here and now, as the worker would make it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from homeroom.site.plan_commands import WAITING, err, list_some, out, plan_app
from homeroom.site.plan_input_commands import Json, Of, school_of

if TYPE_CHECKING:
    from homeroom.rotation.models import BlockPlan, Rotation
    from homeroom.rotation.solvers.run import Follow

DATES = ["%Y-%m-%d"]
Seconds = Annotated[float, typer.Option(min=1, help="CPU seconds that the solver has.")]
Seed = Annotated[int, typer.Option(help="Where it begins to search.")]
Day = datetime | None


@plan_app.command()
def block(
    school: Of,
    week: Annotated[Day, typer.Option(formats=DATES, help="Its Monday. Without it, the week that comes.")] = None,
    seconds: Seconds = 60.0,
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """Plan the flexible block of one week, and keep it as a draft. Nothing is published."""
    from homeroom.people import audit
    from homeroom.people.clock import today
    from homeroom.rotation import drafts, inputs, runs
    from homeroom.rotation.errors import RotationError
    from homeroom.rotation.nightly import coming
    from homeroom.rotation.planning import plan_block
    from homeroom.rotation.publish import published
    from homeroom.site.commands import told

    with told():
        place, monday = school_of(school), week.date() if week else coming(today())
        gathered = inputs.gathered(place, monday)
        if not (gathered.instance.slots and gathered.instance.children):
            raise RotationError(runs.NO_BLOCK % {"iso_day": monday})
        held = published(place.pk, monday)
        with followed(as_json) as follow:
            plan = plan_block(gathered.instance, seconds, seed, follow, drafts.read(held) if held else None)
        draft = drafts.save(gathered.instance, plan, audit.command_line())
    notes = [note.words for note in gathered.notes]
    if as_json:
        print(json.dumps({**_of_block(draft), "notes": notes}))  # noqa: T201
        return
    out.print(f"Week of {draft.week}: version {draft.version} is drafted, by {draft.solver}.", markup=False)
    for level in plan.levels:
        bound = "" if level.bound is None else f", bound {level.bound:.6g}, stopped by {level.stopped_by}"
        out.print(f"    {level.aim}: {level.value:.6g}{bound}", markup=False, highlight=False)
    list_some(notes)


@plan_app.command()
def week(
    school: Of,
    begins: Annotated[Day, typer.Option("--from", formats=DATES, help="From which day. Without it, today.")] = None,
    ends: Annotated[Day, typer.Option("--until", formats=DATES, help="Without it, the end of June.")] = None,
    name: Annotated[str, typer.Option(help="What the week is called.")] = "",
    seconds: Seconds = 60.0,
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """Plan where every class is between any two bells, and keep it as a draft; or say which rules are in the way."""
    from homeroom.people import audit
    from homeroom.people.clock import today
    from homeroom.rotation import runs, week_drafts
    from homeroom.rotation.planning import begin_week, keep_week, plan_week
    from homeroom.rotation.week.plan import Status
    from homeroom.site.commands import told

    with told():
        first = begins.date() if begins else today()
        dates = week_drafts.Dates(first, ends.date() if ends else _end_of_june(first))
        draft = begin_week(school_of(school), audit.command_line(), dates, name)
        was = week_drafts.opened(draft)
        with followed(as_json) as follow:
            answer = plan_week(was, seconds, seed, follow)
        keep_week(was, answer, audit.command_line())
        draft.refresh_from_db()
    reasons, notes = list(_reasons(draft)), [note.words for note in was.notes]
    if as_json:
        made = {"school": draft.school.sourced_id, "version": draft.version, "draft": draft.pk, "solver": draft.solver}
        told_of = {"status": str(answer.status), "levels": draft.levels, "conflict": draft.conflict}
        print(json.dumps({**made, **told_of, "reasons": reasons, "notes": notes}))  # noqa: T201
    else:
        out.print(f"Version {draft.version}, draft. {runs.SAID[answer.status]}", markup=False)
        list_some([*reasons, *notes])
    raise typer.Exit(0 if answer.status is Status.PLANNED else WAITING)


@contextmanager
def followed(as_json: bool) -> Iterator[Follow]:
    """Show each stage as it begins, for people."""
    from homeroom.rotation.solvers.run import Follow, Line

    def hear(line: Line) -> None:
        worth = "" if line.best is None else f": {line.best:.6g}"
        gap = "" if line.gap is None else f", within {100 * line.gap:.1f} % of the best possible"
        err.print(f"{line.stage}{worth}{gap}", markup=False, highlight=False)

    yield Follow() if as_json else Follow(hear)


def _of_block(draft: BlockPlan) -> dict[str, object]:
    made = {"school": draft.school.sourced_id, "week": draft.week.isoformat(), "version": draft.version}
    how = {"draft": draft.pk, "solver": draft.solver, "seconds": draft.seconds, "levels": draft.levels}
    return made | how


def _reasons(draft: Rotation) -> Iterator[str]:
    """Each rule that is in the way, and what would lift it."""
    from homeroom.reports.rotation.called import names_of
    from homeroom.rotation import week_drafts
    from homeroom.rotation.week.sentences import conflict_said

    if draft.conflict:
        instance = week_drafts.opened(draft).instance
        for rule, lift in conflict_said(draft.conflict, instance, names_of(instance)):
            yield f"{rule} {lift}"


def _end_of_june(day: date) -> date:
    return date(day.year + (day.month > 6), 6, 30)
