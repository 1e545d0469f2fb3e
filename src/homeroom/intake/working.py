"""Read, match, check, publish: the work on one delivery, from its kept original."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext_noop

from homeroom.facts.engine import Session, session
from homeroom.intake import fixed_width, held_layouts, ledger, originals, titles
from homeroom.intake.as_of import NEEDS_DAY, NO_DATE, moment
from homeroom.intake.ends import hold, joined
from homeroom.intake.errors import IntakeError, installation, words_for_error
from homeroom.intake.layouts import Found, Header, declared, find, read_header, why_held
from homeroom.intake.models import Delivery
from homeroom.intake.publish import publish
from homeroom.intake.read import Malformed, Read, count_records, read_typed, with_escape
from homeroom.intake.text import DAMAGED, Decoded, as_utf8
from homeroom.intake.workshop import workshop
from homeroom.people.erasures import is_kept_out, keys_kept_out
from homeroom.programs.declaration import Program

WORDS = re.compile(r"[^\s,;|\"]+")
# A shorter word stands in many rows that are about somebody else.
TELLING = 4
Tell = Callable[[Delivery], None]


def work(delivery: Delivery, programs: Sequence[Program], tell: Tell) -> Delivery:
    """Read, match, check, publish. Whatever is wrong with the file, it ends held; the disk's trouble ends the run."""
    with installation(delivery.file):
        try:
            with installation(delivery.file), workshop() as shop, session() as place:
                _judge(place, shop, delivery, programs, tell)
        except Exception as error:
            hold(delivery, delivery.rows_in, words_for_error(delivery.file, error))
    tell(delivery)
    return delivery


def _judge(place: Session, shop: Path, delivery: Delivery, programs: Sequence[Program], tell: Tell) -> None:
    with opened(delivery, shop, place, programs) as (path, header):
        found = find(header, programs)
        if found is None:
            held_layouts.keep(delivery, header)
            hold(delivery, count_records(place, path, header), _stranger_words(header, programs))
            return
        if found.layout.needs_as_of and moment(delivery, found.layout)[0] is None:
            hold(delivery, count_records(place, path, header), NEEDS_DAY)
            return
        read = _read(place, delivery, found, path, header, tell)
        _step(delivery, "publishing", tell, done=read.records)
        publish(place, found, delivery, take_out_erased(place, delivery, read))


def _read(place: Session, delivery: Delivery, found: Found, path: Path, header: Header, tell: Tell) -> Read:
    delivery.program, delivery.report = found.program.slug, found.report.slug
    delivery.layout = found.layout.slug
    delivery.message = joined(delivery.message, *found.notes)
    _date(delivery, found)
    _step(delivery, "reading", tell)
    read = read_whole(place, path, header, found)
    delivery.rows_in, delivery.rows_total = read.records, read.records
    if not read.records:
        delivery.message = joined(delivery.message, gettext_noop("the file holds its header and no rows"))
    return read


def read_whole(place: Session, path: Path, header: Header, found: Found) -> Read:
    """Fill the temporary table `typed`; what is malformed in words that fit the kind of file."""
    read = read_typed(place, path, header, found)
    return read if header.lines else fixed_width.told_by_length(read)


def _date(delivery: Delivery, found: Found) -> None:
    delivery.as_of, delivery.as_of_from = moment(delivery, found.layout)
    if not delivery.as_of_from:
        delivery.message = joined(delivery.message, NO_DATE)


@contextmanager
def opened(
    delivery: Delivery, shop: Path, place: Session, programs: Sequence[Program] | None = None
) -> Iterator[tuple[Path, Header]]:
    """A delivery's original as UTF-8, with its header; one of fixed width as CSV, by the declaration it fits."""
    original = originals.place(delivery.sha256)
    if not original.is_file():
        raise IntakeError(
            gettext_noop("%(file)s: the kept original is gone. Receive the file again, or restore a backup.")
            % {"file": delivery.file}
        )
    decoded = as_utf8(original, shop, delivery.file)
    delivery.message = "; ".join(decoded.notes)
    path, header = read_as(place, decoded, delivery.file, shop, programs)
    delivery.header_lines = header.lines
    yield path, header


def read_as(
    place: Session, decoded: Decoded, name: str, shop: Path, programs: Sequence[Program] | None = None
) -> tuple[Path, Header]:
    """The file as CSV, and its header."""
    known = declared() if programs is None else programs
    if layout := fixed_width.layout_of(decoded.path, decoded.encoding, name, known):
        return fixed_width.as_csv(place, decoded, layout, name, shop)
    path, header = decoded.path, replace(read_header(decoded.path, name), native=DAMAGED not in decoded.notes)
    if titles.might_stand_before(header):
        path, header = titles.past_titles(path, header, shop, known) or (path, header)
    return path, with_escape(place, path, header)


def take_out_erased(place: Session, delivery: Delivery, read: Read) -> list[ledger.Cause]:
    """Rows of the original that were erased are blank in it: they are not judged. Gives the causes of all set apart."""
    gone = np.union1d(ledger.erased_rows(delivery.sha256), _torn(read.malformed))
    if not gone.size:
        return malformed_causes(read.malformed)
    place.relation("erased", {"row": gone.tolist()})
    place.run("delete from typed where row in (select row from erased)")
    numbers = set(gone.tolist())
    return [*malformed_causes([one for one in read.malformed if one.row not in numbers]), ledger.erased_cause(gone)]


def _torn(malformed: Sequence[Malformed]) -> list[int]:
    """Records that can't be split into cells, and hold an id of an erased child."""
    keys = keys_kept_out() if malformed else frozenset()
    return [
        one.row
        for one in malformed
        if keys and any(len(word) >= TELLING and is_kept_out(word, keys) for word in WORDS.findall(one.raw))
    ]


def malformed_causes(faults: Sequence[Malformed]) -> list[ledger.Cause]:
    """Malformed records as causes, one a fault."""
    by_fault: dict[str, list[int]] = {}
    for fault in faults:
        by_fault.setdefault(fault.fault, []).append(fault.row)
    return [ledger.Cause("quarantined", "malformed", "", words, rows) for words, rows in by_fault.items()]


def _step(delivery: Delivery, stage: str, tell: Tell, done: int = 0) -> None:
    """Say how far the delivery is. The ledger is not touched: it is written once, with the facts."""
    delivery.stage, delivery.rows_done, delivery.heard_at = stage, done, timezone.now()
    Delivery.objects.filter(pk=delivery.pk).update(
        stage=stage,
        rows_done=done,
        rows_total=delivery.rows_total,
        heard_at=delivery.heard_at,
        program=delivery.program,
        report=delivery.report,
        layout=delivery.layout,
    )
    tell(delivery)


def _stranger_words(header: Header, programs: Sequence[Program]) -> str:
    return gettext_noop("The header fits no declared report. %(why_words)s Nothing was loaded; the file is kept.") % {
        "why_words": why_held(header, programs)
    }
