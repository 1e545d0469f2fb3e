"""Small surveys for tests: classes, questions, a wave that is open, and who answered what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from a_school import child, room, staff
from homeroom.evidence import survey_build, survey_codes, survey_wave
from homeroom.evidence.models import Question, Survey, Wave
from homeroom.evidence.survey_answer import Door, Given, take
from homeroom.people.clock import today
from homeroom.people.models import Class, Role, School, Student, User

Kind = Question.Kind


def leader() -> User:
    return User.objects.filter(username="leader").first() or staff("leader", Role.Kind.NETWORK_LEADER, None)


def rooms(sizes: Mapping[str, int]) -> dict[str, Class]:
    """Classes of one school, each with so many children."""
    school, _ = School.objects.get_or_create(sourced_id="s1", defaults={"name": "Valley School"})
    found, first = dict[str, Class](), Student.objects.count()
    for name, size in sizes.items():
        found[name] = room(school, name, name)
        for at in range(size):
            child(first + at, found[name])
        first += size
    return found


def survey(mode: str = "anonymous", audience: str = "students", slug: str = "room", scale: str = "calm") -> Survey:
    """Three scored questions of one scale, the third reversed; one with choices, one with free words."""
    made = survey_build.make(slug, audience, mode, "Our room", leader(), intro="About your class.")
    survey_build.add(made, Kind.AGREE, "I can work calmly.", scale=scale)
    survey_build.add(made, Kind.AGREE, "I get help when I need it.", scale=scale)
    survey_build.add(made, Kind.AGREE, "It is too loud.", scale=scale, is_reversed=True)
    survey_build.add(made, Kind.CHOICE, "Where do you work best?", choices=["Lab", "Room"])
    survey_build.add(made, Kind.COMMENT, "What else?")
    return made


def opened(made: Survey, days: int = 14) -> Wave:
    return survey_wave.open_wave(made, today() + timedelta(days=days), leader())


def codes(wave: Wave, label: str = "") -> list[str]:
    """A code for each person of a group, or of all of them."""
    groups = wave.asked.filter(label__endswith=label).order_by("label")
    return [one.code for group in groups for one in survey_codes.slips(group, leader())]


def answer(code: str, places: Iterable[int] = (4, 4, 2), words: str = "", language: str = "en") -> Door:
    choices = {f"q{at}": place for at, place in enumerate(places, 1)}
    return take(code, Given(choices, {"q5": words} if words else {}), language)


def closed(made: Survey) -> Wave:
    return survey_wave.close(made, leader())


def next_wave(made: Survey, day: date) -> None:
    """Let the wave that was closed have begun on an earlier day, so that another can begin today."""
    made.waves.filter(opens_on=today()).update(opens_on=day)
