"""What a row says of its child, and under which key a program knows that child."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, fields

from homeroom.people.names import folded

SEPARATOR = "\x1f"


@dataclass(frozen=True)
class Claim:
    """What a row says of the child: ids in order of trust, and whatever else the layout gives."""

    ids: tuple[str, ...] = ()
    given_name: str = ""
    family_name: str = ""
    username: str = ""
    email: str = ""
    school: str = ""
    grade: str = ""

    @property
    def has_name(self) -> bool:
        return bool(self.given_name or self.family_name)


KINDS = tuple(one.name for one in fields(Claim) if one.name != "ids")


def claim_from(parts: Sequence[tuple[str, str]], prefixes: Sequence[str] = ()) -> Claim:
    """A claim out of (kind, text) pairs as a layout's identity lists them, ids without their declared prefixes."""
    ids = tuple(_without(prefixes, text) for kind, text in parts if kind == "ids" and text)
    rest = {kind: text for kind, text in parts if kind != "ids"}
    return Claim(ids=ids, **rest)


def normal_id(text: str) -> str:
    """An id as ids are compared: composed, no blanks or invisible signs, case-folded, without a spreadsheet's ".0"."""
    if text.isascii() and text.isalnum():
        return text.casefold()
    shown = "".join(sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign)[0] not in "CZ")
    return re.sub(r"\.0+$", "", shown.casefold())


def forms(value: str) -> set[str]:
    """An id with its leading zeros and without: spreadsheets eat them."""
    normal = normal_id(value)
    return {normal, normal.lstrip("0")} - {""} if normal.isdigit() else {normal}


def vendor_key(claim: Claim) -> str:
    """The one word under which the program knows the child: its first id, else the user name or e-mail address."""
    return next(iter(claim.ids), claim.username or claim.email)[:255].replace("\0", "")


def key(claim: Claim) -> str:
    """What a person's decision is about, as a digest: the program's key together with the name that it bears.

    The name belongs to it, because a mistyped id is another child's. School and grade change every year, so they count
    only where nothing but a name is told.
    """
    known_by = vendor_key(claim)
    if known_by:
        told: tuple[str, ...] = (normal_id(known_by), folded(claim.given_name), folded(claim.family_name))
    else:
        told = tuple(_plain(text) for text in (claim.given_name, claim.family_name, claim.school, claim.grade))
    return digest(SEPARATOR.join(("key" if known_by else "name", *told)))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def as_text(claim: Claim) -> str:
    """A claim as one text, to be kept with a link: what was told, each with its kind."""
    told = [("ids", one) for one in claim.ids]
    told += [(name, getattr(claim, name)) for name in KINDS]
    return SEPARATOR.join(f"{kind}={text}" for kind, text in told if text).replace("\0", "")


def from_text(text: str) -> Claim:
    """The claim that `as_text` wrote."""
    parts = [part.partition("=") for part in text.split(SEPARATOR) if part]
    return claim_from([(kind, value) for kind, _, value in parts])


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _without(prefixes: Sequence[str], text: str) -> str:
    for prefix in prefixes:
        rest = text[len(prefix) :].strip()
        if rest and text[: len(prefix)].casefold() == prefix.casefold():
            return rest
    return text
