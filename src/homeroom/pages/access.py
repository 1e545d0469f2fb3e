"""What every page keeps: signed in, opened only to those its rule names, never kept by a browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET, require_http_methods

from homeroom.pages import rule
from homeroom.pages.rule import Rule, Standing
from homeroom.people.models import User
from homeroom.people.viewing import Viewer

View = Callable[..., HttpResponseBase]
Decorated = Callable[[View], View]
EVERYBODY = "everybody who is signed in"
LEADS = "principals and the data team"
LAB = "lab coordinators, teachers, principals and the data team"
TEACHING = "teachers, principals and the data team"
PLANNERS = "lab coordinators, principals and the data team"
PLANNED = "lab coordinators, teachers, tutors, principals and the data team"
STUDIES = "network leaders, principals and the data team"
MAKERS = "network leaders and the data team"
DATA_TEAM, NETWORK = "the data team", "a data team that serves every school"


def page(view: View) -> View:
    """A page for people who are signed in. It only reads, and no browser keeps it."""
    return _opened(Rule(EVERYBODY, rule.anybody))(view)


def form(view: View) -> View:
    """A page with a form, on which everybody who is signed in does something about themselves."""
    return _opened(Rule(EVERYBODY, rule.anybody, writes=True))(view)


def for_data_team(view: View) -> View:
    """To everybody else the page does not exist."""
    return _opened(Rule(DATA_TEAM, rule.data_team))(view)


def for_data_team_form(view: View) -> View:
    """A page of the data team that also takes what its form sends. To everybody else it does not exist."""
    return _opened(Rule(DATA_TEAM, rule.data_team, writes=True))(view)


def for_data_team_of_all(view: View) -> View:
    """A page that shows vendors' rows as they came, of children whose school nobody knows yet."""
    return _opened(Rule(NETWORK, rule.data_team_of_all, names=True))(view)


def for_data_team_of_all_form(view: View) -> View:
    return _opened(Rule(NETWORK, rule.data_team_of_all, names=True, writes=True))(view)


def for_data_team_of_all_counts(view: View) -> View:
    """A page of counts over every school. It names no child."""
    return _opened(Rule(NETWORK, rule.data_team_of_all))(view)


def for_data_team_of_all_counts_form(view: View) -> View:
    """A page of the whole network's data team that names no child, and takes what its form sends."""
    return _opened(Rule(NETWORK, rule.data_team_of_all, writes=True))(view)


def for_leads(view: View) -> View:
    """A page for those who answer for a school: principals and the data team."""
    return _opened(Rule(LEADS, rule.leads))(view)


def for_leads_form(view: View) -> View:
    """A page with a form for those who answer for a school: principals and the data team."""
    return _opened(Rule(LEADS, rule.leads, writes=True))(view)


def for_lab(view: View) -> View:
    """A page of a school's learning lab: for those who run it, teach there or answer for the school."""
    return _opened(Rule(LAB, rule.lab, names=True))(view)


def for_lab_form(view: View) -> View:
    """A page of a school's learning lab that also takes what its form sends."""
    return _opened(Rule(LAB, rule.lab, names=True, writes=True))(view)


def for_teaching(view: View) -> View:
    """A page of counts of classes, for those who teach them or answer for the school. It names no child."""
    return _opened(Rule(TEACHING, rule.teaching))(view)


def for_planners(view: View) -> View:
    """A page of a school's plans: for those who make them. Where it names children, `names_children` stands above."""
    return _opened(Rule(PLANNERS, rule.planners))(view)


def for_planners_form(view: View) -> View:
    return _opened(Rule(PLANNERS, rule.planners, writes=True))(view)


def for_planned(view: View) -> View:
    """A page of a school's plans for everybody who works by them, each with the children they see."""
    return _opened(Rule(PLANNED, rule.planned, names=True))(view)


def for_planned_form(view: View) -> View:
    return _opened(Rule(PLANNED, rule.planned, names=True, writes=True))(view)


def for_week(view: View) -> View:
    """A page of the school's week, which names no child: for everybody who works by it."""
    return _opened(Rule(PLANNED, rule.planned))(view)


def for_network(view: View) -> View:
    """A page of counts of schools, for those who look over several. It names no child."""
    return _opened(Rule(MAKERS, rule.network))(view)


def for_studies(view: View) -> View:
    """A page of a study, for those who plan studies and for principals whose school is in it. It names no child."""
    return _opened(Rule(STUDIES, rule.studies))(view)


def for_studies_form(view: View) -> View:
    """A page of a study with a form. Whether the reader may send it, the view asks: only those who plan may."""
    return _opened(Rule(STUDIES, rule.studies, writes=True))(view)


def for_network_form(view: View) -> View:
    """A page for those who look over several schools, which names no child, and takes what its form sends."""
    return _opened(Rule(MAKERS, rule.network, writes=True))(view)


def for_roles_form(view: View) -> View:
    """A page on which everybody with a role at a school says something of their own."""
    return _opened(Rule("everybody with a role", rule.any_role, writes=True))(view)


def for_roles(view: View) -> View:
    """A page of counts for everybody who has a role at a school: it names no child."""
    return _opened(Rule("everybody with a role", rule.any_role))(view)


def names_children(view: View) -> View:
    """Stands above the decorator that opens the page: the page shows named children, to those who may see them."""
    view.rule = replace(view.rule, names=True)  # type: ignore[attr-defined]
    return view


def door(who: str, *, writes: bool) -> Decorated:
    """A page on the way in or out: open to people who are not signed in. `who` says for whom it is."""
    return _ruled(Rule(who, rule.anybody, writes=writes, signed_in=False, looking=True))


def _ruled(told: Rule) -> Decorated:
    def ruled(view: View) -> View:
        view.rule = told  # type: ignore[attr-defined]
        return view

    return ruled


def act(who: str, *, looking: bool = False) -> Decorated:
    """Something that everybody who is signed in may do about themselves. There is no page."""
    return _opened(Rule(who, rule.anybody, writes=True, looking=looking), ["POST"])


def unkept(response: HttpResponseBase) -> HttpResponseBase:
    """Back after sign-out on a shared machine shows nothing."""
    response.headers["Cache-Control"] = "no-store"
    return response


def reader(request: HttpRequest) -> User:
    """The person who is signed in: who acts, and whose name stands under what is done."""
    return cast(User, request.user)


def viewer(request: HttpRequest) -> Viewer:
    """Whose eyes count for what is shown: the person's own, and those of the person whose view they have taken."""
    return cast(Viewer, getattr(request, "viewer", None) or Viewer(request.user))


def standing(request: HttpRequest) -> Standing:
    """What the reader is today, asked once a request."""
    if not hasattr(request, "standing"):
        request.standing = rule.standing(viewer(request))  # type: ignore[attr-defined]
    return cast(Standing, request.standing)  # type: ignore[attr-defined]


def rule_of(view: object) -> Rule | None:
    return getattr(view, "rule", None)


def _opened(told: Rule, methods: list[str] | None = None) -> Decorated:
    def decorate(view: View) -> View:
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if told.opens is not rule.anybody and not told.opens(standing(request)):
                raise Http404
            return unkept(view(request, *args, **kwargs))

        allowed = require_http_methods(methods or ["GET", "POST"]) if told.writes else require_GET
        opened: View = allowed(login_required(shown))
        opened.rule = told  # type: ignore[attr-defined]
        return opened

    return decorate
