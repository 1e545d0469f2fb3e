"""Commands around roster sets: which wait and why, a second person's decision, undo, a change of term ahead."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from homeroom.intake.roster_models import RosterChangeSet
    from homeroom.people.models import School, User

decisions_app = typer.Typer()
Number = Annotated[int, typer.Argument(help="The change set's number, as `homeroom roster list` shows it.")]
As = Annotated[str, typer.Option("--as", help="Who decides: a user name of the data team, not the sender's.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
Day = datetime
DAYS = ["%Y-%m-%d"]
SHOWN = 20


@decisions_app.command("list")
def list_sets(as_json: Json = False) -> None:
    """Roster sets, newest first: what they changed or would change, and which wait for a decision."""
    from homeroom.intake.roster_models import RosterChangeSet
    from homeroom.site.commands import out, told

    with told():
        found = list(RosterChangeSet.objects.select_related("sent_by", "decided_by")[:SHOWN])
        for one in found:
            _show(one, as_json)
    if not found and not as_json:
        out.print("No roster has come in yet.")


@decisions_app.command()
def approve(number: Number, who: As, as_json: Json = False) -> None:
    """Take a held set in after all. Whoever sent it can't."""
    from homeroom.intake.rosters import decide
    from homeroom.site.commands import told
    from homeroom.site.receiving import follow_up

    with told():
        _show(decide.approve(number, person(who)), as_json)
        follow_up()


@decisions_app.command()
def reject(number: Number, who: As, as_json: Json = False) -> None:
    """Take nothing of a held set in. Whoever sent it can't."""
    from homeroom.intake.rosters import decide
    from homeroom.site.commands import told

    with told():
        _show(decide.reject(number, person(who)), as_json)


@decisions_app.command()
def undo(number: Number, who: As, as_json: Json = False) -> None:
    """Undo the newest set that was taken in, within 30 days: everything is again what it was before."""
    from homeroom.intake.rosters import undo as undoing
    from homeroom.site.commands import told

    with told():
        _show(undoing.undo(number, person(who)), as_json)


@decisions_app.command()
def rollover(
    who: As,
    first: Annotated[Day, typer.Option("--from", formats=DAYS, help="The first day on which rosters change widely.")],
    last: Annotated[Day | None, typer.Option("--to", formats=DAYS, help="The last; a week later if not given.")] = None,
    schools: Annotated[
        list[str] | None, typer.Option("--school", help="A school's name or id; may be repeated.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Declare a change of term ahead, so that its rosters are not held. Somebody other than the sender must."""
    from homeroom.intake.rosters import rollover as rolling
    from homeroom.site.commands import out, told

    with told():
        by = person(who)
        rolling.may_declare(by)
        chosen = [_school(name) for name in schools or []]
        ends_on = last.date() if last else first.date() + timedelta(days=6)
        made = rolling.declare(chosen, first.date(), ends_on, by)
    names = [school.name for school in chosen]
    if as_json:
        told_as = {"rollover": made.pk, "from": f"{made.begins_on}", "to": f"{made.ends_on}", "schools": names}
        print(json.dumps(told_as, ensure_ascii=False))  # noqa: T201
    else:
        out.print(f"Rollover {made.pk}: {made.begins_on} to {made.ends_on} at {', '.join(names)}.", markup=False)


def as_dict(one: RosterChangeSet) -> dict[str, Any]:
    """The stable JSON shape of a change set. No child's name is in it."""
    kinds = ("standing", "created", "updated", "ended", "invalid", "missing")
    return {
        "change_set": one.pk,
        "file": one.name,
        "program": one.program,
        "mode": one.mode,
        "state": str(one.state),
        "received_at": one.received_at.isoformat(),
        "sent_by": one.sent_by.get_username() if one.sent_by else None,
        "decided_by": one.decided_by.get_username() if one.decided_by else None,
        "reasons": one.reasons,
        "changes": [
            {"entity": w["entity"], "school": w["school_name"], **{kind: w[kind] for kind in kinds}}
            for w in one.weights
        ],
        "deliveries": sorted(one.deliveries.values_list("pk", flat=True)),
    }


def _show(one: RosterChangeSet, as_json: bool) -> None:
    from homeroom.site.commands import out

    if as_json:
        print(json.dumps(as_dict(one), ensure_ascii=False))  # noqa: T201
        return
    sender = f", sent by {one.sent_by.get_username()}" if one.sent_by else ""
    out.print(
        f"{one.pk}  {one.state:9} {one.received_at:%Y-%m-%d %H:%M}  {one.name} ({one.mode}{sender})", markup=False
    )
    for words in one.reasons:
        out.print(f"      {words}", markup=False)


def person(username: str) -> User:
    """Raises IntakeError where nobody signs in under this name."""
    from homeroom.intake.errors import IntakeError
    from homeroom.people.models import User

    found = User.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise IntakeError(f"Nobody can sign in as {username}. Name the person by the user name that the roster gave.")
    return found


def _school(name: str) -> School:
    from homeroom.intake.errors import IntakeError
    from homeroom.people.models import School

    for field in ("sourced_id", "name"):
        found = list(School.objects.filter(**{field: name}))
        if len(found) == 1:
            return found[0]
    raise IntakeError(f"There is not exactly one school called {name}. Use its id in the roster.")
