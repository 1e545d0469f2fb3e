"""Names of columns in letters of another alphabet that look like the Latin ones: the eye sees no difference."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Sequence

from django.utils.translation import gettext_noop

from homeroom.programs.header import normalised

# Small letters of Cyrillic, Greek and Armenian, and two more, with the Latin ones they or their capitals look like.
TWINS = str.maketrans(
    dict(zip("авгеѕікмнорстухјӏһԁԛԝ", "abresikmhopctyxjlhdqw", strict=True))
    | dict(zip("αβγεζηικμνορτυχ", "abyezhikmnoptyx", strict=True))
    | dict(zip("օսհցզɑɡı", "ouhgqagi", strict=True))
)
MOST = 3


def told(names: Sequence[str], known: Collection[str]) -> Iterator[str]:
    """A sentence for each name that is a known one but for letters of another alphabet. `known` are normalised."""
    strange = [name for name in names if normalised(name) not in known and _latin(name) in known]
    for name in strange[:MOST]:
        yield gettext_noop("“%(latin)s” is written there with %(which_words)s, which only looks like it.") % {
            "latin": _latin(name),
            "which_words": _which(name),
        }


def _latin(name: str) -> str:
    return normalised(name).translate(TWINS)


def _which(name: str) -> str:
    letter = next(sign for sign in normalised(name) if ord(sign) in TWINS)
    return gettext_noop("the letter %(letter)s") % {"letter": unicodedata.name(letter).lower()}
