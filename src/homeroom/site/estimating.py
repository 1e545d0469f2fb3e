"""Estimates of mastery for the command line: how far they are, and what was told of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from homeroom.site.receiving import err, out


def estimate() -> None:
    """Estimate every child anew, with a line that says how many are done."""
    from homeroom.mastery import curriculum, estimate, learning, quality  # brings numba, which takes a second

    with _progress() as tell:
        estimate.nightly(tell)
    try:
        quality.nightly()
    except Exception as error:  # figures about figures never keep a night from tidying up and erasing
        out.print(f"mastery: how good the numbers are could not be found out ({type(error).__name__}).")
    if circle := curriculum.loaded().circle:
        out.print(f"mastery: {circle}")
    standing = learning.standing()
    if standing is not None and standing.failed:
        out.print(f"mastery: constants could not be learned anew, those of before hold. {standing.failed}")
    measured = quality.standing()
    if measured is not None and measured.failed:
        out.print(f"mastery: how good the numbers are could not be measured. {measured.failed}")
    align()


def align() -> None:
    """How much of classes' lab time was on their plans: after the estimates, by which it tells what children needed."""
    from homeroom.goals.index.work_out import work_out  # brings numba, which takes a second

    try:
        weeks = work_out()
    except Exception as error:  # as with the figures about figures
        out.print(f"alignment: it could not be worked out ({type(error).__name__}).")
        return
    if weeks:
        out.print(f"alignment worked out for classes with a plan, weeks: {len(weeks)}")


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=20), TextColumn("{task.fields[done]}"))
    with Progress(*columns, TimeRemainingColumn(), console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("what children know", total=None, done="")

        def tell(done: int, all_: int) -> None:
            bar.update(task, completed=done, total=all_, done=f"{done:,} of {all_:,} children")

        yield tell
