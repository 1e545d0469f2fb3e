"""What is wrong with an installation, and how to mend it.

It looks from the outside in: first what can be seen of the folder alone, then, once Django starts, the database and
the files it names. It changes nothing, and it makes no installation where there is none.
"""

from __future__ import annotations

import os
import shutil
import socket
import stat
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

OLDEST_PYTHON = (3, 12)
# Every key that settings.toml may hold, with the type of its value. `settings.py` reads these and no others.
KEYS: Mapping[str, type] = {
    "today": date,
    "time_zone": str,
    "database": str,
    "hosts": list,
    "https": bool,
    "simulated": bool,
}
GIGABYTE = 1_000_000_000
# Below the first an import may stop half-way; below the second it is time to look.
FULL, LOW = GIGABYTE // 5, 2 * GIGABYTE
PORT = 8000
OWN_MACHINE = {"localhost", "127.0.0.1", "[::1]"}


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `mend` is blank where all is well."""

    state: Literal["ok", "warn", "wrong"]
    what: str
    mend: str = ""


def diagnose(home: Path | None = None) -> list[Finding]:
    """Look at the installation in `home`, by default HOMEROOM_HOME's. What can't be looked at any more is left out."""
    home = home or Path(os.environ.get("HOMEROOM_HOME", "homeroom-data")).absolute()
    machine = [python_version(sys.version_info[:3]), port_free(PORT)]
    if not home.exists():
        return [*machine, no_installation(home)]
    outside = [*machine, *folder(home), *settings_file(home)]
    if any(finding.state == "wrong" for finding in outside):
        return outside
    return [*outside, *_inside()]


def healthy(findings: list[Finding]) -> bool:
    """Whether nothing is wrong; warnings are no illness."""
    return all(finding.state != "wrong" for finding in findings)


def python_version(found: tuple[int, ...]) -> Finding:
    name = ".".join(map(str, found))
    if found < OLDEST_PYTHON:
        return Finding("wrong", f"Python {name} is too old.", "Install Python 3.13, then run `make setup` again.")
    return Finding("ok", f"Python {name}.")


def port_free(port: int) -> Finding:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            mend = "Nothing to do if that is homeroom itself; else stop the other program before `homeroom serve`."
            return Finding("warn", f"Port {port} is taken: something is being served there already.", mend)
    return Finding("ok", f"Port {port} is free for `homeroom serve`.")


def no_installation(home: Path) -> Finding:
    mend = "`homeroom demo` makes one with a simulated school, `homeroom receive` one with your first roster."
    return Finding("warn", f"There is no installation in {home} yet.", f"{mend} HOMEROOM_HOME chooses another folder.")


def folder(home: Path) -> Iterator[Finding]:
    """The folder as such: can be written, has room, shows nothing to others."""
    if not home.is_dir():
        yield Finding("wrong", f"{home} is not a folder.", "Set HOMEROOM_HOME to a folder.")
        return
    places = [home, *(home / name for name in ("facts", "originals") if (home / name).exists())]
    refused = [trouble for place in places if (trouble := _cannot_write(place))]
    yield from refused or [Finding("ok", f"{home} can be written.")]
    yield room(home, shutil.disk_usage(home).free)
    yield from private(home)


def _cannot_write(place: Path) -> Finding | None:
    try:
        with tempfile.TemporaryFile(dir=place):
            return None
    except OSError as error:
        mend = "Run homeroom as the user who owns the folder, or make the disk writable. Nothing is taken in till then."
        return Finding("wrong", f"{place} can't be written ({error.strerror}).", mend)


def room(home: Path, free: int) -> Finding:
    """`free` is in bytes."""
    what = f"{free / GIGABYTE:.1f} GB free on the disk of {home}."
    if free < FULL:
        return Finding("wrong", f"Only {what}", "Free space: an import that finds the disk full takes nothing in.")
    if free < LOW:
        return Finding("warn", f"Only {what}", "Free space soon: every delivery keeps its original.")
    return Finding("ok", what)


def private(home: Path) -> Iterator[Finding]:
    """The key that signs sessions, and the folder that holds children's names, are their owner's alone."""
    key = home / "secret.key"
    if key.exists() and key.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        mend = f"chmod 600 '{key}'. If others may have read it, delete it too: everybody signs in anew."
        yield Finding("wrong", f"{key} can be read by others; who has it can forge a sign-in.", mend)
    elif key.exists():
        yield Finding("ok", "secret.key is its owner's alone.")
    if home.stat().st_mode & stat.S_IROTH:
        mend = f"chmod 750 '{home}', unless it holds only simulated children."
        yield Finding("warn", f"Everybody with an account on this machine can list {home}.", mend)


def settings_file(home: Path) -> Iterator[Finding]:
    """settings.toml: can be read, holds only what homeroom knows, and what it says makes sense."""
    path = home / "settings.toml"
    if not path.exists():
        yield Finding("ok", "No settings.toml: the defaults hold.")
        return
    try:
        chosen = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        yield Finding("wrong", f"{path} can't be read: {error}.", "Mend that line, or take the file away.")
        return
    mistakes = list(_mistakes(chosen))
    yield from mistakes or [Finding("ok", "settings.toml is understood.")]
    yield from _risks(chosen)


def _mistakes(chosen: Mapping[str, Any]) -> Iterator[Finding]:
    for name, value in chosen.items():
        if name not in KEYS:
            mend = f"Take it out, or correct its spelling. Known are: {', '.join(KEYS)}."
            yield Finding("wrong", f"settings.toml: {name} is not a setting; it has no effect.", mend)
        elif type(value) is not KEYS[name]:
            mend = f"See docs/guide/install.md for how {name} is written."
            yield Finding("wrong", f"settings.toml: {name} = {value!r} is not a {KEYS[name].__name__}.", mend)
    zone = chosen.get("time_zone", "UTC")
    if isinstance(zone, str) and not _known_zone(zone):
        mend = 'Write an IANA name, such as "America/Los_Angeles".'
        yield Finding("wrong", f"settings.toml: the time zone {zone!r} is unknown.", mend)


def _known_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _risks(chosen: Mapping[str, Any]) -> Iterator[Finding]:
    """Settings that work, and that one may regret."""
    if "today" in chosen and not chosen.get("simulated"):
        mend = "Take `today` out of settings.toml, unless you are looking at old data."
        yield Finding("warn", f"The pages take {chosen['today']} for today, every day.", mend)
    hosts = chosen.get("hosts", [])
    if isinstance(hosts, list) and set(map(str, hosts)) - OWN_MACHINE and not chosen.get("https"):
        mend = "Serve behind a proxy that speaks https, and set `https = true`."
        yield Finding("warn", "Other machines reach the pages without https: passwords travel in the clear.", mend)


def _inside() -> list[Finding]:
    """What only shows once Django has started. The import waits for that: models can't be loaded before."""
    try:
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeroom.site.settings")
        django.setup()
    except Exception as error:  # whatever keeps it from starting is the finding
        return [Finding("wrong", f"homeroom does not start: {error}.", "Mend settings.toml; run `make setup` again.")]
    from homeroom.site import doctor_inside

    return list(doctor_inside.look())
