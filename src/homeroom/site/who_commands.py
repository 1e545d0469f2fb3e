"""`homeroom who`: the same as the page Who is this?, for people at a terminal and for scripts."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from homeroom.intake.who.decide import Outcome
    from homeroom.people.models import User

out = Console(soft_wrap=True)
who_app = typer.Typer(no_args_is_help=True, help="Keys that no child could be found for, and what people say of them.")

Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
By = Annotated[str, typer.Option("--by", help="Who says so: the user name of one of the data team.")]
Reason = Annotated[str, typer.Option(help="Why, in a few words.")]
Key = Annotated[int, typer.Argument(help="The number that `homeroom who list` shows.")]


@who_app.command("list")
def list_waiting(
    program: Annotated[str, typer.Option(help="Only this program.")] = "",
    names: Annotated[bool, typer.Option("--names", help="Show the children's names, too.")] = False,
    as_json: Json = False,
) -> None:
    """Keys that wait, most rows first. Names are shown where they are asked for: a terminal keeps what it shows."""
    from homeroom.intake.match import CONFLICT
    from homeroom.intake.matching.claim import from_text, vendor_key
    from homeroom.intake.who import waiting
    from homeroom.people import audit
    from homeroom.people.recognised import recognised
    from homeroom.site.commands import told

    with told():
        queued = [waiting.Queued(*one) for one in waiting.queue(program)]
        rows = [(*claim.ids, claim.given_name, claim.family_name) for claim in (from_text(one.claim) for one in queued)]
        if names:
            audit.saw(audit.command_line(), "who is this: waiting", recognised(rows), "command on the server")
    for one in queued:
        claim = from_text(one.claim)
        shown = {"key": one.pk, "program": one.program, "known_by": vendor_key(claim), "why": one.code}
        shown |= {"rows": one.rows, "files": one.files}
        if names:
            shown |= {"given_name": claim.given_name, "family_name": claim.family_name, "school": claim.school}
        if as_json:
            print(json.dumps(shown, ensure_ascii=False))  # noqa: T201
            continue
        name = f"{claim.given_name} {claim.family_name}, " if names else ""
        why = "id and name disagree" if one.code == CONFLICT else "not found in the roster"
        known_by = vendor_key(claim) or "no id"
        out.print(f"{one.pk:>6}  {one.rows:>7,} rows  {one.program}  {name}{known_by}: {why}", markup=False)
    if not queued and not as_json:
        out.print("Every row that came in has found its child.")


@who_app.command()
def confirm(
    key: Key,
    student: Annotated[str, typer.Argument(help="The child's id in the roster (sourcedId).")],
    by: By,
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """This key is this child: take its rows in."""
    from homeroom.intake.who import decide

    _decide(by, as_json, lambda user: decide.confirm(key, _student(student), user, reason=reason))


@who_app.command()
def reject(
    key: Key,
    student: Annotated[str, typer.Argument(help="The child's id in the roster (sourcedId).")],
    by: By,
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """This key is not this child: take back what was linked so."""
    from homeroom.intake.who import decide

    _decide(by, as_json, lambda user: decide.reject(key, _student(student), user, reason=reason))


@who_app.command()
def not_ours(key: Key, by: By, reason: Reason = "", as_json: Json = False) -> None:
    """This key is no child of ours: leave its rows out, now and later."""
    from homeroom.intake.who import decide

    _decide(by, as_json, lambda user: decide.not_ours(key, user, reason=reason))


@who_app.command()
def undo(
    decision: Annotated[int, typer.Argument(help="The number that the decision was told under.")],
    by: By,
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Take a decision back, with everything that followed from it."""
    from homeroom.intake.who import decide

    _decide(by, as_json, lambda user: decide.undo(decision, user, reason=reason))


def _decide(by: str, as_json: bool, act: Callable[[User], Outcome]) -> None:
    from homeroom.mastery.work_out import work_out
    from homeroom.site.commands import told
    from homeroom.site.receiving import as_dict, sentence

    with told():
        done = act(_user(by))
        work_out()
    if as_json:
        shown = {
            "decision": done.decision.pk,
            "key": done.decision.vendor_key_id,
            "verdict": str(done.decision.verdict),
            "rows_back": done.moved,
            "deliveries": [as_dict(one) for one in done.deliveries],
        }
        print(json.dumps(shown, ensure_ascii=False))  # noqa: T201
        return
    out.print(f"decision {done.decision.pk}: {done.decision.verdict}", markup=False)
    for one in done.deliveries:
        out.print(f"    judged again: delivery {one.pk}, {sentence(one)}", markup=False)


def _user(name: str) -> User:
    """The person, who must be one of the data team today. Raises IntakeError."""
    from homeroom.intake.errors import IntakeError
    from homeroom.pages.roles import is_data_team
    from homeroom.people.models import User

    found = User.objects.filter(username=name).first()
    if found is None or not is_data_team(found):
        raise IntakeError(f"{name}: is not one of the data team. Only they may say who a key is.")
    return found


def _student(sourced_id: str) -> int:
    """Raises IntakeError where the roster has no such child."""
    from homeroom.intake.errors import IntakeError
    from homeroom.people.models import Student

    found = Student.objects.filter(sourced_id=sourced_id).values_list("pk", flat=True).first()
    if found is None:
        raise IntakeError(f"{sourced_id}: no child of the roster has this id.")
    return found
