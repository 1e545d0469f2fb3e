"""Every page there is, for tests that look at all of them: no list says which; each address is asked for."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle

from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch

from a_school import FRIDAY, Town, a_full_week, town
from facts.facts_by_hand import publish
from homeroom.intake.models import Delivery
from homeroom.mastery import teachers
from homeroom.pages.paths import urlpatterns
from homeroom.people.models import User
from homeroom.rotation.files.all_tables import TABLES
from homeroom.standards.models import Standard
from pages.tables_by_hand import tables_of
from pages.test_access import address
from reports.known_by_hand import TOLD, estimate

# What a person sends who forgot half of it: the page comes back and says what is missing.
FORGOTTEN = {"corrections": {}, "edit-feed": {"grace": "-1"}, "calendar": {"kind": "holiday"}, "substitutes": {}}
FORGOTTEN |= {"planning-table": {"minutes": "0"}, "planning-row": {"minutes": "0"}}
FORGOTTEN |= {"studies": {}, "study-part": {"begins_on": "soon"}}
FORGOTTEN |= {"known": {"act": "set"}, "groups": {"act": "make"}, "group": {"seen_on": "soon"}}


def full_school() -> Town:
    """Something of everything: states of all kinds, a teacher's word, lists, flags."""
    place = town(size=12)
    a_full_week(place)
    codes, states = list(Standard.objects.values_list("code", flat=True)), cycle(TOLD)
    publish("mastery", [estimate(one, code, next(states)) for one in place.numbers for code in codes])
    step = {"student": place.numbers[0], "as_of": FRIDAY, "kind": "goal", "place": 1, "standard": codes[0]}
    publish("next_steps", [{**step, "reason": "It is a goal, and the child is ready for it. So far: no evidence yet."}])
    publish(
        "flags", [{**{k: step[k] for k in ("student", "as_of", "standard")}, "rule": "working-hard", "evidence": "9."}]
    )
    teachers.override(place.teacher, place.numbers[0], Standard.objects.get(code=codes[0]), "mastered", "I saw it.")
    return place


def pages_of(client: Client, school: Town, delivery: Delivery, wanted: Callable[[str], bool]) -> dict[str, str]:
    """Markup of whatever answers with a page, by the name of its route; only of names that are `wanted`."""
    found = {}
    for name in filter(wanted, (str(pattern.name) for pattern in urlpatterns)):
        try:
            found[name] = markup_of(client.get(address(name, school, delivery)))
        except NoReverseMatch:
            continue  # its own tests say what stands behind it
    tables = [table for table in TABLES if wanted(f"planning-table {table.name}")]
    addresses = tables_of(school) if tables else {}
    return found | {f"planning-table {one.name}": markup_of(client.get(addresses[one.name])) for one in tables}


def forgotten(client: Client, school: Town, delivery: Delivery, wanted: Callable[[str], bool]) -> dict[str, str]:
    """Pages that came back with what is wrong with a form, by `forgotten on` and the name of the route."""
    found = {}
    for route, told in FORGOTTEN.items():
        if not wanted(f"forgotten on {route}"):
            continue
        answer = client.post(address(route, school, delivery), told)
        assert answer.status_code == 422, route
        found[f"forgotten on {route}"] = markup_of(answer)
        assert 'class="wrong problems"' in found[f"forgotten on {route}"], route
    return found


def client_of(user: User, language: str = "") -> Client:
    """Somebody signed in, whose browser asks for a language."""
    client = Client(headers={"accept-language": language} if language else None)
    client.force_login(user)
    return client


def markup_of(answer: HttpResponseBase) -> str:
    """Blank where the answer is a file, a redirect or a refusal; a page that says that nothing is here is a page."""
    is_page = str(answer.headers.get("Content-Type", "")).startswith("text/html") and answer.status_code != 302
    return answer.getvalue().decode("utf-8") if is_page else ""
