"""What the audit log says that somebody did, in the reader's language. The log and its chain keep the English word."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.utils.translation import get_language, pgettext


def said(verb: str) -> str:
    """One verb; a new one that has no words yet stays as it is."""
    return known(get_language() or "").get(verb, verb)


@cache
def known(language: str) -> Mapping[str, str]:
    """Each verb of the log and how it is said in the language, which must be the one that is spoken now."""
    return {
        "saw": pgettext("audit log", "saw"),
        "exported": pgettext("audit log", "exported"),
        "refused": pgettext("audit log", "refused"),
        "signed in": pgettext("audit log", "signed in"),
        "set password": pgettext("audit log", "set password"),
        "ended sessions": pgettext("audit log", "ended sessions"),
        "set up second step": pgettext("audit log", "set up second step"),
        "reset second step": pgettext("audit log", "reset second step"),
        "made recovery codes": pgettext("audit log", "made recovery codes"),
        "made link": pgettext("audit log", "made link"),
        "opened": pgettext("audit log", "opened"),
        "suspended": pgettext("audit log", "suspended"),
        "restored": pgettext("audit log", "restored"),
        "gave role": pgettext("audit log", "gave role"),
        "linked": pgettext("audit log", "linked"),
        "unlinked": pgettext("audit log", "unlinked"),
        "rejected": pgettext("audit log", "rejected"),
        "approved": pgettext("audit log", "approved"),
        "undid": pgettext("audit log", "undid"),
        "declared": pgettext("audit log", "declared"),
        "accepted layout": pgettext("audit log", "accepted layout"),
        "rejected layout": pgettext("audit log", "rejected layout"),
        "confirm": pgettext("audit log", "confirm"),
        "reject": pgettext("audit log", "reject"),
        "not our child": pgettext("audit log", "not our child"),
        "undone": pgettext("audit log", "undone"),
        "doubted": pgettext("audit log", "doubted"),
        "checked": pgettext("audit log", "checked"),
        "overrode": pgettext("audit log", "overrode"),
        "withdrew": pgettext("audit log", "withdrew"),
        "lifted": pgettext("audit log", "lifted"),
        "put first": pgettext("audit log", "put first"),
        "took off": pgettext("audit log", "took off"),
        "group kept": pgettext("audit log", "group kept"),
        "group ended": pgettext("audit log", "group ended"),
        "group added": pgettext("audit log", "group added"),
        "group removed": pgettext("audit log", "group removed"),
        "group moved": pgettext("audit log", "group moved"),
        "group arranged": pgettext("audit log", "group arranged"),
        "noted absent": pgettext("audit log", "noted absent"),
        "took back absent": pgettext("audit log", "took back absent"),
        "helped": pgettext("audit log", "helped"),
        "granted": pgettext("audit log", "granted"),
        "grant ended": pgettext("audit log", "grant ended"),
        "denied": pgettext("audit log", "denied"),
        "received": pgettext("audit log", "received"),
        "view taken": pgettext("audit log", "view taken"),
        "view ended": pgettext("audit log", "view ended"),
        "closed an alarm": pgettext("audit log", "closed an alarm"),
        "marked school days": pgettext("audit log", "marked school days"),
        "aligned": pgettext("audit log", "aligned"),
        "decided a spelling": pgettext("audit log", "decided a spelling"),
        "began": pgettext("audit log", "began"),
        "aimed": pgettext("audit log", "aimed"),
        "chose": pgettext("audit log", "chose"),
        "discarded": pgettext("audit log", "discarded"),
        "set": pgettext("audit log", "set"),
        "sent": pgettext("audit log", "sent"),
        "added": pgettext("audit log", "added"),
        "ended": pgettext("audit log", "ended"),
        "ticked": pgettext("audit log", "ticked"),
        "took back a tick of": pgettext("audit log", "took back a tick of"),
        "planned": pgettext("audit log", "planned"),
        "took in": pgettext("audit log", "took in"),
        "changed": pgettext("audit log", "changed"),
        "removed": pgettext("audit log", "removed"),
        "erased": pgettext("audit log", "erased"),
        "purged": pgettext("audit log", "purged"),
        "assumed": pgettext("audit log", "assumed"),
        "took back what was assumed": pgettext("audit log", "took back what was assumed"),
        "switched draws on": pgettext("audit log", "switched draws on"),
        "switched draws off": pgettext("audit log", "switched draws off"),
        "wrote down pairs": pgettext("audit log", "wrote down pairs"),
    }
