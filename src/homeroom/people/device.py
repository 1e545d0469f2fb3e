"""A browser that a person has signed in from before (OWASP's device cookies).

While somebody guesses at an account from elsewhere, its owner still gets in from such a browser: its tries are counted
apart. The cookie signs nobody in, and names nobody: it holds keyed hashes of user names.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

SALT = "homeroom.device"
# People who share one browser; the earliest is forgotten.
MOST = 12
DAYS = 365


def mark_of(request: HttpRequest, account: str) -> str:
    """This browser's mark for the account; blank where the person has not signed in from it."""
    return dict(_marks(request)).get(_hidden(account), "")


def remember(request: HttpRequest, response: HttpResponseBase, account: str) -> None:
    """Give the browser a fresh mark for this account, kept by the browser for a year."""
    hidden = _hidden(account)
    others = [mark for mark in _marks(request) if mark[0] != hidden]
    told = signing.dumps([(hidden, secrets.token_urlsafe(9)), *others][:MOST], salt=SALT)
    response.set_cookie(
        settings.HOMEROOM_BROWSER_COOKIE_NAME,
        told,
        max_age=DAYS * 24 * 3600,
        path="/",  # a name that begins with __Host- must have it
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _marks(request: HttpRequest) -> list[tuple[str, str]]:
    """What the cookie holds: nothing where it is missing, forged or too old."""
    try:
        read = signing.loads(
            request.COOKIES.get(settings.HOMEROOM_BROWSER_COOKIE_NAME, ""), salt=SALT, max_age=DAYS * 24 * 3600
        )
    except signing.BadSignature:
        return []
    return [(str(hidden), str(mark)) for hidden, mark in read]


def _hidden(account: str) -> str:
    return str(salted_hmac(SALT, account.casefold(), algorithm="sha256").hexdigest()[:16])
