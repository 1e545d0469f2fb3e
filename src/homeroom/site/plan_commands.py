"""`homeroom plan`: commands around plans of the flexible block."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from homeroom.rotation.block.instance import Instance
    from homeroom.rotation.block.plan import Plan
    from homeroom.rotation.check import Broken, Checked, Missed

WAITING = 3
SHOWN = 20
out, err = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)
plan_app = typer.Typer(no_args_is_help=True, help="Plans of the flexible block.")


@plan_app.callback()
def plan() -> None:
    """Plans of the flexible block."""


@plan_app.command()
def check(
    instance: Annotated[Path, typer.Argument(help="The file of a week: what a plan is made from.")],
    plan: Annotated[Path, typer.Argument(help="The file of a plan.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for scripts: one object.")] = False,
) -> None:
    """Say which rules a plan breaks, which floors it misses and what it is worth, by no word of what made it."""
    from homeroom.rotation.check import check as checked_anew

    week, made = _read(instance, plan)
    checked = checked_anew(week, made)
    if as_json:
        print(json.dumps(_as_json(week, checked)))  # noqa: T201
    else:
        _show(plan.name, week, checked)
    raise typer.Exit(0 if checked.sound else WAITING)


def _read(instance: Path, plan: Path) -> tuple[Instance, Plan]:
    """The two files; where one can't be read, one message and exit code 1."""
    from homeroom.rotation.block import instance as instances
    from homeroom.rotation.block import plan as plans
    from homeroom.rotation.errors import RotationError

    path = instance
    try:
        week = instances.from_json(instance.read_bytes())
        path = plan
        return week, plans.from_json(plan.read_bytes())
    except RotationError as error:
        err.print(f"{path}: {error}", style="red", markup=False)
    except OSError as error:
        err.print(f"{path}: {error.strerror}.", style="red", markup=False)
    raise typer.Exit(1)


def _show(name: str, week: Instance, checked: Checked) -> None:
    rules = sorted({one.rule for one in checked.broken})
    told = f"breaks {', '.join(rules)}" if rules else "keeps every rule"
    out.print(f"{name}: {told}", markup=False)
    list_some([f"{one.rule}: {one.words(week)} {_where(week, one)}" for one in checked.broken])
    list_some([f"{one.rule}: {one.words(week)} {_short(one)}" for one in checked.missed])
    list_some([f"supervised overflow: child {child}, {_when(week, slot)}" for child, slot in checked.overflow])
    for aim, value in checked.levels:
        out.print(f"    {aim}: {value:.6g}", markup=False)


def list_some(lines: list[str]) -> None:
    for line in lines[:SHOWN]:
        out.print(f"    {line}", markup=False)
    if len(lines) > SHOWN:
        out.print(f"    and {len(lines) - SHOWN} more; --json lists them all", markup=False)


def _where(week: Instance, one: Broken) -> str:
    parts = [
        "" if one.slot is None else _when(week, one.slot),
        f"children {_numbers(one.children)}" if one.children else "",
        f"adults {_numbers(one.adults)}" if one.adults else "",
        "" if one.group is None else f"group {one.group}",
        "" if one.room is None else f"room {one.room}",
        one.program,
        "" if one.found is None else f"{one.found:g} where {one.limit:g} is the limit",
    ]
    told = "; ".join(part for part in parts if part)
    return f"({told})" if told else ""


def _short(one: Missed) -> str:
    whom = f"a band of {len(one.children)} children" if one.band else f"child {_numbers(one.children)}"
    return f"({'; '.join(part for part in (whom, one.program, f'short by {one.short:g}') if part)})"


def _when(week: Instance, slot: int) -> str:
    if slot not in range(len(week.slots)):
        return f"slot {slot}"
    return f"{week.slots[slot].on}, session {week.slots[slot].session}"


def _numbers(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers))


def _as_json(week: Instance, checked: Checked) -> dict[str, object]:
    from dataclasses import asdict

    return {
        "sound": checked.sound,
        "broken": [{**asdict(one), "words": one.words(week)} for one in checked.broken],
        "missed": [{**asdict(one), "words": one.words(week)} for one in checked.missed],
        "overflow": [{"child": child, "slot": slot} for child, slot in checked.overflow],
        "levels": {str(aim): value for aim, value in checked.levels},
    }
