"""What the lab's portal tells of lessons: one file a week for all lesson programs, in the plain layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from homeroom.simulation.asked.answers import ITEMS, Try
from homeroom.simulation.school import GRADES, SCHOOL, Child
from homeroom.simulation.sheet import Sheet, Style, layout_of

STYLE = Style()
# What a lesson is for stands in its program's catalogue, not in the portal's list.
LEFT_OUT = frozenset({"standard"})


def sheet(
    name: str, arrives: date, tries: Sequence[Try], children: Sequence[Child], asked_of: Mapping[str, str]
) -> Sheet:
    """Ids are the district's. `asked_of` tells which program each assignment was for; other work is a child's own."""
    titles = [one.offer.title for one in tries]
    who = [children[one.child] for one in tries]
    columns = {
        "program": [title.program for title in titles],
        "student_id": [child.sis_id for child in who],
        "last_name": [child.name.family for child in who],
        "first_name": [child.name.given for child in who],
        "school": [SCHOOL.name] * len(tries),
        "grade": [GRADES[child.grade] for child in who],
        "lesson_id": [title.external_id for title in titles],
        "lesson_title": [title.title for title in titles],
        "lesson_words": [title.words for title in titles],
        "lesson_grade": [title.grade for title in titles],
        "lesson_language": [title.language for title in titles],
        "worked_on": [one.day.isoformat() for one in tries],
        "minutes": [str(one.minutes) for one in tries],
        "items": ["" if one.right is None else str(ITEMS) for one in tries],
        "items_correct": ["" if one.right is None else str(one.right) for one in tries],
        "score": ["" if one.right is None else str(round(100 * one.right / ITEMS)) for one in tries],
        "status": [one.status for one in tries],
        "assigned_by": ["goal" if asked_of.get(one.key) == one.offer.title.program else "program" for one in tries],
        "attempt": [str(one.attempt) for one in tries],
    }
    layout = layout_of("lesson_results", "lessons", "by_day")
    sourced_ids = [child.sourced_id for child in who]
    return Sheet(f"{name}_{arrives.isoformat()}.csv", arrives, layout, columns, sourced_ids, STYLE, LEFT_OUT)
