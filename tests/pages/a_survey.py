"""Surveys on pages: one that is open, one that was closed with enough answers, by the numbers of the pages."""

from __future__ import annotations

from datetime import timedelta

from a_school import child, room, staff
from homeroom.evidence import survey_answer, survey_build, survey_codes, survey_wave
from homeroom.evidence.models import Question, Survey
from homeroom.evidence.survey_answer import Given
from homeroom.people.clock import today
from homeroom.people.models import Enrollment, Role, School, User

CODE = "23456-789AB-CDEFG"


def by() -> User:
    return User.objects.filter(username="asks").first() or staff("asks", Role.Kind.NETWORK_LEADER, None)


def a_survey(slug: str = "room", mode: str = "anonymous", audience: str = "students") -> Survey:
    found = Survey.objects.filter(slug=slug).first()
    if found:
        return found
    made = survey_build.make(slug, audience, mode, "Our room", by(), intro="About your class.")
    for words in ("I can work calmly.", "I get help when I need it.", "I like our room."):
        survey_build.add(made, Question.Kind.FACES, words, scale="calm")
    survey_build.add(made, Question.Kind.CHOICE, "Where do you work best?", choices=["Lab", "Room"])
    survey_build.add(made, Question.Kind.COMMENT, "What else?")
    return made


def an_open_survey() -> Survey:
    """With children enough to be asked anonymously."""
    made = a_survey()
    if not made.waves.exists():
        many()
        survey_wave.open_wave(made, today() + timedelta(days=14), by())
    return made


def many() -> None:
    school = School.objects.order_by("pk").first()
    assert school is not None
    if Enrollment.objects.filter(student__isnull=False).count() < 12:
        hall = room(school, "many", "Hall")
        for at in range(300, 312):
            child(at, hall)


def a_code() -> str:
    """A shared screen's, of the open survey."""
    wave = survey_wave.standing(an_open_survey())
    assert wave is not None
    return survey_codes.kiosk(wave.asked.order_by("-people")[0], by()).code


def a_closed_survey() -> Survey:
    made = a_survey("closed")
    if made.waves.exists():
        return made
    many()
    wave = survey_wave.open_wave(made, today(), by())
    group = wave.asked.order_by("-people")[0]
    for at, slip in enumerate(survey_codes.slips(group, by())[:12]):
        choices = {"q1": at % 3 + 1, "q2": at % 3 + 1, "q3": (at + at // 6) % 3 + 1, "q4": at % 2 + 1}
        survey_answer.take(slip.code, Given(choices, {"q5": f"More books, says number {at}."} if at < 2 else {}), "en")
    survey_wave.close(made, by())
    return made


def argument(route: str) -> list[object]:
    """What stands in the address of a survey's page."""
    if route == "answer":
        return [survey_codes.plain(a_code())]
    closed = route.startswith(("survey-results", "survey-comments"))
    return [(a_closed_survey() if closed else an_open_survey()).pk, *(["es"] if route == "survey-words" else [])]
