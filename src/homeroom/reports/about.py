"""What must be known to read a file: how new its data are, by which rules it was made, out of which versions."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from homeroom.reports.table import Report

LATE = "Late"


def about(report: Report) -> Iterator[tuple[str, str]]:
    """Pairs of what it is and what it says, in the order in which people read them."""
    yield "Report", report.title
    yield from [("Of", report.period)] if report.period else []
    yield from [("In short", report.lead)] if report.lead else []
    yield from (("How new", f"{f'{LATE}. ' if one.state == 'late' else ''}{one.words}") for one in report.freshness)
    yield from (("Note", words) for words in report.notes)
    yield from (("Rule", rule.words) for rule in report.rules)
    yield from ((f"Drawn from {name}", str(version)) for name, version in report.drawn_from.items())
    yield "Version of the rules", str(report.rules_version)
    yield "Made at", timezone.localtime(report.made_at).isoformat(timespec="seconds")
