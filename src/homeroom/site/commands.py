"""The command line. It only calls; what it calls does the work."""

from __future__ import annotations

import os

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, help="One honest picture of every child.")


@app.callback()
def start() -> None:
    """Set Django up once for whatever command follows."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeroom.site.settings")
    django.setup()


def main() -> None:
    """The `homeroom` command."""
    app()
