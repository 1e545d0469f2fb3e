"""What must be known to read a file: how new its data are, by which rules it was made, out of which versions."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext

from homeroom.reports.freshness import Freshness
from homeroom.reports.table import Report, source_words


def about(report: Report) -> Iterator[tuple[str, str]]:
    """Pairs of what it is and what it says, in the order in which people read them."""
    yield gettext("Report"), report.title
    yield from [(gettext("Of"), report.period)] if report.period else []
    yield from [(gettext("In short"), report.lead)] if report.lead else []
    yield from ((gettext("How new"), _new(one)) for one in report.freshness)
    yield from ((gettext("Note"), words) for words in report.notes)
    yield from ((gettext("Rule"), rule.words) for rule in report.rules)
    for name, version in report.drawn_from.items():
        yield gettext("Drawn from %(source)s") % {"source": source_words(name)}, str(version)
    yield gettext("Version of the rules"), str(report.rules_version)
    yield gettext("Made at"), timezone.localtime(report.made_at).isoformat(timespec="seconds")


def _new(line: Freshness) -> str:
    return gettext("Late. %(words)s") % {"words": line.words} if line.state == "late" else line.words
