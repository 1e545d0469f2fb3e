"""One module a program's report. Each makes its sheets from the world, in the order in which they come."""

from __future__ import annotations

from collections.abc import Iterator

from homeroom.simulation.exports import clever, dibels8, iready_diagnostic, iready_lessons, responses, star
from homeroom.simulation.sheet import Sheet
from homeroom.simulation.world import World

MAKERS = (iready_lessons, iready_diagnostic, clever, star, dibels8, responses)


def sheets(world: World) -> Iterator[Sheet]:
    for maker in MAKERS:
        yield from maker.sheets(world)
