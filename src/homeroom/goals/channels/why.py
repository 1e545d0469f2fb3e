"""Why a channel could not be used, as a code with its parts: stored with the event, shown in anybody's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, gettext_noop

WORDS: dict[str, str] = {
    "nothing_asked": gettext_noop("nothing can be asked of this program"),
    "no_channel": gettext_noop("this program takes no work that is sent to it"),
    "not_set_up": gettext_noop("this installation is not connected to the program"),
    "settings": gettext_noop("the connection to the program is written wrongly in settings.toml"),
    "no_link": gettext_noop("the lesson has no address"),
    "unsafe_link": gettext_noop("the lesson's address does not begin with https://"),
    "no_lesson": gettext_noop("no lesson is named, and the program takes lessons"),
    "no_child_id": gettext_noop("the program's id of this child is not known"),
    "several_child_ids": gettext_noop("the program has several ids for this child"),
    "odd_id": gettext_noop("an id begins with a sign that a spreadsheet would run as a formula"),
    "unreachable": gettext_noop("%(host)s could not be reached"),
    "timeout": gettext_noop("%(host)s gave no answer within %(seconds)s seconds; it may have arrived all the same"),
    "certificate": gettext_noop("the certificate of %(host)s could not be trusted"),
    "private": gettext_noop("%(host)s lies in a private network, which settings.toml does not allow"),
    "redirect": gettext_noop("%(host)s sent us elsewhere, and we did not follow"),
    "sign_in": gettext_noop("%(host)s did not accept our sign-in (%(status)s)"),
    "refused": gettext_noop("%(host)s refused it (%(status)s)"),
    "error": gettext_noop("%(host)s is in trouble (%(status)s)"),
    "busy": gettext_noop("%(host)s asked us to wait (%(status)s)"),
    "nonsense": gettext_noop("%(host)s gave an answer that could not be understood"),
    "slow": gettext_noop("%(host)s was too slow to take everything at once"),
}


@dataclass(frozen=True)
class Why:
    """A reason: one of `WORDS`, and what its sentence holds. Never an address with a secret, never a child's name."""

    code: str
    parts: Mapping[str, Any] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.code, *sorted(self.parts.items())))

    @property
    def english(self) -> str:
        return WORDS[self.code] % dict(self.parts)

    @property
    def words(self) -> str:
        """In the reader's language, as the end of a sentence, without a full stop."""
        return gettext(WORDS[self.code]) % dict(self.parts)

    @property
    def evidence(self) -> dict[str, Any]:
        """As an event keeps it beside its English words."""
        return {"why": self.code, **self.parts}


class ChannelError(Exception):
    """A channel could not be used. `again`: it is worth another try, in `wait` seconds at the earliest."""

    def __init__(self, why: Why, *, again: bool = False, wait: float = 0) -> None:
        super().__init__(why.english)
        self.why, self.again, self.wait = why, again, wait


def kept(evidence: Any) -> Why | None:
    """The reason that an event keeps; None where it keeps none that this version knows."""
    told = evidence if isinstance(evidence, Mapping) else {}
    code = told.get("why")
    if not isinstance(code, str) or code not in WORDS:
        return None
    why = Why(code, {name: part for name, part in told.items() if name != "why"})
    try:
        why.english  # noqa: B018  parts may lack where another version kept it
    except KeyError:
        return None
    return why
