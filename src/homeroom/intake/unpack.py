"""Files out of what a person hands over: a file, a folder, a zip. No zip is trusted: bytes are counted as they come."""

from __future__ import annotations

import lzma
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext_noop

from homeroom.intake.errors import IntakeError

MOST_FILES = 100
MOST_BYTES = 2 * 1024**3
MOST_RATIO = 200
CHUNK = 1 << 20
# Below this size a ratio says nothing: a short file of blanks packs well.
RATIO_FROM = 1024**2
# How a zip that is one begins. A table with a zip behind its last row is a table.
ZIP = b"PK"
# The list of a zip's files is read at once: one of a million names is a bomb, too.
MOST_AT_ONCE = CHUNK
# Other ways of packing give out at once whatever a chunk holds, which may be a thousand times this machine's memory.
PACKED = {zipfile.ZIP_STORED: "not packed", zipfile.ZIP_DEFLATED: "deflate"}
LOCKED = 0x1
BOMB = gettext_noop("the zip unpacks to far more than it should (a zip bomb). Nothing was taken in.")
# What every Excel or Word file of today holds.
WORKBOOK = "[Content_Types].xml"
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, UnicodeError),
    *(NotImplementedError, RuntimeError, EOFError, ValueError),
)


@dataclass(frozen=True)
class Incoming:
    """A file to take in: the base name it came under, where its bytes lie now, the zip it came out of.

    `folder` is the same for files that lay side by side, and for no others.
    """

    name: str
    path: Path
    folder: str
    archive: str = ""


def files_in(path: Path, workshop: Path) -> list[Incoming]:
    """The file itself, or the files of the zip that it is. Raises IntakeError for a zip that isn't safe."""
    if _is_zip(path):
        return _unzip(path, workshop)
    return [Incoming(plain_name(path.name), path, str(path.parent))]


def plain_name(name: str) -> str:
    """The base name alone, without folders and without characters that can't be seen."""
    base = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(sign for sign in unicodedata.normalize("NFC", base) if unicodedata.category(sign)[0] != "C")
    return shown[:255] if shown.strip(".") else "unnamed"


class _Measured(FileIO):
    """A zip of which no more is read at once than a chunk of a member."""

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(MOST_AT_ONCE + 1 if size is None or size < 0 else min(size, MOST_AT_ONCE + 1))
        if len(found) > MOST_AT_ONCE:
            raise IntakeError(
                gettext_noop("%(name)s: the zip holds far too many files. Nothing was.")
                % {"name": plain_name(Path(self.name).name)}
            )
        return found


def _hidden(path: PurePosixPath) -> bool:
    return any(part.startswith((".", "__MACOSX")) and part != ".." for part in path.parts)


def _unzip(path: Path, workshop: Path) -> list[Incoming]:
    name = plain_name(path.name)
    try:
        with _Measured(path) as file, zipfile.ZipFile(file) as archive:
            if WORKBOOK in archive.namelist():
                return [Incoming(name, path, str(path.parent))]
            return list(_members(archive, path, name, workshop))
    except BROKEN as error:
        raise IntakeError(
            gettext_noop("%(name)s: the zip is damaged or locked (%(error)s). Ask for it again.")
            % {"name": name, "error": type(error).__name__}
        ) from error
    except OSError as error:
        if error.errno:
            raise
        raise IntakeError(gettext_noop("%(name)s: the zip is damaged. Ask for it again.") % {"name": name}) from error


def _members(archive: zipfile.ZipFile, path: Path, name: str, workshop: Path) -> Iterator[Incoming]:
    infos = [info for info in archive.infolist() if not info.is_dir() and not _hidden(_inner(info))]
    if not infos:
        raise IntakeError(gettext_noop("%(name)s: there is no file in this zip. Ask for it again.") % {"name": name})
    if len(infos) > MOST_FILES:
        raise IntakeError(
            gettext_noop("%(name)s: the zip holds %(files)s files; at most %(most_files)s are taken. Nothing was.")
            % {"name": name, "files": len(infos), "most_files": MOST_FILES}
        )
    for info in infos:
        _must_open(info, name)
    workshop.mkdir()
    # Whatever the zip says of itself: this many bytes are all that so few can stand for.
    room = min(MOST_BYTES, max(RATIO_FROM, MOST_RATIO * path.stat().st_size))
    for number, info in enumerate(sorted(infos, key=lambda info: info.filename)):
        # The member's own name never becomes a path: it may hold "../".
        target = workshop / f"{number:03d}"
        room -= _copy(archive, info, target, room, name)
        if _is_archive(target):
            raise IntakeError(
                gettext_noop("%(name)s: a zip inside the zip is not opened. Unpack it and receive the files.")
                % {"name": name}
            )
        yield Incoming(plain_name(info.filename), target, f"{path}/{_inner(info).parent}", name)


def _must_open(info: zipfile.ZipInfo, name: str) -> None:
    if info.flag_bits & LOCKED:
        raise IntakeError(
            gettext_noop("%(name)s: the zip is locked with a password. Ask for it without one.") % {"name": name}
        )
    if info.compress_type not in PACKED:
        raise IntakeError(
            gettext_noop("%(name)s: the zip is packed in a way that is not opened. Pack it anew as a usual zip.")
            % {"name": name}
        )


def _is_zip(path: Path) -> bool:
    """Whether it is one. What can't be read is none: who reads it later tells why."""
    try:
        with path.open("rb") as file:
            return file.read(len(ZIP)) == ZIP and zipfile.is_zipfile(file)
    except OSError:
        return False


def _inner(info: zipfile.ZipInfo) -> PurePosixPath:
    return PurePosixPath(info.filename.replace("\\", "/"))


def _is_archive(path: Path) -> bool:
    """A zip. A workbook is one too, but it is read as the single file it is."""
    if not _is_zip(path):
        return False
    with _Measured(path) as file, zipfile.ZipFile(file) as archive:
        return WORKBOOK not in archive.namelist()


def _copy(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, room: int, name: str) -> int:
    """Copy one member, counting what really comes out; the header's own size is only a claim."""
    taken = 0
    with archive.open(info) as reader, target.open("wb") as writer:
        while chunk := reader.read(CHUNK):
            taken += len(chunk)
            if taken > room or (taken > RATIO_FROM and taken > MOST_RATIO * max(info.compress_size, 1)):
                raise IntakeError(f"{name}: {BOMB}")
            writer.write(chunk)
    return taken
