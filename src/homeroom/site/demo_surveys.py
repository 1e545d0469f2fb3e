"""The demonstration's surveys and minutes: staff have answered, children are being asked, and teachers said what it
costs them. What people answer is drawn from one factor, so how far their answers hang together is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.urls import reverse
from rich.console import Console

from homeroom.evidence import effort, survey_build, survey_codes, survey_wave, survey_words
from homeroom.evidence.arms import arms
from homeroom.evidence.assign import last_draw
from homeroom.evidence.models import Asked, Price, Question, Study, Survey
from homeroom.evidence.survey_answer import Given, take
from homeroom.evidence.survey_codes import plain
from homeroom.people.clock import today
from homeroom.people.enrolled import enrollments_on
from homeroom.people.models import Class, Staff, User
from homeroom.simulation.chance import one_of, stream
from homeroom.simulation.studies.scales import Scale
from homeroom.simulation.surveys import crowd
from homeroom.simulation.surveys.crowd import Crowd
from homeroom.site.demo_asked import standing_on

out = Console(soft_wrap=True, highlight=False)
STUDY, NEW = "tablet-carts", "carts"
Kind = Question.Kind
A_WEEK = timedelta(weeks=1)
# Weeks of minutes; of the classes with carts more, as with anything new.
WEEKS, WITH, WITHOUT = 4, (90, 120, 180, 240), (60, 90, 120, 180)
SCREENS, AT_A_SCREEN = 4, 11  # classes that have answered so far, and children of each
SAID = {9: "Fewer places to look.", 17: "One list for the week, on Friday."}  # by whose turn it is
PRICES = (
    ("staff", Decimal("46.00"), Price.Unit.HOUR),
    ("Number Trail", Decimal("9.50"), Price.Unit.CHILD_YEAR),
    ("Star", Decimal("6.20"), Price.Unit.CHILD_YEAR),
)


@dataclass(frozen=True)
class Told:
    """One part of a survey in English, Spanish and Vietnamese."""

    en: str
    es: str = ""
    vi: str = ""


@dataclass(frozen=True)
class Sheet:
    """A survey as the demonstration makes it. `turned` are the questions asked the other way round, counted from 0."""

    slug: str
    audience: str
    title: Told
    kind: str
    scale: str
    questions: tuple[Told, ...]
    turned: frozenset[int] = frozenset()
    comment: str = ""


STAFF = Sheet(
    "staff-fall",
    Survey.Audience.STAFF,
    Told("Working with homeroom this fall"),
    Kind.AGREE,
    "planning",
    (
        Told("I know what each of my groups needs next."),
        Told("Online work fits what I teach that week."),
        Told("Planning the week takes too long."),
        Told("I get the numbers in time to act on them."),
    ),
    frozenset({2}),
    "What would save you the most time?",
)
CHILDREN = Sheet(
    "children-fall",
    Survey.Audience.STUDENTS,
    Told("How is school?", "¿Cómo te va en la escuela?", "Ở trường em thấy thế nào?"),
    Kind.FACES,
    "lab",
    (
        Told("I like the learning lab.", "Me gusta el laboratorio.", "Em thích phòng học tập."),
        Told(
            "I know what to do on the computer.",
            "Sé qué hacer en la computadora.",
            "Em biết phải làm gì trên máy tính.",
        ),
        Told(
            "Somebody helps me when I am stuck.",
            "Alguien me ayuda cuando me atoro.",
            "Có người giúp khi em gặp khó.",
        ),
    ),
)


def ask(port: int) -> None:
    """A demonstration without studies is too small for surveys, too."""
    study = Study.objects.filter(slug=STUDY).first()
    if study is None:
        return
    by = User.objects.get(username=study.made_by)
    _say_minutes(study)
    for what, amount, unit in PRICES:
        told = {"what": what, "amount": amount, "unit": unit, "currency": "USD", "school": None}
        effort.price(by, **told, begins_on=date(2026, 8, 1), ends_on=None)
    out.print("\nSurveys, of made-up answers:")
    with standing_on(today() - 3 * A_WEEK):
        _asked_staff(study, by)
    screen = _ask_children(study, by)
    out.print(f"  {CHILDREN.slug}: open. A shared screen: http://localhost:{port}{screen}", markup=False)


def _say_minutes(study: Study) -> None:
    """What the teachers of the study's classes say, each at the end of each week."""
    random, found = stream(1, "minutes"), arms(last_draw(study))
    named = {Class.objects.get(sourced_id=one).pk: found.of_class(one) for one in found.school_of}
    taught = enrollments_on(today()).filter(school_class__in=named, staff__isnull=False)
    for row in taught.order_by("school_class__sourced_id", "staff"):
        for back in range(1, WEEKS + 1):
            week = effort.monday(today()) - back * A_WEEK
            minutes = one_of(random, WITH if named[row.school_class_id] == NEW else WITHOUT)
            effort.say(Staff.objects.get(enrollments=row), week, minutes, week + A_WEEK)


def _asked_staff(study: Study, by: User) -> None:
    made = _made(STAFF, study, by)
    wave = survey_wave.open_wave(made, today() + 2 * A_WEEK, by)
    groups = list(wave.asked.order_by("label"))
    drawn = crowd.make(
        Crowd(
            {one.label: one.people for one in groups}, Scale((0.85, 0.8, 0.75, 0.8), blank=0.02), turned=STAFF.turned
        ),
        stream(1, STAFF.slug),
    )
    codes = [slip.code for group in groups for slip in survey_codes.slips(group, by)]
    for person, code in enumerate(codes):
        if person % 8:
            free = {"q5": SAID[person]} if person in SAID else {}
            take(code, Given(_places(drawn, person), free), survey_words.ENGLISH)
    survey_wave.close(made, by)
    out.print(f"  {STAFF.slug}: {sum(one.people for one in groups)} asked, closed, with results.", markup=False)


def _ask_children(study: Study, by: User) -> str:
    """Opened this morning; a few classes have had their turn. Gives the address of the next one's screen."""
    wave = survey_wave.open_wave(_made(CHILDREN, study, by), today() + 2 * A_WEEK, by)
    groups = list(wave.asked.order_by("label"))[: SCREENS + 1]
    for group in groups[:SCREENS]:
        _answered_at_a_screen(group, by)
    return reverse("answer", args=[plain(survey_codes.kiosk(groups[-1], by).code)])


def _answered_at_a_screen(group: Asked, by: User) -> None:
    made = Crowd({group.label: AT_A_SCREEN}, Scale((0.8, 0.8, 0.75)), boxes=(0.1, 0.25, 0.65))
    drawn, screen = crowd.make(made, stream(1, group.label)), survey_codes.kiosk(group, by)
    for person in range(AT_A_SCREEN):
        take(screen.code, Given(_places(drawn, person)), ("en", "es", "vi")[person % 3], f"{group.pk} {person}")


def _made(sheet: Sheet, study: Study, by: User) -> Survey:
    made = survey_build.make(sheet.slug, sheet.audience, Survey.Mode.ANONYMOUS, sheet.title.en, by, study=study)
    for at, one in enumerate(sheet.questions):
        survey_build.add(made, sheet.kind, one.en, scale=sheet.scale, is_reversed=at in sheet.turned)
    if sheet.comment:
        survey_build.add(made, Kind.COMMENT, sheet.comment)
    for code in ("es", "vi"):
        if words := dict(_own(sheet, code)):
            survey_words.keep(made, code, words)
            survey_words.review(made, code, by)
    return made


def _own(sheet: Sheet, code: str) -> Iterator[tuple[str, str]]:
    """The school's own words in a language; ours come from the catalog."""
    for part, one in ((survey_words.TITLE, sheet.title), *_parts(sheet)):
        if said := getattr(one, code):
            yield part, said


def _parts(sheet: Sheet) -> list[tuple[str, Told]]:
    return [(survey_words.of_question(f"q{at}"), one) for at, one in enumerate(sheet.questions, 1)]


def _places(drawn: crowd.Answers, person: int) -> dict[str, int]:
    return {f"q{at}": place for at, place in enumerate(drawn.places(person), 1) if place}
