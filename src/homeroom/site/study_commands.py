"""`homeroom study`: plan a study, lock the plan, draw its arms, hand the draw over, see what became of everybody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from homeroom.evidence.flow import ArmFlow, Flow
    from homeroom.evidence.lock import By
    from homeroom.evidence.models import Draw, Study
    from homeroom.evidence.plan_checks import Reading

WAITING = 3
out = Console(soft_wrap=True)
study_app = typer.Typer(no_args_is_help=True, help="Studies: does it work?")

Name = Annotated[str, typer.Argument(help="What the study is called.")]
Dry = Annotated[bool, typer.Option("--check", help="Say what would happen; nothing is kept.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts: one object.")]
Whose = Annotated[
    str, typer.Option("--by", help="The user name of who decided it; without one, this machine's account.")
]
Reason = Annotated[str, typer.Option(help="Why a locked plan is changed, or why it is drawn again.")]
Day = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Without it, today.")]
BECAME = ("stayed", "moved_within", "moved_across", "left", "erased")
USED = ("analysed", "no_baseline", "no_outcome", "neither", "erased")


@study_app.callback()
def study() -> None:
    """Studies: does it work?"""


@study_app.command()
def plan(
    path: Annotated[Path, typer.Argument(help="A plan as JSON; the guide for studies tells its parts.")],
    by: Whose = "",
    dry: Dry = False,
    as_json: Json = False,
) -> None:
    """Keep a plan as a draft: all of it that is sound. What is not is named; what is missing before the lock, too."""
    from homeroom.evidence import lock, plan_json
    from homeroom.evidence.plan_file import from_file

    with keeping(dry):
        found = from_file(path)
        kept = lock.keep(found.plan, who(by))
        missing = plan_json.gaps(found.plan)
    asides = [asdict(one) for one in found.asides]
    if as_json:
        told = {"study": found.plan.study, "version": kept.version, "sha256": kept.sha256, "kept": not dry}
        _print({**told, "set_aside": asides, "missing": list(missing)})
    else:
        out.print(f"{found.plan.study}: plan {kept.version}, {len(asides)} parts set aside.", markup=False)
        _list([*_asides(found), *missing])
    raise typer.Exit(WAITING if asides or missing else 0)


@study_app.command()
def lock(name: Name, by: Whose = "", reason: Reason = "", dry: Dry = False, as_json: Json = False) -> None:
    """Lock the plan for ever, and say whether outcomes existed or were opened before."""
    from homeroom.evidence import lock as locks

    with keeping(dry):
        made = locks.lock(locks.study_of(name), who(by), reason)
    told = {"study": name, "version": made.version, "sha256": made.sha256, "label": made.label}
    if as_json:
        _print({**told, "locked_by": made.locked_by, "rests_on": made.rests_on, "kept": not dry})
    else:
        out.print(f"{name}: plan {made.version} is locked, {made.label}.\n    sha256 {made.sha256}", markup=False)


@study_app.command()
def assign(
    name: Name,
    seed: Annotated[str, typer.Option(help="The seed of the draw. Without one, it is made up and written down.")] = "",
    on: Day = None,
    by: Whose = "",
    reason: Reason = "",
    dry: Dry = False,
    as_json: Json = False,
) -> None:
    """Draw the arms of the locked plan and write them down. The same list and seed give the same draw anywhere."""
    from homeroom.evidence import assign as draws
    from homeroom.evidence.lock import study_of

    with keeping(dry):
        made = draws.assign(study_of(name), who(by), seed=seed, on=on.date() if on else None, reason=reason)
    result, undrawn = json.loads(made.result), json.loads(made.undrawn)
    if as_json:
        _print({**_of_draw(made), "result": result, "undrawn": undrawn, "kept": not dry})
        return
    how = f"drawn from seed {made.seed}" if made.by_lot else "as they were found: not drawn, and marked so for ever"
    out.print(f"{name}: draw {made.number}, {how}.", markup=False)
    _list([f"{arm}: {sum(one == arm for one in result.values())}" for arm, _ in json.loads(made.arms)])
    _list([f"can't be divided: {one}" for one in undrawn])


@study_app.command("hand-over")
def hand_over(
    name: Name,
    by: Annotated[str, typer.Option("--by", help="The user name of whoever the goals are to belong to.")],
    send: Annotated[bool, typer.Option("--send", help="Send the work, too; without it the goals stay drafts.")] = False,
    dry: Dry = False,
    as_json: Json = False,
) -> None:
    """Give a draw of standards to goals: online work in the week of class teaching, or in another one."""
    from homeroom.evidence import crossover
    from homeroom.evidence.assign import last_draw
    from homeroom.evidence.lock import study_of
    from homeroom.site.roster_commands import person

    with keeping(dry):
        handed = crossover.hand_over(last_draw(study_of(name)), person(by), send=send)
    if as_json:
        _print({**asdict(handed), "kept": not dry})
    else:
        out.print(f"{name}: {handed.new} goals are new, {handed.goals} stand.", markup=False)
        _list(list(handed.left_out))
    raise typer.Exit(WAITING if handed.left_out else 0)


@study_app.command()
def flow(name: Name, on: Day = None, by: Whose = "", dry: Dry = False, as_json: Json = False) -> None:
    """Write down who joined, left or changed class since, and count everybody from the draw to the analysis."""
    from homeroom.evidence import cohort, follow, ledger
    from homeroom.evidence.assign import last_draw
    from homeroom.evidence.lock import study_of
    from homeroom.people.clock import today

    with keeping(dry):
        found: Study = study_of(name)
        ledger.sound(found)
        draw = last_draw(found)
        changes = follow.follow(draw, on.date() if on else today(), who(by))
        told = cohort.flow(draw)
    if as_json:
        _print({"study": name, "draw": draw.number, "changes": len(changes), **told.as_json(), "kept": not dry})
    else:
        _show(name, told, len(changes))


@study_app.command()
def run(name: Name, by: Whose = "", as_json: Json = False) -> None:
    """Analyse a study as its plan says, and keep the results. First it looks whether anything was changed since."""
    from homeroom.evidence import run as runs
    from homeroom.evidence.lock import study_of
    from homeroom.site.commands import told

    def tell(part: str, stood: bool) -> None:
        if not as_json:
            out.print(f"    {part}{', done before' if stood else ''}", markup=False, highlight=False)

    with told():
        made = runs.run(study_of(name), who(by), tell)
        found = runs.results_of(made)
    asides = [f"set aside: {one.what}: {one.why.said.words()}" for one in found.asides]
    if as_json:
        print(made.text)  # noqa: T201
    else:
        out.print(f"{name}: run {made.number}, sha256 {made.sha256}.", markup=False)
        verdict = found.verdict
        _list([one.said.words() for one in (*verdict.said, *verdict.refused, *verdict.beside, verdict.grade)])
        _list(asides)
    raise typer.Exit(WAITING if asides else 0)


@study_app.command()
def pack(
    name: Name,
    to: Annotated[Path, typer.Option("--to", help="The zip to write; it must not be there yet.")],
    by: Whose = "",
    as_json: Json = False,
) -> None:
    """Write all that somebody else needs to work out the newest run again. It is an export, and is audited as one."""
    from homeroom.evidence import pack as packs
    from homeroom.evidence.lock import study_of
    from homeroom.site.commands import told

    with told():
        made = packs.pack(study_of(name), to, who(by))
    if as_json:
        _print({"study": name, "run": made.number, "file": str(to), "results_sha256": made.sha256})
    else:
        out.print(f"{name}: run {made.number} is packed in {to}.", markup=False)


@study_app.command()
def rerun(
    path: Annotated[Path, typer.Argument(metavar="PACK", help="A pack as `homeroom study pack` writes it.")],
    as_json: Json = False,
) -> None:
    """Work out every number of a pack again, in a process of its own, and in R where it is installed."""
    from homeroom.evidence import rerun_pack
    from homeroom.site.commands import told

    with told():
        found = rerun_pack.rerun(path)
    if as_json:
        _print({**asdict(found), "same": found.same})
    else:
        out.print(f"{found.numbers} numbers compared, {len(found.other)} are others.", markup=False)
        in_r = [f"{found.in_r} numbers compared with R."] if found.in_r else []
        _list([*found.other, *in_r, *found.not_in_r])
    raise typer.Exit(0 if found.same else 1)


@contextmanager
def keeping(dry: bool) -> Iterator[None]:
    """All of it or nothing; where it is only tried, nothing."""
    from django.db import transaction

    from homeroom.site.commands import told

    with told(), transaction.atomic():
        yield
        transaction.set_rollback(dry)


def who(name: str) -> By:
    from homeroom.people import audit
    from homeroom.site.roster_commands import person

    return person(name) if name else audit.command_line()


def _asides(found: Reading) -> list[str]:
    return [f"set aside: {one.where}: {one.why}" for one in found.asides]


def _of_draw(made: Draw) -> dict[str, object]:
    told = {"study": made.study.slug, "draw": made.number, "by_lot": made.by_lot, "on": made.on.isoformat()}
    return told | {"seed": made.seed, "algorithm": made.algorithm, "list_sha256": made.list_sha256, "hash": made.hash}


def _show(name: str, told: Flow, changes: int) -> None:
    drawn = "" if told.by_lot else " The arms were not drawn."
    out.print(f"{name}: {changes} changes are new.{drawn}", markup=False)
    for one in (*told.arms, told.total):
        out.print(f"{one.arm or 'together'}: {one.classes} classes, {one.classes_left} of them left", markup=False)
        _list(
            [_sum(one, BECAME), _sum(one, USED), f"{one.also_elsewhere} also in another arm, {one.joined} joined since"]
        )


def _sum(one: ArmFlow, parts: tuple[str, ...]) -> str:
    """The children of an arm as a sum that anybody can check."""
    return f"{one.assigned} assigned = " + " + ".join(
        f"{getattr(one, part)} {part.replace('_', ' ')}" for part in parts
    )


def _list(lines: list[str]) -> None:
    for line in lines:
        out.print(f"    {line}", markup=False, highlight=False)


def _print(told: dict[str, object]) -> None:
    print(json.dumps(told))  # noqa: T201
