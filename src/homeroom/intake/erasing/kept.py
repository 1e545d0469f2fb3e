"""Every kept original, looked through for one child and written anew where it holds the child."""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from django.conf import settings
from django.db import transaction
from lxml import etree

from homeroom.intake import ledger, originals
from homeroom.intake.erasing.blank import blanked, blanked_xml, is_xml, replace
from homeroom.intake.erasing.find import search
from homeroom.intake.erasing.sought import Sought
from homeroom.intake.erasing.spans import load, positions
from homeroom.intake.layouts import declared
from homeroom.intake.models import Delivery, ErasedRows
from homeroom.intake.text import KINDS
from homeroom.intake.workshop import workshop
from homeroom.people.erasures import removed

PACKAGE = "intake"
LINES, FILES = "kept originals, lines", "kept originals, whole files"
MOST = 1 << 28  # a packed member larger than this is not looked into; the file that holds it goes whole


def blank_all(sought: Sought, facts: Mapping[int, Sequence[int]]) -> dict[int, list[int]]:
    """Blank the child in every original. `facts`: rows by delivery that were facts. Gives the child's rows by delivery.

    What is a delivery's is noted as erased rows before the file is written, so that a killed run leaves no doubt.
    """
    by_sha: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in Delivery.objects.order_by("pk"):
        by_sha[delivery.sha256].append(delivery)
    found: dict[int, list[int]] = {}
    with workshop() as shop:
        for path in _kept():
            deliveries = by_sha.get(path.name, [])
            rows = {row for one in deliveries for row in facts.get(one.pk, ())}
            numbers: Collection[int] = _blank(path, deliveries, rows, sought, shop)
            numbers = {*numbers, *ledger.erased_rows(path.name).tolist()}
            found |= {one.pk: sorted(n for n in numbers if n <= one.rows_in) for one in deliveries if numbers}
    return found


def _kept() -> Iterator[Path]:
    """Zips last: their members are written anew from the originals of the same bytes."""
    paths = [path for path in sorted((Path(settings.HOMEROOM_HOME) / "originals").glob("??/*")) if path.is_file()]
    yield from sorted(paths, key=lambda path: (_head(path).startswith(b"PK"), path))


def kept_texts() -> Iterator[Path]:
    """The kept originals that can be looked through line by line."""
    packed = tuple(kind.lower() for kind, _, _ in KINDS)
    yield from (path for path in _kept() if not _head(path).lower().startswith(packed) and not is_xml(path))


def _blank(path: Path, deliveries: Sequence[Delivery], facts: set[int], sought: Sought, shop: Path) -> list[int]:
    head = _head(path)
    if head.startswith(b"PK") and zipfile.is_zipfile(path):
        _blank_zip(path, sought)
        return []
    if any(head.lower().startswith(kind.lower()) for kind, _, _ in KINDS):
        _drop_packed(path, sought)
        return []
    if is_xml(path):
        return _blank_xml(path, deliveries, facts, sought)
    if found := search(path, load(path), deliveries, facts, sought, declared(), shop):
        _write(path, found.rows, blanked(found), sought.student, len(found.records))
        return found.rows
    return []


def _write(path: Path, rows: Sequence[int], content: bytes, student: int, lines: int) -> None:
    with transaction.atomic():
        if rows:
            ledger.note_erased(path.name, rows)
        removed(student, PACKAGE, LINES, lines)
    replace(path, content)
    ErasedRows.objects.filter(sha256=path.name).update(blanked=True)


def _blank_xml(path: Path, deliveries: Sequence[Delivery], facts: set[int], sought: Sought) -> list[int]:
    raw = path.read_bytes()
    if next(positions(raw, sought.alone), None) is None and not facts:
        return []
    try:
        content, numbers = blanked_xml(path, sought, facts, sought.roster(""))
    except etree.XMLSyntaxError:
        _drop(path, sought.student)
        return []
    if numbers:
        _write(path, numbers if any(one.rows_in for one in deliveries) else (), content, sought.student, len(numbers))
    return numbers


def _blank_zip(path: Path, sought: Sought) -> None:
    """A zip as it came: members that are kept as originals of their own stand in it as those stand now."""
    out, changed = io.BytesIO(), False
    try:
        with zipfile.ZipFile(path) as came, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as left:
            for one in came.infolist():
                content = came.read(one) if one.file_size <= MOST else b""
                now = _member(content, sought)
                changed |= now != content or one.file_size > MOST
                left.writestr(one, now)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
        _drop(path, sought.student)
        return
    if changed:
        removed(sought.student, PACKAGE, "kept originals, zips", 1)
        replace(path, out.getvalue())


def _member(content: bytes, sought: Sought) -> bytes:
    own = originals.place(hashlib.sha256(content).hexdigest())
    if own.is_file():
        return own.read_bytes()
    return b"" if holds(content, sought) else content


def _drop_packed(path: Path, sought: Sought) -> None:
    """A file that was never opened, because homeroom does not read its kind: it goes whole where it holds the child."""
    if holds(path.read_bytes(), sought):
        _drop(path, sought.student)


def holds(raw: bytes, sought: Sought) -> bool:
    """Whether these bytes hold an id, an account or both names of the child, in UTF-8 or UTF-16, packed or not."""
    return any(_plainly(layer, sought) for layer in [raw, *_unpacked(raw)])


def _unpacked(raw: bytes) -> Iterator[bytes]:
    try:
        if raw.startswith(b"\x1f\x8b"):
            yield gzip.GzipFile(fileobj=io.BytesIO(raw)).read(MOST)
        elif raw.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(raw)) as packed:
                yield from (packed.read(one) for one in packed.infolist() if one.file_size <= MOST)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return


def _plainly(raw: bytes, sought: Sought) -> bool:
    plain = raw.replace(b"\0", b"")
    if next(positions(plain, sought.alone), None) is not None:
        return True
    return any(_one(plain, given) and _one(plain, family) for given, family in sought.pairs)


def _one(raw: bytes, wanted: Sequence[bytes]) -> bool:
    return next(positions(raw, wanted), None) is not None


def _drop(path: Path, student: int) -> None:
    removed(student, PACKAGE, FILES, 1)
    path.unlink(missing_ok=True)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(16)
