"""A person accepts a proposal: the layout is written down, dated, and the files that waited for it are judged again."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_noop

from homeroom.intake import own_programs, unknown
from homeroom.intake.errors import IntakeError, installation
from homeroom.intake.layout_models import UnknownLayout
from homeroom.intake.layouts import Header, declared, find
from homeroom.intake.look import look_at
from homeroom.intake.models import Delivery
from homeroom.intake.new_layout import NewLayout, save
from homeroom.intake.proposing.proposal import Edits
from homeroom.intake.workshop import locked
from homeroom.people import audit
from homeroom.people.models import User


@dataclass(frozen=True)
class Accepted:
    """The layout that was accepted, and the deliveries that were judged again because of it."""

    layout: NewLayout
    judged: tuple[Delivery, ...]


def accept(number: int, edits: Edits | None, by: User | None) -> Accepted:
    """Make a held file's proposal, with a person's edits, a layout of this installation; then load what waited for it.

    Raises IntakeError where the file doesn't wait any more, or the proposal can't be used as it stands.
    """
    made = take(number, edits, by)
    return Accepted(made, tuple(unknown.judge_known()))


def take(number: int, edits: Edits | None, by: User | None) -> NewLayout:
    """Make the proposal a layout. What waits for it still waits: `unknown.judge_known` loads it."""
    folder = own_programs.folder()
    with installation("program.toml"):
        folder.mkdir(parents=True, exist_ok=True)
    with locked(folder), transaction.atomic():
        found = unknown.must_wait(number)
        looked = look_at(found.delivery, edits)
        if looked.proposal.problems:
            raise IntakeError(
                gettext_noop("%(file)s can't be accepted yet. %(problems_words)s")
                % {"file": found.delivery.file, "problems_words": " ".join(looked.proposal.problems)}
            )
        made = looked.made
        name = f"{made.program}/{made.report}/{made.layout}"
        unknown.decide(unknown.alike(found), UnknownLayout.Decision.ACCEPTED, by, layout=name)
        audit.did(
            by, "accepted layout", f"delivery {number}, layout {name}", [], f"for files like {found.delivery.file}"
        )
        # The file comes last: where it can't be written, nothing was decided.
        path = save(made)
        meant = find(Header(tuple(found.names), found.delimiter), declared())
        if meant is None or meant.layout.slug != made.layout:
            path.unlink()
            raise IntakeError(
                gettext_noop(
                    "%(file)s: another layout fits this header just as well, so a new one would not be used. "
                    "Nothing was changed. `homeroom layout list` names this installation's own layouts."
                )
                % {"file": found.delivery.file}
            )
    return made
