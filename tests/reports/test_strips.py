"""A child's days as pictures with words."""

from __future__ import annotations

from datetime import date

from homeroom.reports import strips


def test_days_are_pictures_with_words() -> None:
    strip = strips.days_strip("<b>: 1 of 2", ["Mon: 2 answers", "Tue: no work seen"], [True, False], [False, False])
    assert strip.count("<rect") == 2
    assert "<title>&lt;b&gt;: 1 of 2</title>" in strip
    assert "<title>Mon: 2 answers</title>" in strip
    assert "style=" not in strip
    axis = strips.days_axis([date(2026, 10, 18), date(2026, 10, 19)])
    assert axis.count("<text") == 1
    assert "19 Oct" in axis
