"""Take rows back out of the facts: a whole import, or some rows of it. What they had pushed aside is judged again.

After it the facts are what they would be had the rows never come. Content items and identity links stay.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from homeroom.facts import store
from homeroom.facts.engine import session
from homeroom.intake import ledger
from homeroom.intake.again import Again, Rows, judge_again
from homeroom.intake.edfi.whole import INTERCHANGE
from homeroom.intake.ends import same_words
from homeroom.intake.errors import IntakeError, installation
from homeroom.intake.layouts import declared
from homeroom.intake.models import ROSTERS, Delivery
from homeroom.intake.reasons import words_for
from homeroom.intake.who import waiting
from homeroom.intake.workshop import one_intake
from homeroom.people import audit
from homeroom.people.models import User
from homeroom.programs.declaration import Program

COMMAND_LINE = "command line"
UNDID = "undid"


def take_back(
    rows: Mapping[int, Sequence[int]],
    *,
    ends_as: str,
    code: str,
    words: str,
    programs: Sequence[Program] | None = None,
) -> int:
    """Rows of published deliveries (delivery → row numbers) leave the facts and end as `ends_as` for this cause.

    `ends_as` is "withdrawn" or "quarantined". Rows that already wait, or that are withdrawn or erased, stay what they
    are. Rows that lost to the ones taken back are matched and judged again, so whatever is decided of a link must be
    written down before. All becomes true in one publication. Returns the version that is true afterwards.
    """
    with one_intake():
        chosen = {pk: np.unique(np.asarray(numbers, dtype=np.int64)) for pk, numbers in rows.items()}
        for pk in sorted(chosen):
            _must_be_published(Delivery.objects.get(pk=pk))
        with installation(f"deliveries {', '.join(map(str, sorted(chosen)))}"):
            return _publish_without(chosen, ledger.Cause(ends_as, code, "", words, ()), _known(programs))


def withdraw(delivery: int, by: User | None, programs: Sequence[Program] | None = None) -> Delivery:
    """Undo a whole import: all its rows but erased ones end as withdrawn. Received again, the file is a new delivery.

    Another delivery of the same bytes takes its place. Raises IntakeError where there is nothing to undo.
    """
    with one_intake():
        found = Delivery.objects.filter(pk=delivery).first()
        if found is None:
            raise IntakeError(
                gettext_noop("There is no delivery %(delivery)s. See `homeroom status` or the Imports page.")
                % {"delivery": delivery}
            )
        _must_be_undoable(found)
        with installation(found.file):
            _withdraw(found, by, _known(programs))
        found.refresh_from_db()
        return found


def _must_be_undoable(found: Delivery) -> None:
    where = gettext_noop("%(file)s (delivery %(number)s)") % {"file": found.file, "number": found.pk}
    if found.program in ROSTERS:
        raise IntakeError(
            gettext_noop("%(where_words)s is a roster. Undo its changes where rosters are undone.")
            % {"where_words": where}
        )
    if found.layout == INTERCHANGE:
        raise IntakeError(
            gettext_noop("%(where_words)s holds standards, items or children, not results. A newer file corrects it.")
            % {"where_words": where}
        )
    told = {
        Delivery.State.RUNNING: gettext_noop(
            "%(where_words)s is being taken in. Wait until it has ended, then undo it."
        ),
        Delivery.State.REFUSED: gettext_noop("%(where_words)s was refused: nothing of it was taken in."),
        Delivery.State.WITHDRAWN: gettext_noop(
            "%(where_words)s is undone already. Receive the file again to have its rows back."
        ),
    }
    if words := told.get(Delivery.State(found.state)):
        raise IntakeError(words % {"where_words": where})


def _must_be_published(found: Delivery) -> None:
    _must_be_undoable(found)
    if found.state == Delivery.State.HELD:
        raise IntakeError(
            gettext_noop("%(file)s (delivery %(number)s) is held: no row of it is published.")
            % {"file": found.file, "number": found.pk}
        )


def _withdraw(found: Delivery, by: User | None, programs: Sequence[Program]) -> None:
    cause = ledger.Cause("withdrawn", "undone", "", words_for("undone"), ())
    everything = np.arange(1, found.rows_in + 1)
    heir = found.repeats.filter(state=Delivery.State.PUBLISHED).order_by("pk").first()

    def record(again: Again) -> None:
        again.record()
        waiting.let_go(found)
        _mark_undone(found, by, again.students)
        if heir:
            _inherit(found, heir)

    with store.publishing(), transaction.atomic():
        if found.held:
            ledger.tell_held(found)
        _publish_without({found.pk: everything}, cause, programs, heir, record)


def _publish_without(
    rows: Mapping[int, Rows],
    cause: ledger.Cause,
    programs: Sequence[Program],
    heir: Delivery | None = None,
    record: Callable[[Again], None] = Again.record,
) -> int:
    with store.publishing(), session() as place:
        again = judge_again(place, rows, cause, programs, heir)
        told = f"{cause.ended_as} of delivery {', '.join(map(str, sorted(rows)))}"
        return store.publish(again.staged, again.retired, told, lambda _: record(again))


def _mark_undone(found: Delivery, by: User | None, students: Sequence[int]) -> None:
    actor = by.get_username() if by else COMMAND_LINE
    now = timezone.now()
    words = gettext_noop("undone by %(who)s on %(on_day)s") % {
        "who": actor,
        "on_day": f"{timezone.localtime(now):%Y-%m-%d}",
    }
    Delivery.objects.filter(pk=found.pk).update(
        state=Delivery.State.WITHDRAWN, message=words, finished_at=now, stage="", same_as=None
    )
    audit.did(by or audit.command_line(), UNDID, f"import {found.pk}", students, "undo of an import")


def _inherit(gone: Delivery, heir: Delivery) -> None:
    """The next delivery of the same bytes stands for them from now on."""
    words = gettext_noop("the same file as delivery %(number)s, which was undone: its rows are judged here") % {
        "number": gone.pk
    }
    Delivery.objects.filter(pk=heir.pk).update(same_as=None, message=words)
    gone.repeats.exclude(pk=heir.pk).update(same_as=heir, message=same_words(heir))


def _known(programs: Sequence[Program] | None) -> Sequence[Program]:
    return tuple(programs if programs is not None else declared())
