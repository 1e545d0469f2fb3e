"""Comments are read by a person before they are shown: names come out, or the comment stays away."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext

from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.lock import By, signed
from homeroom.evidence.suppress import FEW
from homeroom.evidence.survey_models import SurveyComment, Wave
from homeroom.evidence.survey_results import rows
from homeroom.people import audit


def waiting(wave: Wave) -> list[SurveyComment]:
    """Those nobody has read, in an order drawn by chance; none while the wave is open, or of fewer than ten answers."""
    if wave.closed_on is None or len(rows(wave)) < FEW:
        return []
    held = SurveyComment.objects.filter(survey=wave.survey.slug, on=wave.opens_on, state=SurveyComment.State.WAITING)
    return list(held.order_by("key"))


@transaction.atomic
def read(wave: Wave, key: int, words: str, by: By, *, show: bool) -> None:
    """Show a comment in these words, from which names were taken out, or withhold it: then its words go."""
    found = next((one for one in waiting(wave) if one.pk == key), None)
    if found is None:
        raise EvidenceError(gettext("This comment was read already."))
    if show and not words.strip():
        raise EvidenceError(gettext("Nothing is left of this comment: withhold it."))
    found.words = words.strip() if show else ""
    found.state = SurveyComment.State.SHOWN if show else SurveyComment.State.WITHHELD
    found.read_by = signed(by)
    found.save(update_fields=["words", "state", "read_by"])
    audit.did(by, "read a comment of", f"survey {wave.survey.slug}", (), found.state)
