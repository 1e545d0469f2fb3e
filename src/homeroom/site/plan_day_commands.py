"""`homeroom plan day` and `draw`: one day anew for who is here, and the log of children who changed places by lot."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from homeroom.site.plan_commands import WAITING, list_some, out, plan_app
from homeroom.site.plan_input_commands import Json, Of, school_of
from homeroom.site.plan_run_commands import DATES, Day, followed

if TYPE_CHECKING:
    from datetime import date

    from homeroom.people.models import School
    from homeroom.rotation.day import Replan
    from homeroom.rotation.models import BlockPlan


@plan_app.command()
def day(
    school: Of,
    on: Annotated[Day, typer.Option(formats=DATES, help="Without it, today.")] = None,
    stability: Annotated[float, typer.Option(min=0, help="What moving a child who could stay must be worth.")] = 0.1,
    seconds: Annotated[float, typer.Option(min=1, help="CPU seconds that the solver has.")] = 20.0,
    as_json: Json = False,
) -> None:
    """Plan one day anew for who is here, and keep it as a draft: nothing is published. It says how many move."""
    from homeroom.people import audit
    from homeroom.people.clock import today
    from homeroom.rotation.day import propose, replan
    from homeroom.site.commands import told

    with told():
        when = on.date() if on else today()
        plan = _published(school_of(school), when)
        with followed(as_json) as follow:
            found = propose(
                replan(plan, when, stability=stability, seconds=seconds, follow=follow), audit.command_line()
            )
    notes = [note.words for note in found.notes]
    if as_json:
        print(json.dumps({**_of_day(found), "notes": notes}))  # noqa: T201
        return
    if found.draft is None:
        out.print(f"{when}: nobody is missing whom the plan does not know of. Nothing was drafted.")
    else:
        moved = len({move.child for move in found.moves})
        words = f"{when}: version {found.draft.version} is drafted. {moved} children move, {len(found.unplaced)} places"
        out.print(f"{words} are supervised overflow; {found.share_unchanged:.1%} of the others stay.", highlight=False)
    list_some(notes)


@plan_app.command()
def draw(
    school: Of,
    week: Annotated[Day, typer.Option(formats=DATES, help="Its Monday. Without it, the running week's.")] = None,
    as_json: Json = False,
) -> None:
    """List the pairs of children who could change places in a week, and toss their coins again from the log alone."""
    from homeroom.people.clock import today
    from homeroom.rotation import draw as draws
    from homeroom.rotation.models import DrawnPair
    from homeroom.site.commands import told

    with told():
        place, when = school_of(school), week.date() if week else today()
        monday = when - timedelta(days=when.weekday())
        held = DrawnPair.objects.filter(plan__school=place, plan__week=monday)
        pairs = list(held.order_by("plan__version", "number").values(*LOGGED))
        wrong = [one.pk for one in draws.disagreeing(held)]
        on = draws.switch(place.pk)
    if as_json:
        rows = [{**one, "day": one["day"].isoformat()} for one in pairs]
        said = {"school": school, "week": monday.isoformat(), "share": on and on.share, "disagree": len(wrong)}
        print(json.dumps({**said, "pairs": rows}))  # noqa: T201
    else:
        switch = f"on, for {on.share:.1%} of child-sessions" if on else "off"
        out.print(f"Week of {monday}: draws are {switch}. {len(pairs)} pairs in the log.", highlight=False)
        tossed = sum(one["swapped"] is not None for one in pairs)
        out.print(f"    tossed again from the log: {tossed - len(wrong)} agree, {len(wrong)} do not", highlight=False)
    raise typer.Exit(WAITING if wrong else 0)


LOGGED = ("number", "plan__version", "day", "session", "one", "other", "seed", "propensity", "swapped")


def _published(school: School, when: date) -> BlockPlan:
    from homeroom.rotation.errors import RotationError
    from homeroom.rotation.publish import published

    monday = when - timedelta(days=when.weekday())
    held = published(school.pk, monday)
    if held is None:
        raise RotationError(f"No flexible block is published in the week of {monday}. Publish one first.")
    return held


def _of_day(found: Replan) -> dict[str, object]:
    moves = [
        {"child": one.child, "slot": one.slot, "to": str(one.after.modality), "why": str(one.why)}
        for one in found.moves
    ]
    return {
        "day": found.on.isoformat(),
        "draft": found.draft and found.draft.pk,
        "version": found.draft and found.draft.version,
        "moves": moves,
        "unplaced": [list(one) for one in found.unplaced],
        "unaffected": found.unaffected,
        "unchanged": found.unchanged,
        "value": found.value,
        "of_value": found.share_of_value,
    }
