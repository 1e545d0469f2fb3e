"""A folder that others put files into: what is still being written is left alone until it is still."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext_noop

from homeroom.intake.errors import IntakeError
from homeroom.intake.ready import Ready
from homeroom.intake.rosters.receive import belongs
from homeroom.intake.unpack import plain_name
from homeroom.intake.uploads import make_sure
from homeroom.people.clock import today

# Where taken files go, in the folder itself.
DONE = "done"
# How programs that copy or download name a file that they have not finished.
UNFINISHED = (".part", ".partial", ".filepart", ".tmp", ".temp", ".crdownload", ".download", ".opdownload", ".swp")
HIDDEN = (".", "~$", "__MACOSX")
# A file as one look sees it: inode, size, and the moments of the last change to its bytes and to anything of it.
Look = dict[Path, tuple[int, int, int, int]]


@dataclass
class FolderDoor:
    """The folder `path`. `pause` waits `still` seconds between two looks; taken files move into `done`, by day."""

    path: Path
    done: Path
    still: float
    pause: Callable[[float], None]
    seen: Look = field(default_factory=dict)

    def ready(self) -> Ready:
        """What did not change between two looks. A folder is ready as a whole, and so is a roster's set of files."""
        if not self.path.is_dir():
            raise IntakeError(gettext_noop("%(path)s: there is no such folder.") % {"path": self.path})
        items = sorted(item for item in self.path.iterdir() if not self._passed_over(item))
        before = {item: look(item) for item in items}
        if any(before.values()):
            self.pause(self.still)
        left = {item: words for item in items if (words := self._why_not(item, before[item]))}
        if any(belongs(item.name) for item in left):
            left |= {item: _waits(item) for item in items if belongs(item.name) and item not in left}
        for item in items:
            self.seen |= before[item]
        return Ready([item for item in items if item not in left], list(left.values()))

    def put_away(self, path: Path) -> None:
        """Move what was taken, once all its bytes are kept. What has changed meanwhile stays and is taken again."""
        if any(self.seen.get(file) != signs for file, signs in look(path).items()):
            return
        for file in look(path):
            make_sure(file)
        place = self.done / today().isoformat()
        place.mkdir(parents=True, exist_ok=True)
        path.rename(_free(place, path.name))

    def _passed_over(self, item: Path) -> bool:
        return item == self.done or item.name.startswith(HIDDEN)

    def _why_not(self, item: Path, before: Look) -> str:
        if item.is_symlink() or not (item.is_file() or item.is_dir()):
            return gettext_noop("%(name)s: it is a link or no file, and is not followed.") % {
                "name": plain_name(item.name)
            }
        if any(unfinished(file) for file in before) or look(item) != before:
            return gettext_noop("%(name)s: it is still being written, and is left until it is done.") % {
                "name": plain_name(item.name)
            }
        return "" if before else gettext_noop("%(name)s: the folder is empty.") % {"name": plain_name(item.name)}


def unfinished(path: Path) -> bool:
    return path.name.lower().endswith(UNFINISHED)


def look(item: Path) -> Look:
    """The files at `item`, which may be one or a folder of them, with the signs by which a change shows."""
    found: Look = {}
    for path in _files(item):
        try:
            at = path.lstat()
        except FileNotFoundError:
            continue  # it went away between two looks: a change as any other
        if stat.S_ISREG(at.st_mode):
            found[path] = (at.st_ino, at.st_size, at.st_mtime_ns, at.st_ctime_ns)
    return found


def _files(item: Path) -> Iterator[Path]:
    if item.is_dir() and not item.is_symlink():
        yield from (Path(top) / name for top, _, names in os.walk(item) for name in names)
    else:
        yield item


def _waits(item: Path) -> str:
    return gettext_noop("%(name)s: another file of this roster is still being written, so the whole set waits.") % {
        "name": plain_name(item.name)
    }


def _free(place: Path, name: str) -> Path:
    """A path in `place` that nothing has yet."""
    target, number = place / name, 1
    while target.exists():
        number += 1
        target = place / f"{number}_{name}"
    return target
