"""The demonstration's release to a program's maker: one of the data team makes it, another one approves it."""

from __future__ import annotations

from rich.console import Console

from homeroom.evidence import content, release
from homeroom.evidence.errors import EvidenceError
from homeroom.people.models import Role, User
from homeroom.reports.vendor import told
from homeroom.site.demo_people import ITS_PROGRAM

# A smaller or shorter one has too few children behind each number to tell a maker anything.
CHILDREN, WEEKS = 480, 8

out = Console(soft_wrap=True, highlight=False)


def possible(children: int, weeks: int) -> bool:
    return children >= CHILDREN and weeks >= WEEKS


def tell() -> None:
    """The programs' quality, as the night works it out; a release, by two people; and how much of it is told."""
    content.nightly()
    everywhere = User.objects.filter(staff__roles__kind=Role.Kind.DATA_TEAM, staff__roles__school=None)
    first, second = everywhere.order_by("pk")[:2]
    release.agree(ITS_PROGRAM, release.FIELDS, first.username)
    try:
        made = release.make(ITS_PROGRAM, first.username)
    except EvidenceError as why:
        out.print(f"\nNothing is released to the maker of {ITS_PROGRAM}: {why}", markup=False)
        return
    release.approve(made, second.username)
    seen = told(made)
    out.print(f"\nReleased to the maker of {ITS_PROGRAM}, by {first.username} and approved by {second.username}:")
    out.print(f"  It tells of {seen.counted} of {len(seen.lines)} lines; the others say “few”. The vendor reads it.")
