"""What was erased, as a page of plain text that can be handed to a family or a district. It names no child."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill, indent

from django.utils import timezone

from homeroom.people.models import Erasure

WIDTH = 100
STAYS = (
    "The audit log keeps the child's number in its entries (who looked, when, why), because families may ask who"
    " looked; it never held the name. Entries go after the time that the retention table gives.",
    "Counts that name nobody: how many rows each received file had, and how many of them ended as erased.",
    "A keyed hash of the child's ids and names, made with this installation's own key. It only serves to keep files"
    " that still name the child from bringing the record back.",
    "A file that comes after this day and that homeroom can't read yet, because its layout is new: if it names the"
    " child, it is kept as it came until somebody accepts or rejects the layout. Once accepted, the child's rows end"
    " as erased and are blanked in the kept file; a rejected file is kept as long as the retention table says.",
    "Records of other people: classmates, teachers, brothers and sisters.",
    "Backups made before this day hold the record until they expire: 35 days at most, where the recommended setting is"
    " kept. A backup that is restored must be followed by this erasure again.",
)


def text(made: Erasure) -> str:
    """The certificate; of an erasure that is not finished, what has been done so far."""
    return "\n".join(_lines(made)) + "\n"


def _lines(made: Erasure) -> Iterator[str]:
    yield f"CERTIFICATE OF ERASURE, number {made.pk}"
    yield ""
    yield f"Child: number {made.student} of this installation"
    yield f"Keyed hash of the child's roster id: {made.child}"
    yield f"Asked for by: {made.asked_by}"
    yield f"Request: {made.request or 'not written down'}"
    yield f"Begun: {_moment(made.begun_at)}"
    yield f"Finished: {_moment(made.finished_at) if made.finished_at else 'NOT YET. The next nightly run goes on.'}"
    yield ""
    yield "What was removed"
    lines = [(line.package, line.place, line.removed) for line in made.lines.all()]
    wide = max((len(place) for _, place, _ in lines), default=0)
    yield from (f"    {package:8}{place:{wide + 4}}{count:>10,}" for package, place, count in lines)
    if not lines:
        yield "    nothing: no record of the child was found"
    yield ""
    yield "What stays, and until when"
    yield from (_paragraph(words) for words in STAYS)
    if made.remarks:
        yield ""
        yield "What could not be promised"
        yield from (_paragraph(words) for words in made.remarks)


def _paragraph(words: str) -> str:
    return indent(fill(words, WIDTH - 4), "    ").replace("    ", "  - ", 1)


def _moment(moment: object) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M %Z")  # type: ignore[arg-type]
