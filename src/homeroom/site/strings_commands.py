"""`homeroom strings`: what is translated, what a person has checked, and what is English alone."""

from __future__ import annotations

import typer

strings_app = typer.Typer(no_args_is_help=True, help="The words of homeroom in all its languages.")


@strings_app.command("gather")
def gather_words() -> None:
    """For developers: find all messages in the source, and bring the catalogs of all languages up to them."""
    from homeroom.reports.languages import catalogs, gather
    from homeroom.site.commands import out

    found = gather.gathered()
    catalogs.write(found)
    out.print(f"{len(catalogs.messages(found)):,} messages in the catalogs.")
