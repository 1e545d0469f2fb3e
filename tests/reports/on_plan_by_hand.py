"""A row of `alignment` as a night writes it: 62 % on plan, 54 to 69, 21 % gap repair."""

from __future__ import annotations

from a_school import FRIDAY, MONDAY, TODAY, Town


def aligned(place: Town, **more: object) -> list[dict[str, object]]:
    """One row a child of the class."""
    return [
        {
            "student": child.pk,
            "school_class": place.group.pk,
            "week": MONDAY,
            "as_of": TODAY,
            "seconds": 3600,
            "lessons": 6,
            "unknown": 3600,
            "class_seconds": 3600 * len(place.children),
            "class_lessons": 31,
            "class_children": len(place.children),
            "class_through": FRIDAY,
            "class_sure": 0.6,
            "class_share": 0.62,
            "class_low": 0.54,
            "class_high": 0.69,
            "class_gap_repair": 0.21,
            **more,
        }
        for child in place.children
    ]
