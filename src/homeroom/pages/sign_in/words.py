"""What sign-in says when it refuses: one plain sentence, and what to do next."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext, gettext_lazy, ngettext

from homeroom.people import sessions

WRONG = gettext_lazy(
    "That user name and password do not belong together. Check both, or ask your data team for a new link."
)
SPENT = gettext_lazy("This link no longer works: it was used before or is too old. Ask your data team for a new one.")
SUSPENDED = gettext_lazy("This sign-in is switched off. Ask your data team, if you think it should not be.")
WRONG_CODE = gettext_lazy(
    "That code is not right, or was used before. Wait for the next one on your phone, or use a recovery code."
)
WRONG_FIRST = gettext_lazy(
    "That code is not right. Type the six digits that the app shows now; the phone's clock must be right."
)
NO_CODE = gettext_lazy("This took too long. Sign in again.")
UNKNOWN = gettext_lazy("That way of signing in is not set up here. Use one of those below, or ask your data team.")
AGAIN = gettext_lazy("For this you must have signed in just now. Sign out, sign in again, and come back.")

ENDED = {
    sessions.TOO_LONG: gettext_lazy("You were signed in for a long time. Sign in again to go on."),
    sessions.GONE: gettext_lazy("This sign-in was ended. Sign in again; if that does not work, ask your data team."),
    sessions.CHANGED: gettext_lazy("What you may see here has changed. Sign in again to go on."),
}


def failed(provider: str) -> str:
    return gettext(
        "%(provider)s did not send a sign-in that we can accept. Start again below; "
        "if it happens again, tell your data team."
    ) % {"provider": provider}


def cancelled(provider: str) -> str:
    return gettext("You stopped signing in at %(provider)s. Start again below when you are ready.") % {
        "provider": provider
    }


def silent(provider: str) -> str:
    return gettext(
        "We can't reach %(provider)s right now. Try again in some minutes, or ask your data team for a sign-in link."
    ) % {"provider": provider}


def slow(wait: timedelta) -> str:
    """Said alike for names that somebody has and names that nobody has."""
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    words = ngettext(
        "Too many wrong tries for this sign-in. Wait a minute, use a browser that you have signed in from before, "
        "or ask your data team for a sign-in link.",
        "Too many wrong tries for this sign-in. Wait %(count)s minutes, use a browser that you have signed in from "
        "before, or ask your data team for a sign-in link.",
        minutes,
    )
    return words % {"count": minutes}
