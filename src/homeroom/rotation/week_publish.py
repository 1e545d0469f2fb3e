"""Publish a draft of the school's week, or end what was published: one transaction, all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from homeroom.people import audit
from homeroom.rotation import week_drafts
from homeroom.rotation.drafts import By, signed
from homeroom.rotation.errors import RotationError
from homeroom.rotation.models import Rotation
from homeroom.rotation.plan_models import State
from homeroom.rotation.week.check import Break
from homeroom.rotation.week.rules import Strength


class BrokenError(RotationError):
    """A hard rule is broken: `breaks` are all that are."""

    def __init__(self, breaks: Sequence[Break]) -> None:
        words = ngettext(
            "%(count)s rule that must be kept is broken, so it can't be published.",
            "%(count)s rules that must be kept are broken, so it can't be published.",
            len(breaks),
        )
        super().__init__(words % {"count": len(breaks)})
        self.breaks = tuple(breaks)


@transaction.atomic
def publish(draft: Rotation, by: By, seen: int) -> Rotation:
    """Make the draft what holds at the school, in place of what held. `seen` is the last step that the person saw.

    Raises BrokenError where a hard rule is broken by the school as it is now, RotationError where a newer version was
    published, or somebody changed the draft meanwhile.
    """
    kept = week_drafts.as_draft(draft)
    was = week_drafts.opened(kept)
    if was.step != seen:
        raise RotationError(gettext("Somebody changed this draft meanwhile. Look at it again, then publish it."))
    if not was.instance.grades:
        raise RotationError(gettext("The school has no week to publish: there are no classes with bells."))
    if hard := hard_breaks(was):
        raise BrokenError(hard)
    before = published(kept.school_id)
    if before is not None:
        if before.version > kept.version:
            words = gettext("Version %(version)s was published since. Copy this draft, and publish the copy.")
            raise RotationError(words % {"version": before.version})
        _end(before, by)
    kept.state, kept.published_by, kept.published_at = State.PUBLISHED, signed(by), timezone.now()
    kept.save(update_fields=["state", "published_by", "published_at"])
    audit.did(by, "published", week_drafts.named(kept), [], f"version {kept.version}")
    return kept


@transaction.atomic
def end(held: Rotation, by: By) -> None:
    """From now on the school goes by no rotation. Raises RotationError where it does not hold any more."""
    _end(held, by)
    audit.did(by, "ended", week_drafts.named(held), [], f"version {held.version}")


def published(school: int) -> Rotation | None:
    """What holds at the school."""
    return Rotation.objects.filter(school=school, state=State.PUBLISHED).first()


def hard_breaks(was: week_drafts.Opened) -> tuple[Break, ...]:
    return tuple(one for one in was.draft.breaks if one.strength is Strength.HARD)


def _end(held: Rotation, by: By) -> None:
    found = Rotation.objects.filter(pk=held.pk, state=State.PUBLISHED)
    if not found.update(state=State.ENDED, ended_by=signed(by), ended_at=timezone.now()):
        raise RotationError(gettext("This week does not hold any more, or never did. There is nothing to end."))
