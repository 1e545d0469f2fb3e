"""Accounts: who can sign in and how, taking that away at once, and whom an identity provider told us of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from homeroom.pages.access import for_data_team, for_data_team_form, reader, viewer
from homeroom.pages.roles import WORDS
from homeroom.people import audit, second_step, sessions, suspending
from homeroom.people.accounts import NotOpenedError
from homeroom.people.clock import today
from homeroom.people.managing import AccountError, managed, why_machine_alone
from homeroom.people.models import Role, User
from homeroom.people.outside import linking
from homeroom.people.signin import HOURS, make_link
from homeroom.people.signin_models import WaitingIdentity

A_PAGE = 50
# How a roster says why it suspends somebody.
BY_ROSTER = re.compile(r"roster change set (\d+) would suspend this person")
NO_REASON = gettext_lazy("Say why, in a few words: the audit log keeps it.")
YOURSELF = gettext_lazy("Ask somebody else of the data team: nobody does this to the own sign-in.")


@dataclass(frozen=True)
class Line:
    """One account in the list."""

    number: int
    name: str
    username: str
    what: str
    state: str
    colour: str
    last_login: datetime | None
    second_step: bool


@for_data_team
def accounts(request: HttpRequest) -> HttpResponse:
    """Everybody with a sign-in, found by name or user name; before them, whoever waits to be linked."""
    wanted = request.GET.get("find", "").strip()[:100]
    found = _found(_looked_after(request), wanted).order_by("username")
    pages = Paginator(found, A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "find": wanted,
        "page": page,
        "lines": [_line(user) for user in page],
        "waived": not settings.HOMEROOM_SECOND_STEP,
        "waiting": _waiting() if _of_network(reader(request)) else [],
    }
    return render(request, "accounts/page.html", context)


@for_data_team_form
def account(request: HttpRequest, number: int) -> HttpResponseBase:
    """One account, and what can be done about it."""
    by = reader(request)
    user = get_object_or_404(_looked_after(request), pk=number)
    if request.method == "GET":
        return _one(request, user, {})
    act = ACTS.get(request.POST.get("do", ""))
    if act is None:
        return _one(request, user, {"error": gettext("Nothing was done: choose one of the buttons.")}, 400)
    try:
        return act(request, user, by)
    except AccountError as error:
        return _one(request, user, {"error": _not_done(error)}, 409)


@for_data_team_form
def identity(request: HttpRequest, number: int) -> HttpResponseBase:
    """Somebody whom an identity provider told us of: say who it is here, or that it is nobody."""
    by = reader(request)
    if not _of_network(by):
        return redirect("accounts")
    waiting = get_object_or_404(WaitingIdentity, pk=number, rejected_at=None)
    if request.method == "GET":
        return render(request, "accounts/identity.html", {"waiting": waiting, "why": gettext(waiting.why)})
    name = request.POST.get("username", "").strip()
    if request.POST.get("do") == "reject":
        linking.reject(waiting, by)
        return redirect("accounts")
    user = managed(by).filter(username=name).first()
    try:
        if user is None:
            raise linking.LinkingError(gettext("Nobody here has this user name. It stands in the list of accounts."))
        linking.link(waiting, user, by)
    except linking.LinkingError as error:
        context = {"waiting": waiting, "why": gettext(waiting.why), "error": _not_done(error), "name": name}
        return render(request, "accounts/identity.html", context, status=409)
    return redirect("account", user.pk)


def _waiting() -> list[tuple[WaitingIdentity, str]]:
    """Whom an identity provider told us of, and why nobody is linked to them yet."""
    return [(one, gettext(one.why)) for one in WaitingIdentity.objects.filter(rejected_at=None)[:A_PAGE]]


def _not_done(error: Exception) -> str:
    return gettext("Nothing was done. %(why)s") % {"why": error}


def _suspended_why(why: str) -> str:
    """What a person wrote stays as it is; a roster's own words are ours."""
    found = BY_ROSTER.fullmatch(why)
    if found is None:
        return why
    return gettext("roster change set %(number)s would suspend this person") % {"number": found[1]}


def _looked_after(request: HttpRequest) -> QuerySet[User]:
    """The accounts that the reader may look after, and whoever else's eyes count."""
    looking = viewer(request)
    found = managed(reader(request))
    return found if looking.through is None else found.filter(pk__in=managed(looking.through).values("pk"))


def _suspend(request: HttpRequest, user: User, by: User) -> HttpResponseBase:
    _not_oneself(user, by)
    suspending.suspend(user, by, _why(request))
    return redirect("account", user.pk)


def _restore(request: HttpRequest, user: User, by: User) -> HttpResponseBase:
    _not_oneself(user, by)
    suspending.restore(user, by, _why(request))
    return redirect("account", user.pk)


def _link(request: HttpRequest, user: User, by: User) -> HttpResponseBase:
    if not (user.is_unopened or suspending.may_sign_in(user)):
        raise AccountError(gettext("This person may not sign in. Give the sign-in back first."))
    if words := why_machine_alone(user):
        raise AccountError(words)
    audit.did(by, "made link", f"sign-in of {audit.called(user)}", (), f"signs in once within {HOURS:.0f} hours")
    try:
        address = request.build_absolute_uri(reverse("sign-in-link", args=[make_link(user, by=by)]))
    except NotOpenedError as error:
        raise AccountError(str(error)) from None
    return _one(request, user, {"link": address, "hours": f"{HOURS:.0f}"})


def _reset(request: HttpRequest, user: User, by: User) -> HttpResponseBase:
    _not_oneself(user, by)
    second_step.reset(user, by, _why(request))
    return redirect("account", user.pk)


def _unlink(request: HttpRequest, user: User, by: User) -> HttpResponseBase:
    number = request.POST.get("identity", "")
    found = user.outside_identities.filter(pk=int(number) if number.isascii() and number.isdigit() else 0).first()
    if found is None:
        raise AccountError(gettext("This identity is not linked any more."))
    linking.unlink(found, by)
    return redirect("account", user.pk)


ACTS: Mapping[str, Callable[[HttpRequest, User, User], HttpResponseBase]] = {
    "suspend": _suspend,
    "restore": _restore,
    "link": _link,
    "reset": _reset,
    "unlink": _unlink,
}


def _one(request: HttpRequest, user: User, more: Mapping[str, Any], status: int = 200) -> HttpResponse:
    held, suspension = sessions.rights(user, today()), getattr(user, "suspension", None)
    context = {
        "account": user,
        "line": _line(user),
        "suspension": suspension,
        "suspended_why": _suspended_why(suspension.why) if suspension else "",
        "by_roster": not (user.is_active or user.is_unopened),
        "unopened": user.is_unopened,
        "oneself": user.pk == reader(request).pk,
        "has_step": second_step.has_one(user),
        "required": second_step.is_required(held),
        "has_password": user.has_usable_password(),
        "identities": user.outside_identities.order_by("since"),
        **more,
    }
    return render(request, "accounts/account.html", context, status=status)


def _found(everybody: QuerySet[User], wanted: str) -> QuerySet[User]:
    """Every word of the search stands in a name or in the user name."""
    phone = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    found = everybody.filter(Q(staff__isnull=False) | Q(contact__isnull=False) | ~Q(vendor=""))
    for word in wanted.split():
        names = Q(username__icontains=word)
        for person in ("staff", "contact"):
            for part in ("given_name", "family_name", "preferred_name"):
                names |= Q(**{f"{person}__{part}__icontains": word})
        found = found.filter(names)
    return found.annotate(phone=Exists(phone)).prefetch_related("staff__roles__school")


def _line(user: User) -> Line:
    person = user.staff or user.contact
    state, colour = _state(user)
    return Line(
        user.pk,
        person.name if person else user.vendor or user.get_username(),
        user.get_username(),
        _what(user),
        state,
        colour,
        user.last_login,
        getattr(user, "phone", False),
    )


def _state(user: User) -> tuple[str, str]:
    if hasattr(user, "suspension"):
        return gettext("suspended"), "held"
    if user.is_unopened:
        return gettext("not opened yet"), "part"
    if not user.is_active:
        return gettext("not in the roster"), "part"
    may = suspending.may_sign_in(user)
    return (gettext("may sign in"), "published") if may else (gettext("has left"), "part")


def _what(user: User) -> str:
    """The person's roles of today, in words."""
    if user.staff is None:
        return gettext("family") if user.contact_id else gettext("vendor")
    day = today()
    held = [
        f"{WORDS[Role.Kind(role.kind)]}{f', {role.school}' if role.school else ''}"
        for role in user.staff.roles.all()
        if (role.begins_on is None or role.begins_on <= day) and (role.ends_on is None or role.ends_on >= day)
    ]
    return "; ".join(sorted(held)) or gettext("no role today")


def _of_network(by: User) -> bool:
    """Whom an identity provider told us of may be of any school, so the data team of the network decides."""
    return "data team all" in sessions.rights(by, today())


def _why(request: HttpRequest) -> str:
    why = request.POST.get("why", "").strip()
    if not why:
        raise AccountError(str(NO_REASON))
    return why


def _not_oneself(user: User, by: User) -> None:
    if user.pk == by.pk:
        raise AccountError(str(YOURSELF))
