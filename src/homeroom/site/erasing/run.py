"""One erasure from the request to the certificate. Every step may be killed; the next run takes it up where it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.db import transaction

from homeroom.intake.erasing import blank
from homeroom.intake.erasing.sought import also_known, sought
from homeroom.intake.workshop import one_intake
from homeroom.people import audit, erasures
from homeroom.people.known_by import people_of
from homeroom.people.models import Erasure, Student, User
from homeroom.site.erasing import leftovers, residue
from homeroom.site.erasing.packages import ERASE

Tell = Callable[[str], None]
RESIDUE = "database residue"
TO_COME = (
    "{count} files that are still to be taken in name the child. They are taken in without the child, and blanked then."
)
BY_HAND = "Files that homeroom did not write still name the child; look at them and remove them by hand: {files}."


def quiet(words: str) -> None:
    """Tell nobody."""


def erase(
    child: Student, by: User | audit.CommandLine | None, request: str, tell: Tell = quiet, *, keep_out: bool = True
) -> Erasure:
    """Erase the child from everything. Gives the erasure, finished; where one was open, that one.

    `keep_out` keeps files that still name the child from bringing the record back.
    Raises residue.BusyError where the database's files could not be cleaned: everything else is done then.
    """
    with one_intake():
        with transaction.atomic():
            open_before = erasures.open_one(child.pk)
            known = [*people_of(child), also_known(child)]
            by_name = audit.called(by) if isinstance(by, User) else str(by or audit.INSTALLATION)
            made = erasures.begin(child.pk, known, by_name, request, keep_out=keep_out)
            if open_before is None:
                audit.did(by, "erased", f"student {child.pk}", [child.pk], request or "erased on request")
        return go_on(made, tell)


def go_on(made: Erasure, tell: Tell = quiet) -> Erasure:
    """Do the steps of an open erasure that are not done yet."""
    with one_intake():
        if not made.remarks:
            made.remarks = list(_remarks(made.student))
            made.save(update_fields=["remarks"])
        for name, step in ERASE.items():
            if name not in made.steps:
                tell(name)
                step(made.student)
                erasures.step_done(made, name)
        blank.finish()
        tell(RESIDUE)
        erasures.finish(made, [*made.remarks, *residue.clean()])
        return made


def resume(tell: Tell = quiet) -> list[Erasure]:
    """Take up what a killed run left, and blank what came in of erased children. Called by every nightly run."""
    with one_intake():
        blank.finish()
    return [go_on(one, tell) for one in erasures.unfinished()]


def _remarks(student: int) -> Iterable[str]:
    if waiting := leftovers.waiting_files(student):
        yield TO_COME.format(count=len(waiting))
    child = Student.objects.filter(pk=student).first()
    if child and (found := leftovers.others(sought(child))):
        yield BY_HAND.format(files=_shown(found))


def _shown(found: list[Path]) -> str:
    """How many lie where. A file's name may be the child's, so only its folder is told."""
    folders = Counter(path.parent.relative_to(settings.HOMEROOM_HOME) for path in found)
    return ", ".join(
        f"{count} in {folder if folder.parts else 'the folder itself'}" for folder, count in folders.items()
    )
