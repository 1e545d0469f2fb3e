"""Commands around what children know."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

out, err = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)
mastery_app = typer.Typer(no_args_is_help=True, help="What each child knows.")
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]


@mastery_app.callback()
def mastery() -> None:
    """Keeps `evaluate` a command of its own while it is the only one."""


@mastery_app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help="Parquet or CSV: student, standard, correct; item, program, …")],
    by: Annotated[str, typer.Option("--by", help="What is held out of the fit as a whole: student.")] = "student",
    folds: Annotated[int, typer.Option("--folds", min=2, help="Parts that are held out in turn.")] = 5,
    as_json: Json = False,
) -> None:
    """How well each engine foretells answers of children that it was not fitted to: AUC, RMSE, ECE, CPU seconds."""
    from homeroom.mastery.errors import MasteryError
    from homeroom.mastery.evaluate import evaluate as evaluated
    from homeroom.mastery.reading import read

    if by != "student":
        err.print(f"--by {by}: only student is known.", style="red", markup=False)
        raise typer.Exit(2)
    try:
        found = evaluated(read(file), folds)
    except MasteryError as error:
        err.print(f"{file.name}: {error}", style="red", markup=False)
        raise typer.Exit(1) from None
    except OSError as error:
        err.print(f"{file}: {error.strerror}.", style="red", markup=False)
        raise typer.Exit(1) from None
    if as_json:
        print(json.dumps(_plain(found.as_json())))  # noqa: T201
    else:
        _show(found)


def _plain(value: Any) -> Any:
    """JSON knows no NaN: a figure that the data can't give is null."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return None if isinstance(value, float) and math.isnan(value) else value


def _show(found: Any) -> None:
    out.print(f"{found.rows} answers of {found.students} children")
    repeated = found.leak.share
    told = "can't be told, there are no items" if repeated is None else f"{repeated:.1%}"
    out.print(f"rows that repeat the one before under another standard: {told}")
    for one in found.engines:
        figures = f"AUC {one.auc:.4f}  RMSE {one.rmse:.4f}  ECE {one.ece:.4f}  {one.cpu_seconds:.1f} CPU s"
        out.print(f"{one.engine:<12} {figures}")
