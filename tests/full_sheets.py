"""A child whose family report has as much to say as one can."""

from __future__ import annotations

from datetime import timedelta

from a_school import MONDAY, TODAY, Town, lesson, practice
from facts.facts_by_hand import publish
from homeroom.people.models import Student
from homeroom.standards.models import Framework, Standard
from reports.known_by_hand import estimate

# Three topics each of what a child can do, works on and starts to learn; the tenth is of an earlier grade.
CAN = ("3.OA.A.1", "3.OA.B.5", "3.OA.C.7")
WORKS_ON = ("3.NF.A.1", "3.OA.D.8", "2.NBT.B.5")
STARTS = ("3.MD.A.1", "3.MD.B.3", "3.MD.D.8")
PROGRAMS = ("Reflective Mathematics Fluency", "Łódź Thinking Blocks", "Number Trail Plus", "Toán vui mỗi ngày")
GIVEN, FAMILY = "Nguyễn-Bảo-Ngọc Maximiliana", "Ñuñez Güiñazú-Łukasz Đặng"


def fill(place: Town) -> Student:
    """The first child of the class gets a long name, nine topics, four programs, one of them late."""
    child = place.children[0]
    child.given_name, child.family_name = GIVEN, FAMILY
    child.save()
    _standards()
    states = {"mastered": CAN, "getting there": WORKS_ON, "not yet": STARTS}
    publish("mastery", [estimate(child.pk, code, state) for state, codes in states.items() for code in codes])
    told = {"active_minutes": 1234.0, "minutes_definition": "from seeing an item to answering it"}
    rows = [practice(child, "3.NF.A.1", 10, 5, **told, program=name.replace(" ", "_")) for name in PROGRAMS]
    publish("practice", [*rows, practice(child, "3.NF.A.1", 10, 5, week=MONDAY - timedelta(weeks=3))])
    publish("activities", [lesson(child, TODAY - timedelta(weeks=5), "DI.1", 20)])
    return child


def _standards() -> None:
    framework = Framework.objects.get()
    known = set(Standard.objects.values_list("code", flat=True))
    for at, code in enumerate((*CAN, *WORKS_ON, *STARTS)):
        grade, domain, *_ = code.split(".")
        if code not in known:
            told = {"code": code, "title": code, "grade": f"0{grade}", "domain": domain, "order": 200 + at}
            Standard.objects.create(framework=framework, **told)
