"""An address of every route, made from the table of addresses itself: a new page is asked at once."""

from __future__ import annotations

from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver

FILL = {"int": "1", "slug": "x", "str": "x", "path": "x", "uuid": "00000000-0000-0000-0000-000000000000"}


def addresses() -> list[str]:
    """Every address, with something made up in its holes."""
    return sorted(set(_below(get_resolver().url_patterns, "/")))


def _below(patterns: list[URLPattern | URLResolver], before: str) -> list[str]:
    found: list[str] = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found += _below(pattern.url_patterns, before + _filled(str(pattern.pattern)))
        else:
            found.append(before + _filled(str(pattern.pattern)))
    return found


def _filled(route: str) -> str:
    for kind, value in FILL.items():
        while f"<{kind}:" in route:
            start = route.index(f"<{kind}:")
            route = route[:start] + value + route[route.index(">", start) + 1 :]
    assert not set("<>()^$\\") & set(route), f"{route}: this test can't fill the holes of this address"
    return route


def put_away(response: HttpResponseBase) -> None:
    """Close an answer and the file behind it, but not the test's database, as the end of a request would."""
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)
