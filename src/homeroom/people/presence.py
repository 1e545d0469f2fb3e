"""Who is signed in just now, as a feed of sign-ins tells it: the form in which any source hands it over.

The children's own door (`launch`) will be such a source; a made-up school plays one. Nothing of it is kept here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class SignedIn:
    """One child who is in. All moments carry their time zone.

    `heard` is the last sign of life of the child's device, `worked` the last thing that the child did; a feed that
    can't tell the second says None, and nobody is called idle. `program` is a slug, blank before the first one is
    opened; `since` is when it was. `asked` is when the child last asked for help.
    """

    at: datetime
    heard: datetime
    worked: datetime | None = None
    program: str = ""
    since: datetime | None = None
    asked: datetime | None = None
    seat: str = ""


@dataclass(frozen=True)
class Presence:
    """What a feed knows at one moment. `heard` is when it last heard anything of anybody; None: nothing today yet.

    `played` says that nobody real is told of: a made-up school's feed.
    """

    heard: datetime | None
    signed_in: Mapping[int, SignedIn] = field(default_factory=dict)
    played: bool = False


class Feed(Protocol):
    """A source of sign-ins. It is asked about the children of one board at a time, and often: answer quickly."""

    def presence(self, students: Collection[int], at: datetime) -> Presence: ...


def feed() -> Feed | None:
    """The feed of this installation, made anew; none where there is none yet."""
    path: str = settings.HOMEROOM_LAB_FEED
    return cast(Feed, import_string(path)()) if path else None
