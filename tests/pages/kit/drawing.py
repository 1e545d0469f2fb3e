"""Draw a template as the pages do."""

from __future__ import annotations

from django.template import engines
from django.test import RequestFactory


def drawn(source: str, path: str = "/", **told: object) -> str:
    return engines["django"].from_string(source).render(dict(told), RequestFactory().get(path)).strip()
