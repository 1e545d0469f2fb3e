"""The identity providers that `settings.toml` names. Each is bound to one issuer; an issuer speaks for nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

OPENID, SAML = "openid", "saml"
KINDS = (OPENID, SAML)
PEOPLE = ("staff", "family")
ROSTER_IDS = ("sourced_id", "identifier")
OWN_MACHINE = {"localhost", "127.0.0.1"}
NEEDED = {OPENID: ("issuer", "client_id"), SAML: ("issuer", "sign_in_url", "certificate")}
WHERE = "settings.toml, [[identity_provider]]"


@dataclass(frozen=True)
class IdentityProvider:
    """One `[[identity_provider]]`. `issuer` is the OpenID issuer's address, or the SAML entity id."""

    id: str
    name: str
    kind: str
    issuer: str
    # Whether it asks for a second step itself, so that we need not.
    mfa: bool = False
    # The claim or attribute that holds the roster's id, and where the roster has it. Blank: a person links everybody.
    roster_id_claim: str = ""
    roster_id: str = "sourced_id"
    # For whom it may speak.
    people: tuple[str, ...] = ("staff",)
    # OpenID Connect.
    client_id: str = ""
    client_secret: str = ""
    # SAML. The attribute that holds the subject; blank: a persistent NameID.
    sign_in_url: str = ""
    certificate: str = ""
    subject_attribute: str = ""


class SettingsError(ValueError):
    """An identity provider can't be used as it is written."""


def read(told: Iterable[Mapping[str, Any]], home: Path) -> tuple[IdentityProvider, ...]:
    """The providers as `settings.toml` tells them. Raises SettingsError with what is wrong and where."""
    made = tuple(_provider(one, home) for one in told)
    for field in ("id", "issuer"):
        seen = [getattr(one, field) for one in made]
        twice = {value for value in seen if seen.count(value) > 1}
        if twice:
            raise SettingsError(f"{WHERE}: {field} = {min(twice)!r} stands twice; each provider needs its own.")
    return made


def _provider(told: Mapping[str, Any], home: Path) -> IdentityProvider:
    known = {field.name for field in fields(IdentityProvider)} | {"client_secret_file", "certificate_file"}
    if unknown := told.keys() - known:
        raise SettingsError(f"{WHERE}: {min(unknown)} is not known. Known are: {', '.join(sorted(known))}.")
    values = {name: value for name, value in told.items() if not name.endswith("_file")}
    for name in ("client_secret", "certificate"):
        if f"{name}_file" in told:
            values[name] = _file(home / str(told[f"{name}_file"]))
    values["people"] = tuple(told.get("people", ("staff",)))
    try:
        made = IdentityProvider(**values)
    except TypeError:
        raise SettingsError(f"{WHERE}: id, name, kind and issuer are needed.") from None
    _check(made)
    return made


def _file(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip()
    except OSError as error:
        raise SettingsError(f"{WHERE}: {path} can't be read: {error.strerror}.") from None


def _check(made: IdentityProvider) -> None:
    if not re.fullmatch(r"[a-z0-9-]{1,40}", str(made.id)):
        raise SettingsError(f"{WHERE}: id = {made.id!r}: small letters, digits and hyphens, at most 40.")
    if made.kind not in KINDS:
        raise SettingsError(f"{WHERE} {made.id}: kind = {made.kind!r} is neither openid nor saml.")
    for name in NEEDED[made.kind]:
        if not getattr(made, name):
            raise SettingsError(f"{WHERE} {made.id}: {name} is missing.")
    if made.roster_id not in ROSTER_IDS or not set(made.people) <= set(PEOPLE) or not made.people:
        raise SettingsError(f"{WHERE} {made.id}: roster_id is one of {ROSTER_IDS}; people are among {PEOPLE}.")
    address = made.issuer if made.kind == OPENID else made.sign_in_url
    if not _safe(address):
        raise SettingsError(f"{WHERE} {made.id}: {address!r} must begin with https://.")


def _safe(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.hostname) and (parts.scheme == "https" or parts.hostname in OWN_MACHINE)
