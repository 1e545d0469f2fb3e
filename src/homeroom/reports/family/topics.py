"""Topics as families read of them: standards put together, each in a few plain words; and what to do at home.

A topic is a cluster of the Common Core; of another framework each standard is one, under its English title alone.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy

from homeroom.mastery.state import State
from homeroom.people.grades import grade_code
from homeroom.reports.estimates import Known
from homeroom.reports.languages.words import Words
from homeroom.reports.rules import Rule
from homeroom.standards.models import Standard

TOLD = (State.NOT_YET, State.GETTING_THERE, State.NEARLY_THERE, State.MASTERED)
YOUNGER = ("KG", "01", "02")
CAN = Rule(
    "family-can",
    gettext_lazy(
        "A child can do a topic when every standard of it that we have seen enough of is mastered, and these are at "
        "least {percent} % of the topic's standards. A child is starting to learn it when all of it that we have seen "
        "is not yet there, and is working on it in every other case."
    ),
    {"percent": 50},
)


@dataclass(frozen=True)
class Topic:
    """`size` is how many standards it has. `grade` is a code such as `03`, blank where the framework tells none."""

    key: str
    words: Words
    subject: str
    grade: str
    domain: str
    size: int


def topics(subjects: Iterable[str] | None = None) -> Mapping[str, Topic]:
    """Standard's code to topic."""
    rows = list(
        Standard.objects.order_by("order").values_list("code", "title", "grade", "domain", "framework__subject")
    )
    sizes: dict[str, int] = {}
    for code, *_ in rows:
        sizes[key_of(code)] = sizes.get(key_of(code), 0) + 1
    return {code: _topic(code, title, grade, domain, subject, sizes) for code, title, grade, domain, subject in rows}


def _topic(code: str, title: str, grade: str, domain: str, subject: str, sizes: Mapping[str, int]) -> Topic:
    key = key_of(code)
    words = Words(skills().get(key, title))
    return Topic(key, words, subject, grade_code(grade) or "", domain, sizes[key])


def key_of(code: str) -> str:
    """`3.NF.A` of `3.NF.A.2.a`; a code that no family words stand for is its own key."""
    cluster = ".".join(code.split(".")[:3])
    return cluster if cluster in skills() else code


def state_of(found: Iterable[Known], topic: Topic) -> State | None:
    """MASTERED for "can", NOT_YET for "is starting", GETTING_THERE for "is working on"; None: too little is known."""
    states = [one.shown for one in found if one.shown in TOLD]
    if not states:
        return None
    if all(state is State.MASTERED for state in states):
        return State.MASTERED if 100 * len(states) >= CAN["percent"] * topic.size else State.GETTING_THERE
    return State.NOT_YET if all(state is State.NOT_YET for state in states) else State.GETTING_THERE


def at_home(topic: Topic | None) -> Words:
    """One thing to do in ten minutes: for the topic's domain and age, else one that fits every child."""
    told = _at_home()
    band = "" if topic is None else "K-2" if topic.grade in YOUNGER else "3-5"
    return Words(told.get((topic.domain if topic else "", band)) or told["", ""])


@cache
def skills() -> Mapping[str, str]:
    """Cluster to what a child can do, as it follows "can"."""
    return {row["cluster"]: row["words"] for row in _rows("skills.csv")}


@cache
def _at_home() -> Mapping[tuple[str, str], str]:
    return {(row["domain"], row["grades"]): row["words"] for row in _rows("at_home.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
