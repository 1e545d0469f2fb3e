"""Find rows that give away the answer of the row after them.

Some published preparations of answers copy an answer to an item on several standards once for each standard. The copies
stand one after the other with the same result: an engine that looks at the row before foretells them without knowing
anything of the child.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from homeroom.mastery.errors import MasteryError
from homeroom.mastery.recency import leading
from homeroom.mastery.responses import Responses

MOST = 0.02  # a share of repeated rows that chance and re-asked items can explain


@dataclass(frozen=True)
class Leak:
    rows: int
    repeated: int | None  # None: there are no items, so nothing can be said

    @property
    def share(self) -> float | None:
        return None if self.repeated is None else self.repeated / self.rows

    def refuse(self) -> None:
        """Raise MasteryError where so many rows repeat the one before that no figure on them means anything."""
        if self.share is not None and self.share > MOST:
            raise MasteryError(
                f"{self.share:.1%} of the rows repeat the row before, same child, item and result, under another "
                "standard: an answer to several standards must be one row with a list of standards."
            )


def leak(responses: Responses) -> Leak:
    """Count rows with the child, item and result of the row before and another standard."""
    if not responses.items:
        return Leak(len(responses), None)
    standard = leading(responses)
    same = [_as_before(column) for column in (responses.student, responses.item, responses.result)]
    repeated = same[0] & same[1] & same[2] & (responses.item[1:] >= 0) & ~_as_before(standard)
    return Leak(len(responses), int(repeated.sum()))


def _as_before(column: np.ndarray) -> np.ndarray:
    alike: np.ndarray = column[1:] == column[:-1]
    return alike
