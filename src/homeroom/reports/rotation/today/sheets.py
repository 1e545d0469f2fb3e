"""Sheets to print: one page an adult, one a place. What needs more than a page is parted by session beforehand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from homeroom.reports.rotation.today.report import Meeting, Sitter, Sitting, Spot, TodayInTheLab

# Lines of a page, by its number of columns: a child is one, the head of a meeting four.
FITS = (32, 72, 120)
HEAD = 4


@dataclass(frozen=True)
class Block:
    """One meeting on a sheet; of a large one a part (`sitters`), with `goes_on` on all but the first."""

    sitting: Sitting
    meeting: Meeting
    sitters: tuple[Sitter, ...]
    goes_on: bool = False

    @property
    def lines(self) -> int:
        return HEAD + len(self.sitters)


@dataclass(frozen=True)
class Sheet:
    """One page. `of` is whose; `part` counts the pages of the same, 0 where there is one."""

    of: Spot
    is_adult: bool
    blocks: tuple[Block, ...]
    part: int = 0

    @property
    def columns(self) -> int:
        """So many that it is one page."""
        lines = sum(one.lines for one in self.blocks)
        return next((at for at, most in enumerate(FITS, 1) if lines <= most), len(FITS))


def sheets(report: TodayInTheLab) -> tuple[Sheet, ...]:
    """Adults by name, then places by name; a reader's children only. An adult's own is always one page."""
    found: list[Sheet] = []
    adults = {one.key for one in report.adults}
    for owner in report.owners:
        blocks = [
            Block(sitting, meeting, meeting.sitters)
            for sitting in report.sittings
            for meeting in sitting.meetings
            if meeting.is_of(owner.key)
        ]
        pages = list(_pages(blocks))
        found += [
            Sheet(owner, owner.key in adults, tuple(page), at if len(pages) > 1 else 0)
            for at, page in enumerate(pages, 1)
        ]
    return tuple(found)


def _pages(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """As many meetings on a page as fit in their order; a meeting that is larger than a page is parted."""
    page: list[Block] = []
    for block in (part for one in blocks for part in _parts(one)):
        if page and sum(one.lines for one in page) + block.lines > FITS[-1]:
            yield page
            page = []
        page.append(block)
    yield page


def _parts(block: Block) -> Iterator[Block]:
    most = FITS[-1] - HEAD
    for start in range(0, max(1, len(block.sitters)), most):
        yield Block(block.sitting, block.meeting, block.sitters[start : start + most], goes_on=start > 0)
