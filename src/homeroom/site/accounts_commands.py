"""`homeroom accounts`: the same as the page Accounts, from the machine itself, and the first account of all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from homeroom.people.models import User

accounts_app = typer.Typer(no_args_is_help=True, help="Who can sign in.")
Name = Annotated[str, typer.Argument(help="The user name, as the roster gives it.")]
By = Annotated[str, typer.Option("--by", help="Who says so: the user name of one of the data team.")]
Why = Annotated[str, typer.Option(help="Why, in a few words; the audit log keeps it.")]
Port = Annotated[int, typer.Option(help="The port on which the pages are served.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]


@accounts_app.command("list")
def list_accounts(as_json: Json = False) -> None:
    """Every account: its state and its last sign-in."""
    from homeroom.people.models import User
    from homeroom.people.suspending import may_sign_in
    from homeroom.site.commands import out

    with _told():
        found = User.objects.select_related("staff", "contact", "student", "suspension").order_by("username")
        for user in found:
            state = "suspended" if hasattr(user, "suspension") else "may sign in" if may_sign_in(user) else "may not"
            last = f"{user.last_login:%Y-%m-%d %H:%M}" if user.last_login else "never"
            if as_json:
                shown = {"username": user.get_username(), "state": state, "last_sign_in": last}
                print(json.dumps(shown, ensure_ascii=False))  # noqa: T201
            else:
                out.print(f"{user.get_username():30} {state:12} {last}", markup=False)


@accounts_app.command()
def suspend(name: Name, by: By, why: Why) -> None:
    """Take a sign-in away now, on every session."""
    from homeroom.people import suspending
    from homeroom.site.commands import out
    from homeroom.site.roster_commands import person

    with _told():
        suspending.suspend(_user(name), person(by), why)
        out.print(f"{name}: suspended. Every session has ended.", markup=False)


@accounts_app.command()
def restore(name: Name, by: By, why: Why) -> None:
    """Give a sign-in back that was taken away here."""
    from homeroom.people import suspending
    from homeroom.site.commands import out
    from homeroom.site.roster_commands import person

    with _told():
        given = suspending.restore(_user(name), person(by), why)
        out.print(f"{name}: {'may sign in again' if given else 'was not suspended'}.", markup=False)


@accounts_app.command()
def link(
    name: Name,
    port: Port = 8000,
    reset: Annotated[bool, typer.Option("--reset", help="Take the second step away first: for a lost phone.")] = False,
) -> None:
    """Print a link that signs one person in, once."""
    from homeroom.people import second_step
    from homeroom.site import serving
    from homeroom.site.commands import err, out

    with _told():
        if reset:
            second_step.reset(_user(name), None, "by the command, on the machine itself")
        out.print(serving.link(name, port=port), markup=False)
        err.print(serving.HOW_LONG)


@accounts_app.command()
def first(
    name: Name,
    force: Annotated[
        bool, typer.Option("--force", help="Even where there is a data team; the audit log says so.")
    ] = False,
    port: Port = 8000,
) -> None:
    """Make the first account of the data team, and print the link that signs it in, once. It has no password."""
    from homeroom.people import managing
    from homeroom.site import serving
    from homeroom.site.commands import err, out

    with _told():
        managing.first(name, force)
        out.print(serving.link(name, port=port), markup=False)
        err.print(serving.HOW_LONG)


@accounts_app.command()
def identify(
    name: Name, number: Annotated[int, typer.Argument(help="The identity's number, as its page's address gives it.")]
) -> None:
    """Link an identity that waits to one person: for those whom no page may link."""
    from homeroom.people.managing import AccountError
    from homeroom.people.outside.linking import LinkingError
    from homeroom.people.outside.linking import link as link_identity
    from homeroom.people.signin_models import WaitingIdentity
    from homeroom.site.commands import out

    with _told():
        waiting = WaitingIdentity.objects.filter(pk=number, rejected_at=None).first()
        if waiting is None:
            raise AccountError(f"No identity {number} waits. The page Accounts shows those that do.")
        try:
            made = link_identity(waiting, _user(name), None)
        except LinkingError as error:
            raise AccountError(str(error)) from None
        out.print(f"{name}: linked to {made.subject} at {made.issuer}.", markup=False)


def _user(name: str) -> User:
    from homeroom.people.managing import AccountError
    from homeroom.people.models import User

    found = User.objects.filter(username=name).first()
    if found is None:
        raise AccountError(f"{name}: nobody has this user name. `homeroom accounts list` shows them.")
    return found


@contextmanager
def _told() -> Iterator[None]:
    """As every command tells what went wrong, and what accounts refuse besides."""
    from homeroom.people.managing import AccountError
    from homeroom.site.commands import told
    from homeroom.site.home import HomeError

    with told():
        try:
            yield
        except AccountError as error:
            raise HomeError(str(error)) from None
