"""The main part of a page, as it was drawn: what stands around it, and all that is the reader's own, is drawn live."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from homeroom.reports.kept import Of, kept
from homeroom.reports.markup import made_before


@dataclass(frozen=True)
class Drawn:
    """`main` is markup. The rest is what a page's frame and its audit entry name of the report."""

    title: str
    week: str
    main: str
    drawn_from: Mapping[str, int]

    @property
    def markup(self) -> SafeString:
        return made_before(self.main)

    @property
    def versions(self) -> str:
        return versions(self.drawn_from)


@dataclass(frozen=True)
class Shown:
    """What `Drawn` is drawn out of: the context is the template's, and nobody's who looks."""

    title: str
    week: str
    drawn_from: Mapping[str, int]
    context: Mapping[str, object]


def versions(drawn_from: Mapping[str, int]) -> str:
    """As the audit log has them."""
    return ", ".join(f"{name} {version}" for name, version in drawn_from.items())


def drawn(of: Of, template: str, show: Callable[[], Shown]) -> Drawn:
    """The part `main` of the template, kept. `show` is asked where it must be drawn."""
    return kept(of, Drawn, lambda: _draw(template, show()))


def _draw(template: str, shown: Shown) -> Drawn:
    main = render_to_string(f"{template}#main", dict(shown.context))
    return Drawn(shown.title, shown.week, "".join((main,)), shown.drawn_from)  # plain text, as it is kept
