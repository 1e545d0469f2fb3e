"""Pages and files of the flexible block and its minutes: none tells of a service, a pair, or a flag of a child.

Those of the day, its sheets and its calendars are searched in `test_today_sheets`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from homeroom.people.models import User
from homeroom.rotation import drafts
from homeroom.rotation.block import instance as instances
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.models import Pair, PlanRule, Service
from homeroom.rotation.publish import publish
from pages.a_planned_block import Planned, planned
from read_files import words_of
from rotation.plans import a_week
from rotation.plans.a_week import MONDAY, person

pytestmark = pytest.mark.any_database
READERS = ("principal", "teacher", "other_teacher", "tutor", "second_tutor", "lab")
KINDS = ("csv", "xlsx", "json")
# Words that somebody could have put into the only texts there are, and those of our own models.
SECRET = ("speech", "counsel", "IEP", "English learner", "level 2", "service", "to be apart", "to be together")


@pytest.fixture
def made(settings: Settings, db: None) -> Planned:
    """Child 7 has a service, 0 and 1 are to be apart, 5 and 6 together, and a band of children is watched over."""
    settings.HOMEROOM_TODAY = a_week.SUNDAY_BEFORE
    own = a_week.block()
    told = {"student": own.children[7], "provider": person(own.lab)}
    Service.objects.create(**told, minutes=30, meetings=1, windows=[{"weekday": 0, "from": "10:00", "to": "11:00"}])
    numbers = [child.pk for child in own.children]
    for one, other, kind in ((0, 1, Pair.Kind.APART), (5, 6, Pair.Kind.TOGETHER)):
        Pair.objects.create(one_id=numbers[one], other_id=numbers[other], kind=kind, owner="speech, IEP, level 2")
    PlanRule.objects.create(school=own.school, kind="equity", value={"by": "IEP"}, strength="floor", owner="counsel")
    pairs = (instances.Pair(numbers[0], numbers[1]), instances.Pair(numbers[5], numbers[6], together=True))
    bands = (instances.Equity("IEP", tuple(numbers[:3])), instances.Equity("English learner", tuple(numbers[5:])))
    found = planned(own, pairs=pairs, equity=bands)
    publish(found.draft, found.principal)
    return found


def everything(made: Planned, who: User) -> Iterator[tuple[str, str]]:
    """Each page and file that this person gets."""
    client = Client()
    client.force_login(who)
    school, week = made.own.school.pk, f"?week={MONDAY}"
    sessions = ((7, 1), (7, 0), (0, 0), (1, 0), (5, 0), (6, 2), (2, 0))
    paths = [
        f"/school/{school}/block/{week}",
        made.path(),
        made.path("changes/"),
        *(made.path(f"plan.{kind}") for kind in KINDS),
        *(made.path(f"changes/changes.{kind}") for kind in KINDS),
        *(made.of_child(at, session) for at, session in sessions),
        *(f"/class/{one.pk}/block/{week}" for one in made.own.classes),
        f"/school/{school}/minutes/{week}",
        f"/school/{school}/minutes/mastery/",
        f"/school/{school}/today/?day={MONDAY}",
    ]
    for path in paths:
        answer = client.get(path)
        if answer.status_code == 200:
            yield path, words_of(answer)


@pytest.mark.parametrize("name", READERS)
def test_nothing_tells_of_services_pairs_or_flags(made: Planned, name: str) -> None:
    who = made.principal if name == "principal" else User.objects.get(username=name)
    found = dict(everything(made, who))
    assert len(found) >= {"principal": 16}.get(name, 1)
    told = {(path, word) for path, said in found.items() for word in SECRET if word.casefold() in said.casefold()}
    assert told == set()


def test_what_is_searched_for_is_in_the_plan(made: Planned) -> None:
    plan = drafts.read(made.draft)
    (met,) = [place for place in plan.places if place.modality is Modality.SERVICE]
    assert met.child == made.own.children[7].pk
    assert {pair.together for pair in made.instance.pairs} == {False, True}
