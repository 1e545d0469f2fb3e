"""A layout as the `program.toml` that declares it, cut down to that layout alone."""

from __future__ import annotations

from homeroom.intake import own_programs
from homeroom.intake.errors import IntakeError
from homeroom.programs.toml_text import declaration_text


def text(layout: str) -> str:
    """The declaration of `program/report/layout`. Raises IntakeError where there is none."""
    parts = layout.split("/")
    if len(parts) == 3:
        try:
            return declaration_text(own_programs.raw_declaration(*parts))
        except KeyError:
            pass
    raise IntakeError(f"{layout}: no such layout. Write program/report/layout, as `homeroom layout list` names them.")
