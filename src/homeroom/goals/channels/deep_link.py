"""A link that opens the work in its program. Until the child's own door opens it, it stands on the work-list."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote, urlsplit

from homeroom.goals.channels.why import ChannelError, Why
from homeroom.goals.models import Assignment
from homeroom.programs.assign import Assign

LONGEST = 2000


def link(assignment: Assignment, record: Assign) -> str:
    """The lesson's own address, or the program's with its id filled in. Raises ChannelError where there is none."""
    item = assignment.content_item
    own = item.launch_url.strip() if item else ""
    if not (address := own or _filled(assignment, record.link)):
        raise ChannelError(Why("no_link"))
    if not safe(address):
        raise ChannelError(Why("unsafe_link"))
    return address


def safe(address: str) -> bool:
    """Whether it may stand behind a link that people trust: over https, to a host, with nothing hidden in it."""
    try:
        parts = urlsplit(address)
        plain = parts.username is None and parts.password is None and bool(parts.hostname)
    except ValueError:
        return False
    shown = not any(unicodedata.category(sign)[0] == "C" or sign in " \\<>\"'`" for sign in address)
    return parts.scheme == "https" and plain and shown and len(address) <= LONGEST


def _filled(assignment: Assignment, address: str) -> str:
    """The program's address with the ids in it; blank where the one that it needs is not named."""
    lesson = assignment.content_item.external_id if assignment.content_item else ""
    if "{lesson_id}" in address and not lesson:
        return ""
    told = {"lesson_id": lesson, "standard": assignment.standard.code}
    for name, value in told.items():
        address = address.replace(f"{{{name}}}", quote(value, safe=""))
    return address
