"""The report as files: every table of every section, and all sentences with their rules."""

from __future__ import annotations

from django.utils.translation import gettext

from homeroom.reports.study.report import StudyReport
from homeroom.reports.table import Report


def filed(report: StudyReport) -> Report:
    """The CSV begins with the agreement panel: what others ask for first."""
    tables = [one for section in report.sections for one in section.tables]
    first = next(one for one in tables if one.name == "agreement")
    notes = [words for section in report.sections for words in (*section.said, *section.notes)]
    return Report(
        name="study",
        title=gettext("Study %(study)s") % {"study": report.study},
        file_name=report.file_name,
        tables=(first, *(one for one in tables if one is not first), report.sentences),
        period=report.question,
        lead=report.lead,
        notes=tuple(dict.fromkeys(notes)),
        drawn_from=report.drawn_from,
        made_at=report.made_at,
    )
