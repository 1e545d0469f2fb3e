"""What is said of single classrooms, and to whom."""

from __future__ import annotations

from collections.abc import Collection

from homeroom.evidence import sentences
from homeroom.evidence.estimate import ALPHA
from homeroom.evidence.pool import Pooled
from homeroom.evidence.sentences import Said


def named(pooled: Pooled, own: Collection[int]) -> tuple[int, ...]:
    """The places of the classes that may be named to who leads those at `own`, in the order they were given."""
    return tuple(at for at, one in enumerate(pooled.classes) if one.stands_out and at in own)


def said_of_classes(pooled: Pooled, own: Collection[int]) -> tuple[Said, ...]:
    """Beside the figures: that chance scatters classes, too, unless they are shown to differ; and who may be named."""
    chance = () if pooled.p_spread <= ALPHA else (Said(sentences.CANT_TELL_CLASSES),)
    return (*chance, Said(sentences.CLASS_NAMED)) if named(pooled, own) else chance
