"""What can go wrong when files come in, in words for the person who sent them or who runs the installation."""

from __future__ import annotations

import errno
import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext_noop

from homeroom.facts.engine import EngineDiskError, EngineError

log = logging.getLogger(__name__)
FULL = (errno.ENOSPC, errno.EDQUOT)
FULL_WORDS = ("no space left", "disk is full", "quota")


class IntakeError(Exception):
    """Something a person must hear about: what happened, where, and what to do, in that order."""


class InstallationError(IntakeError):
    """The installation can't be written to. No file is to blame, and no other file would fare better."""


@contextmanager
def installation(name: str) -> Iterator[None]:
    """Turn a full or closed disk, or a database that can't be written, into an InstallationError about file `name`."""
    try:
        yield
    except (OSError, EngineDiskError, OperationalError, InterfaceError) as error:
        raise InstallationError(_disk_words(name, error)) from error


def words_for_error(name: str, error: Exception) -> str:
    """What went wrong with file `name`. The installation's own trouble is raised again: it stops every file alike.

    Only the kind and the place of an unforeseen error are logged: its text may hold a child's name.
    """
    if isinstance(error, InstallationError):
        raise error
    if isinstance(error, IntakeError):
        return str(error)
    log.error("%s: %s at %s", name, type(error).__name__, _place(error))
    if isinstance(error, EngineError):
        return gettext_noop(
            "%(name)s: no rows can be made of this text. Nothing was loaded; the file is kept. Export the "
            "report again, without opening and saving it in another program, and receive the new file."
        ) % {"name": name}
    return gettext_noop(
        "%(name)s: homeroom came to a stop over this file (%(error)s at %(place)s). Nothing was loaded; "
        "the file is kept. The fault is homeroom's: report it, and receive the file again once it is "
        "mended."
    ) % {"name": name, "error": type(error).__name__, "place": _place(error)}


def _place(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"


def _disk_words(name: str, error: Exception) -> str:
    home = settings.HOMEROOM_HOME
    if getattr(error, "errno", None) in FULL or any(words in str(error).casefold() for words in FULL_WORDS):
        return gettext_noop(
            "%(name)s: the disk of %(home)s is full. Nothing of the file was loaded. Free space, then receive it again."
        ) % {"name": name, "home": home}
    why = getattr(error, "strerror", None) or type(error).__name__
    return gettext_noop(
        "%(name)s: can't write to %(home)s (%(why)s). Nothing of the file was loaded. Run `homeroom doctor`."
    ) % {"name": name, "home": home, "why": why}
