"""What a school's plans are made from, in the order to begin in, and what a week can't be planned without."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from homeroom.people.clock import today
from homeroom.people.enrolled import here
from homeroom.people.grades import grade_order
from homeroom.people.models import Class, School
from homeroom.rotation.bells import Kind
from homeroom.rotation.files.all_tables import TABLES
from homeroom.rotation.files.cells import DAY_WORDS
from homeroom.rotation.input_models import DayType, Room, Template, TemplateBlock

ORDER = (
    *("day_types", "day_type_dates", "templates", "rooms", "staff_times", "qualifications", "licences"),
    *("services", "languages", "pairs", "rules", "assumptions", "absences", "locks"),
)
BY_NAME = {table.name: table for table in TABLES}


@dataclass(frozen=True)
class Step:
    """One table: its rows, what no week can be planned without, and what is planned without but should be known."""

    table: str
    rows: int
    missing: Sequence[str] = ()
    without: Sequence[str] = ()


def steps(school: School) -> list[Step]:
    """All tables, the first to fill first."""
    return [
        Step(
            name,
            BY_NAME[name].held(school).count(),
            tuple(MISSING[name](school) if name in MISSING else ()),
            tuple(WITHOUT[name](school) if name in WITHOUT else ()),
        )
        for name in ORDER
    ]


def _no_days(school: School) -> Iterator[str]:
    if not DayType.objects.filter(school=school).exists():
        yield gettext("Begin here: write down a kind of day, such as “Full day” from Monday to Friday.")


def _open_days(school: School) -> Iterator[str]:
    told = {day for one in DayType.objects.filter(school=school) for day in one.weekdays}
    open_days = [str(words) for day, words in enumerate(DAY_WORDS) if day not in told]
    if told and open_days:
        yield gettext("Nothing is planned on these days, which no kind of day is for: %(days)s.") % {
            "days": ", ".join(open_days)
        }


def _no_bells(school: School) -> Iterator[str]:
    blocks = TemplateBlock.objects.filter(template__day_type__school=school)
    if not blocks.exists():
        yield gettext("Say when the blocks of each grade begin and end.")
    elif not blocks.filter(kind=Kind.FLEXIBLE).exists():
        yield gettext("No bells have a flexible block yet.")


def _grades(school: School) -> Iterator[str]:
    rung = {one.grade for one in Template.objects.filter(day_type__school=school)}
    classes = [set(one.grades) for one in Class.objects.filter(school=school)]
    lacking = sorted(set().union(*classes) - rung, key=grade_order) if rung else []
    if lacking:
        said = ", ".join(grade.lstrip("0") for grade in lacking)
        yield gettext("Classes of these grades have no bells, so are not planned: %(grades)s.") % {"grades": said}
    if bare := sum(not grades for grades in classes):
        words = ngettext(
            "%(count)s class has no grade in the roster, so no bells hold for it.",
            "%(count)s classes have no grade in the roster, so no bells hold for them.",
            bare,
        )
        yield words % {"count": bare}


def _no_lab(school: School) -> Iterator[str]:
    if not Room.objects.filter(school=school, kind=Room.Kind.LAB).exists():
        yield gettext("Without a lab nobody can be given work in a program.")


def _no_speaker(school: School) -> Iterator[str]:
    asked = BY_NAME["languages"].held(school).filter(here(today()))
    spoken = BY_NAME["qualifications"].held(school).values_list("language")
    if lacking := sorted(set(asked.values_list("language", flat=True)) - {one for (one,) in spoken}):
        words = gettext("No adult on record leads groups in these languages, so no group can be led in them: %(some)s.")
        yield words % {"some": ", ".join(lacking)}


def _empty(name: str, words: Callable[[], str]) -> Callable[[School], Iterator[str]]:
    def told(school: School) -> Iterator[str]:
        if not BY_NAME[name].held(school).exists():
            yield words()

    return told


Said = Mapping[str, Callable[[School], Iterator[str]]]
MISSING: Said = {"day_types": _no_days, "templates": _no_bells}
WITHOUT: Said = {
    "day_types": _open_days,
    "templates": _grades,
    "rooms": _no_lab,
    "staff_times": _empty("staff_times", lambda: gettext("Without times nobody but the classes' teachers is there.")),
    "qualifications": _empty(
        "qualifications", lambda: gettext("Without qualifications nobody but the classes' teachers leads a group.")
    ),
    "languages": _no_speaker,
    "licences": _empty("licences", lambda: gettext("Without licences programs are planned without a limit.")),
}
