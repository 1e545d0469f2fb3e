"""Write a kept original anew with some of its rows blank. Its name, which is the SHA-256 of what came, stays."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from lxml import etree

from homeroom.intake import originals
from homeroom.intake.erasing.find import Searched, pending
from homeroom.intake.erasing.sought import Sought
from homeroom.intake.erasing.spans import load
from homeroom.intake.errors import installation
from homeroom.intake.ledger import unpacked
from homeroom.intake.matching.known import Roster
from homeroom.intake.models import Delivery, ErasedRows


def blanked(found: Searched) -> bytes:
    """The whole file, in the encoding it came in: a record that goes keeps its line and its cells, which are empty."""
    empty = _empty(found)
    raw, at = memoryview(found.text.raw), 0
    parts: list[bytes | memoryview] = []
    for place in sorted({*found.records, *found.cells}):
        start, end = int(found.spans.starts[place]), int(found.spans.ends[place])
        fixed = not found.head
        parts += [raw[at:start], found.cells.get(place, b"." * (end - start) if fixed else empty)]
        at = end
    return found.text.written(b"".join([*parts, raw[at:]]))


def _empty(found: Searched) -> bytes:
    cells = found.width - 1
    return found.delimiter.encode() * cells if cells > 0 else b'""'


def blanked_xml(path: Path, sought: Sought | None, numbers: Collection[int], known: Roster) -> tuple[bytes, list[int]]:
    """An interchange with the child's records emptied, and which those are. Records keep their number."""
    tree = etree.parse(str(path), etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    gone = []
    for number, record in enumerate(tree.getroot().iterchildren(tag=etree.Element), start=1):
        if number in numbers or (sought and sought.in_cells(list(_texts(record)), known)):
            record.clear(keep_tail=True)
            gone.append(number)
    written: Any = etree.tostring(tree, xml_declaration=True, encoding=tree.docinfo.encoding or "UTF-8")
    return written, gone


def _texts(record: etree._Element) -> Iterator[str]:
    for part in record.iter():
        yield from filter(None, [(part.text or "").strip(), *part.attrib.values()])


def replace(path: Path, content: bytes) -> None:
    """Put `content` in the place of the file: temporary name, fsync, rename."""
    part = Path(settings.HOMEROOM_HOME) / "originals" / f"{os.getpid()}.part"
    with installation(path.name), part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
    originals.sync_folder(path.parent)


def finish() -> int:
    """Blank what ended as erased and still stands in originals: new files that name an erased child. How many files."""
    waiting = list(ErasedRows.objects.filter(blanked=False))
    for row in waiting:
        _finish(row)
    return len(waiting)


def _finish(row: ErasedRows) -> None:
    path = originals.place(row.sha256)
    if path.is_file():
        deliveries = list(Delivery.objects.filter(sha256=row.sha256).order_by("pk"))
        if is_xml(path):
            content, _ = blanked_xml(path, None, set(unpacked(row.numbers).tolist()), Roster())
            replace(path, content)
        elif found := pending(row, load(path), deliveries):
            replace(path, blanked(found))
        else:
            path.unlink()  # its rows can't be told apart any more: better no original than one that names the child
    ErasedRows.objects.filter(pk=row.pk, numbers=row.numbers).update(blanked=True)


def is_xml(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(64).lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
