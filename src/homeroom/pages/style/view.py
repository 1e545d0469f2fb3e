"""The living page of styles: every component in every state, drawn by the kit itself, and every colour measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.template.defaultfilters import floatformat
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext_noop

from homeroom.mastery.state import State
from homeroom.pages.access import for_roles
from homeroom.pages.kit import palette
from homeroom.pages.kit.parts import Place
from homeroom.pages.kit.places import places
from homeroom.pages.kit.pseudo import pseudo
from homeroom.pages.roles import ORDER, WORDS
from homeroom.pages.rule import Standing
from homeroom.pages.style.shown import COMPONENTS, Component, Shown
from homeroom.reports.grid import style_of
from homeroom.reports.markup import renamed


@dataclass(frozen=True)
class Drawn:
    """A state as it looks, and the template that made it; none where it only repeats the one before in longer words."""

    state: str
    markup: SafeString
    snippet: str = ""


@for_roles
def style(request: HttpRequest) -> HttpResponse:
    """No child's record is read here; all names are made up."""
    context = {
        "components": [(one, list(drawn(one, request))) for one in COMPONENTS],
        "heads": [(WORDS[role], _places(role)) for role in ORDER],
        "colours": palette.colours().items(),
        "written": palette.written(),
        "fills": [(state, style_of(state), palette.fill(state)) for state in State],
        "apart": palette.apart(),
        "apart_least": palette.APART,
        "steps": ", ".join(floatformat(step, 1) for step in palette.steps()),
        "step_least": palette.STEP,
    }
    return render(request, "style/page.html", context)


def drawn(component: Component, request: HttpRequest) -> Iterator[Drawn]:
    """All states of a component; the first one a second time in longer words."""
    for one in component.states:
        yield Drawn(one.state, made(one, request), one.snippet)
    if component.grows:
        yield Drawn(gettext_noop("longer words"), pseudo(made(component.states[0], request)))


def made(one: Shown, request: HttpRequest) -> SafeString:
    """What the snippet draws, in English: all that fills it is. Several of one component stand on this page alone, so
    each names its state."""
    with translation.override("en"):
        markup = cast(SafeString, engines["django"].from_string(one.snippet).render(one.filling, request))
    return renamed(markup, lambda name: f"{name} ({one.state})")


def _places(role: str) -> Sequence[Place]:
    """The head of somebody who is this and nothing else."""
    return places(Standing(({role: None},)), "")
