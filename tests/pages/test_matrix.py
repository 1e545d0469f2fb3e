"""Every route of the URL table, for every kind of person, on the own and on others' children, by each method.

The cases are made from the table of addresses: a new page is among them by itself. `HOMEROOM_FULL` runs all of them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from django.conf import settings
from django.db import connection, reset_queries, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse

from homeroom.intake.models import Delivery
from homeroom.pages.access import rule_of
from homeroom.pages.files import KINDS
from homeroom.pages.paths import urlpatterns
from homeroom.pages.rule import Rule
from homeroom.pages.view_as.looking import KEY
from pages.crowd import ANONYMOUS, CLASS_PAGE, CODE, MATE, OTHER, OWN, SEES, SIGNED_OUT, VIEWING, WHO, Crowd, crowd
from pages.test_access import a_goal, a_group, a_unit_in_the_plan, address, delivery, without_tokens
from read_files import words_of

__all__ = ["delivery"]
FULL = bool(os.environ.get("HOMEROOM_FULL"))
# A sample takes every so-manieth case, another one for each person.
EVERY = 1 if FULL else 60
METHODS = ("GET", "HEAD", "POST", "POST without token")
TOKEN = "a" * 32
TAILS = ("", *(f"-{kind}" for kind in KINDS))  # a page and its files
CLASS_ROUTES = (
    *(f"{page}{tail}" for page in ("my-class", "groups", "unit", "class-block") for tail in TAILS),
    "assign",
    "group-lists",
    "class-families",
    "class-families-pdf",
)
CHILD_ROUTES = tuple(f"student{tail}" for tail in TAILS)
# Pages of one class whose forms change something: a group has a class, too.
CLASS_FORMS = ("groups", "group", "class-families", "assign", "unit")
# Pages of a goal of one class, and of a unit in its plan.
GOAL_FORMS = ("goal", "goal-aim", "goal-who", "goal-child", "goal-send")
GOAL_ROUTES = (*GOAL_FORMS, "goal-work", "goal-check", "goal-upload", *(f"goal-{kind}" for kind in KINDS))
UNIT_ROUTES = tuple(f"{page}{tail}" for page in ("readiness", "carry-over") for tail in TAILS)
# A page that staff and family read, and staff alone acts on.
SHEET_ROUTES = ("family", "family-pdf")
# Pages of a child's record: for those who answer for the child (and, of the first two, the family).
RECORD_ROUTES = (*(f"record{tail}" for tail in TAILS), "record-copy")
ANSWER_ROUTES = (*(f"seen{tail}" for tail in TAILS), "corrections", "correction")
OF_SCHOOL = ("monday", "block-plan", "block-changes")
# Pages for those who work with the child: not for the family.
WORK_ROUTES = (*(f"known{tail}" for tail in TAILS), "steps")
# Asked for the own school.
MONDAY_ROUTES = ("block", "planning-run", "replan", *(f"{page}{tail}" for page in OF_SCHOOL for tail in TAILS))
WEEK_ROUTES = ("rotation-new", "rotation-entry", "rotation-act", "rotation-compare")
WEEK_ROUTES += tuple(f"{page}{tail}" for page in ("rotation-stand-in", "rotation-flex") for tail in TAILS)
PLANNING_ROUTES = ("planning", "planning-table", "planning-csv", "planning-row", "assumptions", *WEEK_ROUTES)  # as well
# Read by principals, too, and sent by those who plan studies alone.
STUDY_FORMS = ("studies", "study", "study-draw", "study-flow", "study-report")
KNOWN_BY_SLUG = ("layout-file", *PLANNING_ROUTES)
# Of one child or class: asked for the own and for others'.
OF_SOMEBODY = (
    *GOAL_ROUTES,
    *UNIT_ROUTES,
    *CLASS_ROUTES,
    *CLASS_FORMS,
    *CHILD_ROUTES,
    *RECORD_ROUTES,
    *ANSWER_ROUTES,
    *WORK_ROUTES,
    *SHEET_ROUTES,
)
BEHIND: dict[str, tuple[object, ...]] = {"correction": (1,), **dict.fromkeys(WORK_ROUTES[:-1], (CODE,))}
ANSWERS = {"principal", "data team of the school", "data team of the network", "teacher here and principal there"}
WRITES = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"(\w+)"', re.IGNORECASE)
# Asked of whom it belongs to by every request, or written about the refusal itself.
KEPT_ANYHOW = ("django_session", "people_audit")
# An address that is answered 404 where nothing stands behind it, even to those who may open the page.
EMPTY_HERE = {"correction", "identity", "account", "roster-suspend", "roster-decision", "new-layout", "view-as"}
EMPTY_HERE |= {f"{page}{tail}" for page in ("program", "release") for tail in TAILS} | {"releases"}
EMPTY_HERE |= {"goal-upload", "sign-in-link", "second-step-picture", "who-link", "family-pdf"}

# Counts alone, or the children of two schools, of which one has to be chosen first.
NO_FILE = {"data team of the network", "teacher here and principal there", "network leader", "vendor", VIEWING}


@dataclass(frozen=True)
class Case:
    person: str
    route: str
    whose: str
    method: str

    def __str__(self) -> str:
        return f"{self.person}: {self.method} {self.route} ({self.whose})"


def cases(person: str) -> Iterator[Case]:
    for pattern in urlpatterns:
        both = pattern.name in OF_SOMEBODY
        for whose in ("own", "other") if both else ("",):
            for method in METHODS:
                yield Case(person, str(pattern.name), whose, method)


def sample(person: str) -> list[Case]:
    start = list(SEES).index(person)
    return [case for n, case in enumerate(cases(person)) if (n + start) % EVERY == 0]


def test_there_are_more_than_a_thousand_cases() -> None:
    assert sum(len(list(cases(person))) for person in SEES) >= 1000


def test_every_route_carries_a_rule_whose_words_are_known() -> None:
    for pattern in urlpatterns:
        rule = rule_of(pattern.callback)
        assert rule is not None, f"{pattern.name} has no rule: open it with a decorator of pages/access.py"
        assert not rule.signed_in or rule.who in WHO, pattern.name
        assert rule.signed_in or not rule.names, f"{pattern.name} shows children to people who are not signed in"


def test_only_the_doors_are_open_without_a_sign_in() -> None:
    rules = {str(one.pattern): rule_of(one.callback) for one in urlpatterns}
    open_to_all = {path for path, rule in rules.items() if rule and not rule.signed_in}
    assert all(path.startswith(("sign-in/", "sign-out/", "promises/", "survey/")) for path in open_to_all), open_to_all


@pytest.fixture
def people(db: None) -> Crowd:
    return crowd()


@pytest.mark.any_database
@pytest.mark.parametrize("person", SEES)
def test_each_route_answers_this_person_as_its_rule_says(people: Crowd, delivery: Delivery, person: str) -> None:
    asked = sample(person)
    # What stands behind the addresses is made once: most of the time goes into it.
    first = {(case.route, case.whose): case for case in reversed(asked)}
    paths = {key: where(case, people, delivery) for key, case in first.items()}
    for case in asked:
        # No atomic block: the audit log's own must be the outermost.
        before = transaction.savepoint_create()
        reset_queries()  # a list of all that were asked ends at nine thousand
        judge(case, people, paths[case.route, case.whose])
        transaction.savepoint_rollback(before)


def judge(case: Case, people: Crowd, path: str) -> None:
    client = signed_in(case.person, people)
    with CaptureQueriesContext(connection) as asked:
        response = send(client, case.method, path)
        body = words_of(response)
    changed = {found[2] for query in asked if (found := WRITES.match(query["sql"]))}
    changed = {table for table in changed if not table.startswith(KEPT_ANYHOW)}
    hidden = {OWN, MATE, OTHER} - shown_to(case)
    assert not [name for name in hidden if name in body], f"{case} shows a child"
    if case.method == "POST without token":
        assert response.status_code in ((302, 400, 403, 404, 405) if exempt(case) else (403,)), case
        assert not changed, f"{case} changed {changed}"
    elif case.method == "HEAD":
        # Nobody needs one, and a page of children is seen or not: there is no half of it.
        assert not body, case
        assert response.status_code == 405 or not rule(case).signed_in, case
        assert not changed, f"{case} changed {changed}"
    elif not allowed(case):
        refused(case, client, response, body)
        assert not changed, f"{case} changed {changed}"
    else:
        answered(case, response)
        assert case.method == "POST" or not changed - {"people_audit"}, f"{case} changed {changed}"


def signed_in(person: str, people: Crowd) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.raise_request_exception = True
    user = people.people[person]
    if user is not None:
        client.force_login(user)
    if person == VIEWING:
        session = client.session
        session[KEY] = people.place.teacher.pk
        session.save()
    client.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
    return client


def where(case: Case, people: Crowd, delivery: Delivery) -> str:
    if case.route in (*RECORD_ROUTES, *ANSWER_ROUTES, *WORK_ROUTES, *SHEET_ROUTES):
        child = people.other if case.whose == "other" else people.own
        return reverse(case.route, args=[child.pk, *BEHIND.get(case.route, ())])
    if case.route == "group":
        place = people.place
        away = replace(place, group=people.other_class, children=[people.other])
        return reverse("group", args=[a_group(away if case.whose == "other" else place)])
    if case.route in (*GOAL_ROUTES, *UNIT_ROUTES):
        return of_a_goal(case, people)
    if case.whose == "other":
        number = people.other_class.pk if case.route in CLASS_ROUTES else people.other.pk
        return reverse(case.route, args=[number])
    if case.route == "new-layout":
        return reverse(case.route, args=[delivery.pk])
    converters = pattern(case).pattern.converters
    if set(converters) & {"slug", "provider_id", "organization_slug"} and case.route not in KNOWN_BY_SLUG:
        numbers = {"which": 1} if "which" in converters else {}
        return reverse(case.route, kwargs=dict.fromkeys(converters, "nowhere") | numbers)
    return address(case.route, people.place, delivery)


def of_a_goal(case: Case, people: Crowd) -> str:
    """A draft for the steps, one that was sent for its results; and a unit in the plan of the class."""
    away, place = case.whose == "other", people.place
    chosen, children = (people.other_class, [people.other]) if away else (place.group, place.children)
    there = replace(place, group=chosen, children=children)
    if case.route in UNIT_ROUTES:
        return reverse(case.route, args=[chosen.pk, a_unit_in_the_plan(there)])
    number = a_goal(there, sent=case.route == "goal" or case.route.removeprefix("goal-") in KINDS)
    behind = {"goal-child": [children[0].pk], "goal-upload": ["iready"]}
    return reverse(case.route, args=[number, *behind.get(case.route, [])])


def send(client: Client, method: str, path: str) -> HttpResponse:
    if method in ("GET", "HEAD"):
        return client.get(path) if method == "GET" else client.head(path)  # type: ignore[return-value]
    headers = {"X-CSRFToken": TOKEN} if method == "POST" else {}
    return client.post(path, headers=headers)  # type: ignore[return-value]


def pattern(case: Case) -> URLPattern:
    return next(one for one in urlpatterns if one.name == case.route)


def rule(case: Case) -> Rule:
    found = rule_of(pattern(case).callback)
    assert found is not None
    return found


def exempt(case: Case) -> bool:
    """The upload looks at the token itself, once it knows who sends; an identity provider brings its own proof."""
    return bool(getattr(pattern(case).callback, "csrf_exempt", False))


def shown_to(case: Case) -> set[str]:
    return SEES[case.person] if rule(case).names else set()


def allowed(case: Case) -> bool:
    """By the table alone: the rule's words, and for a child's or class's page whose it is."""
    told = rule(case)
    if told.signed_in and case.person not in opens(told.who):
        return False
    if case.method == "POST" and (not told.writes or (case.person == VIEWING and not told.looking)):
        return False
    if case.route in STUDY_FORMS and case.method == "POST":
        return case.person in WHO["network leaders and the data team"]
    if case.method == "POST" and case.route not in (
        *(*ANSWER_ROUTES, *CLASS_FORMS, *GOAL_FORMS, *WORK_ROUTES, *SHEET_ROUTES, *MONDAY_ROUTES, *PLANNING_ROUTES),
    ):
        return True
    seen = SEES[case.person]
    if case.route in WORK_ROUTES:
        return (OTHER if case.whose == "other" else OWN) in seen and case.person != "family"
    if case.route in SHEET_ROUTES:
        may = case.person != "family" or case.method == "GET"
        return (OTHER if case.whose == "other" else OWN) in seen and may
    if case.route in (*RECORD_ROUTES, *ANSWER_ROUTES):
        # The one who teaches here answers for the school there alone.
        here = ANSWERS - {"teacher here and principal there"} | ({"family"} if case.route in RECORD_ROUTES else set())
        return case.person in (
            {"data team of the network", "teacher here and principal there"} if case.whose == "other" else here
        )
    if case.route in (*MONDAY_ROUTES, *PLANNING_ROUTES):
        return case.person != "teacher here and principal there"
    if case.route in CHILD_ROUTES:
        return (OTHER if case.whose == "other" else OWN) in seen
    if case.route in (*CLASS_ROUTES, *CLASS_FORMS, *GOAL_ROUTES, *UNIT_ROUTES):
        return OTHER in seen if case.whose == "other" else case.person in CLASS_PAGE
    return True


def opens(who: str) -> set[str]:
    """Whoever looks through somebody's eyes may open what both may open."""
    found = WHO[who]
    return found - {VIEWING} if "teacher" not in found else found


def refused(case: Case, client: Client, response: HttpResponse, body: str) -> None:
    told = rule(case)
    if case.method == "GET" and told.writes and response.status_code == 405:
        return  # what is only done, never shown, says so to everybody, whatever the number
    if case.person in SIGNED_OUT and told.signed_in and (case.method != "POST" or told.writes):
        assert response.status_code == 302, case
        assert response.headers["Location"].startswith(reverse("sign-in")), case
    elif case.method == "POST" and case.person == VIEWING and not told.looking:
        assert response.status_code == 403, case
        assert "Nothing was changed" in body, case
    elif case.method == "POST" and not told.writes:
        assert response.status_code == 405 or (response.status_code == 404 and not told.signed_in), case
    else:
        assert response.status_code == 404, case
        if case.method == "GET":
            assert without_tokens(body) == without_tokens(words_of(client.get("/nothing-is-here/"))), case


def answered(case: Case, response: HttpResponse) -> None:
    fine = {200, 302, 400, 403, 405, 409, 410, 422} | (
        {404} if case.route in EMPTY_HERE or not rule(case).signed_in else set()
    )
    if case.route == "children-csv" and case.person in NO_FILE:
        fine = {404}
    assert response.status_code in fine, (case, response.status_code)


def test_the_matrix_sees_what_it_must_see(people: Crowd, delivery: Delivery) -> None:
    """A page that lets everybody in would be found."""
    case = Case("family", "my-class", "own", "GET")
    response = send(signed_in("teacher", people), "GET", where(case, people, delivery))
    with pytest.raises(AssertionError):
        refused(case, signed_in("family", people), response, words_of(response))
    assert OWN in words_of(response)
    assert ANONYMOUS in SEES
