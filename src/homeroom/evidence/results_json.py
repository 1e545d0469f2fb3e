"""A study's results as JSON, and back again to the last digit."""

from __future__ import annotations

import json

import msgspec
from django.utils.translation import gettext

from homeroom.evidence import canonical
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.results import FORMAT, Results


def text(results: Results) -> str:
    """One text for one content. A part says what was found, or why nothing was; there is no null."""
    return canonical.text(_without_blanks(msgspec.to_builtins(results)))


def load(written: str) -> Results:
    """Raises EvidenceError where the text is no result of this version."""
    try:
        found = msgspec.convert(json.loads(written), Results)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise EvidenceError(gettext("These results can't be read: %(why)s") % {"why": error}) from None
    if found.format != FORMAT:
        raise EvidenceError(gettext("These results are of a format that this version can't read."))
    return found


def _without_blanks(told: object) -> object:
    """`null` stands nowhere but on the empty side of a part."""
    if isinstance(told, dict):
        return {name: _without_blanks(one) for name, one in told.items() if one is not None}
    return [_without_blanks(one) for one in told] if isinstance(told, (list, tuple)) else told
