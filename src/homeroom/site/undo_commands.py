"""`homeroom undo`: take a whole import back."""

from __future__ import annotations

from homeroom.intake.errors import IntakeError
from homeroom.intake.undo import withdraw
from homeroom.people.models import User
from homeroom.site import receiving
from homeroom.site.work_out import work_out


def undo(delivery: int, by: str, as_json: bool) -> None:
    """Undo, show how the delivery's rows end now, and bring what was worked out of them up to date.

    Raises IntakeError where there is nothing to undo, or nobody is called `by`.
    """
    user = User.objects.filter(username=by).first() if by else None
    if by and user is None:
        raise IntakeError(f"Nobody here has the user name {by}. Nothing was undone.")
    receiving.show(withdraw(delivery, user), as_json)
    work_out()
