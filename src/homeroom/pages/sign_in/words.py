"""What sign-in says when it refuses: one plain sentence, and what to do next."""

from __future__ import annotations

from datetime import timedelta

from homeroom.people import sessions

WRONG = "That user name and password do not belong together. Check both, or ask your data team for a new link."
SPENT = "This link no longer works: it was used before or is too old. Ask your data team for a new one."
SUSPENDED = "This sign-in is switched off. Ask your data team, if you think it should not be."
WRONG_CODE = "That code is not right, or was used before. Wait for the next one on your phone, or use a recovery code."
WRONG_FIRST = "That code is not right. Type the six digits that the app shows now; the phone's clock must be right."
NO_CODE = "This took too long. Sign in again."
FAILED = "{} did not send a sign-in that we can accept. Start again below; if it happens again, tell your data team."
CANCELLED = "You stopped signing in at {}. Start again below when you are ready."
UNKNOWN = "That way of signing in is not set up here. Use one of those below, or ask your data team."
SILENT = "We can't reach {} right now. Try again in some minutes, or ask your data team for a sign-in link."
AGAIN = "For this you must have signed in just now. Sign out, sign in again, and come back."

ENDED = {
    sessions.TOO_LONG: "You were signed in for a long time. Sign in again to go on.",
    sessions.GONE: "This sign-in was ended. Sign in again; if that does not work, ask your data team.",
    sessions.CHANGED: "What you may see here has changed. Sign in again to go on.",
}


def slow(wait: timedelta) -> str:
    """Said alike for names that somebody has and names that nobody has."""
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    until = "a minute" if minutes == 1 else f"{minutes} minutes"
    return (
        f"Too many wrong tries for this sign-in. Wait {until}, use a browser that you have signed in from before,"
        " or ask your data team for a sign-in link."
    )
