"""Files out of what a person hands over: a file, a folder, a zip. No zip is trusted: bytes are counted as they come."""

from __future__ import annotations

import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from homeroom.intake.errors import IntakeError

MOST_FILES = 100
MOST_BYTES = 2 * 1024**3
MOST_RATIO = 200
CHUNK = 1 << 20
# Below this size a ratio says nothing: a short file of blanks packs well.
RATIO_FROM = 1024**2


@dataclass(frozen=True)
class Incoming:
    """A file to take in: the base name it came under, where its bytes lie now, and the zip it came out of."""

    name: str
    path: Path
    archive: str = ""


def files_in(path: Path, workshop: Path) -> list[Incoming]:
    """Every file at `path`, by name. Raises IntakeError for what isn't there and for a zip that isn't safe."""
    if path.is_dir():
        inside = sorted(file for file in path.rglob("*") if file.is_file() and not _hidden(file.relative_to(path)))
        return [incoming for file in inside for incoming in files_in(file, workshop)]
    if not path.exists():
        raise IntakeError(f"{path}: there is no such file or folder.")
    if zipfile.is_zipfile(path):
        return _unzip(path, workshop)
    return [Incoming(plain_name(path.name), path)]


def plain_name(name: str) -> str:
    """The base name alone, without folders and without characters that can't be seen."""
    base = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(sign for sign in unicodedata.normalize("NFC", base) if unicodedata.category(sign)[0] != "C")
    return shown[:200] or "unnamed"


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in path.parts)


def _unzip(path: Path, workshop: Path) -> list[Incoming]:
    try:
        with zipfile.ZipFile(path) as archive:
            return _members(archive, path.name, workshop)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise IntakeError(f"{path.name}: the zip is damaged or locked ({error}). Ask for it again.") from error


def _members(archive: zipfile.ZipFile, name: str, workshop: Path) -> list[Incoming]:
    infos = [info for info in archive.infolist() if not info.is_dir() and not _hidden(Path(info.filename))]
    if len(infos) > MOST_FILES:
        raise IntakeError(f"{name}: the zip holds {len(infos)} files; at most {MOST_FILES} are taken. Nothing was.")
    room, found = MOST_BYTES, []
    for number, info in enumerate(sorted(infos, key=lambda info: info.filename)):
        # The member's own name never becomes a path: it may hold "../".
        target = workshop / f"{number:03d}"
        room -= _copy(archive, info, target, room, name)
        if zipfile.is_zipfile(target) and not info.filename.lower().endswith(".csv"):
            raise IntakeError(f"{name}: a zip inside the zip is not opened. Unpack it and receive the files.")
        found.append(Incoming(plain_name(info.filename), target, plain_name(name)))
    return found


def _copy(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, room: int, name: str) -> int:
    """Copy one member, counting what really comes out; the header's own size is only a claim."""
    taken = 0
    with archive.open(info) as reader, target.open("wb") as writer:
        while chunk := reader.read(CHUNK):
            taken += len(chunk)
            if taken > room or (taken > RATIO_FROM and taken > MOST_RATIO * max(info.compress_size, 1)):
                raise IntakeError(
                    f"{name}: the zip unpacks to far more than it should (a zip bomb). Nothing was taken in."
                )
            writer.write(chunk)
    return taken
