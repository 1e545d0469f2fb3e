"""The doors of programs that this installation may speak to: `[[program_api]]` in `settings.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

WHERE = "settings.toml, [[program_api]]"
NEEDED = ("program", "address", "token_address", "client_id", "client_secret")
OWN_MACHINE = {"localhost", "127.0.0.1", "::1"}


class SettingsError(ValueError):
    """A program's door can't be used as it is written. The message holds no secret."""


@dataclass(frozen=True)
class ProgramApi:
    """One `[[program_api]]`. `address` is what stands before `/ims/oneroster/gradebook/v1p2`.

    `category` is the gradebook's own id of the category that work goes to; blank: we make one. `private` allows an
    address in a private network.
    """

    program: str
    address: str
    token_address: str
    client_id: str
    client_secret: str = field(repr=False)
    category: str = ""
    private: bool = False


def of(program: str) -> ProgramApi | None:
    """The program's door, or None. Raises SettingsError where it is written wrongly."""
    told = [one for one in _tables(settings.HOMEROOM_PROGRAM_APIS) if one.get("program") == program]
    if len(told) > 1:
        raise SettingsError(f"{WHERE}: {program} stands {len(told)} times; write it once.")
    return read(told[0], Path(settings.HOMEROOM_HOME)) if told else None


def read_all(told: Any, home: Path) -> list[ProgramApi]:
    """Every door as `settings.toml` tells it. Raises SettingsError with what is wrong."""
    made = [read(one, home) for one in _tables(told)]
    for one in made:
        if [other.program for other in made].count(one.program) > 1:
            raise SettingsError(f"{WHERE}: {one.program} stands twice; write it once.")
    return made


def read(told: Mapping[str, Any], home: Path) -> ProgramApi:
    kinds = {one.name: bool if one.name == "private" else str for one in fields(ProgramApi)}
    known = {**kinds, "client_secret_file": str}
    for name, value in told.items():
        if name not in known:
            raise SettingsError(f"{WHERE}: {name} is not known. Known are: {', '.join(known)}.")
        if type(value) is not known[name]:
            raise SettingsError(f"{WHERE}: {name} is written wrongly; see docs/guide/install.md.")
    values = {name: value for name, value in told.items() if name != "client_secret_file"}
    if told.get("client_secret_file"):
        values["client_secret"] = _secret(home / str(told["client_secret_file"]))
    for name in NEEDED:
        if not values.get(name):
            raise SettingsError(f"{WHERE} {told.get('program', '')}: {name} is missing.")
    made = ProgramApi(**values)
    for address in (made.address, made.token_address):
        if not _safe(address):
            raise SettingsError(f"{WHERE} {made.program}: an address must begin with https:// and hold no password.")
    return made


def _secret(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"{WHERE}: {path} can't be read.") from None


def _safe(address: str) -> bool:
    """Over https and without a sign-in in it; without https on this machine alone."""
    try:
        parts = urlsplit(address)
        told = parts.username is None and parts.port != 0
    except ValueError:
        return False
    return told and bool(parts.hostname) and (parts.scheme == "https" or parts.hostname in OWN_MACHINE)


def _tables(told: Any) -> Iterable[Mapping[str, Any]]:
    return [one for one in told if isinstance(one, Mapping)] if isinstance(told, list) else []
