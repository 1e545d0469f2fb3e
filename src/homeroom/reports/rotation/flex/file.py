"""Both models as files: a line a figure."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy

from homeroom.reports.rotation.flex.report import INVENTED, NO_VERDICT, Flex
from homeroom.reports.table import Column, Report, Table

COLUMNS = (
    Column(gettext_lazy("Figure of one day"), "figure"),
    Column(gettext_lazy("Rotational"), "rotational"),
    Column(gettext_lazy("Flex"), "flex"),
)


def filed(report: Flex) -> Report:
    rows = tuple((str(one.words), one.value("rotational"), one.value("flex")) for one in report.lines)
    return Report(
        name="flex",
        title=gettext("%(school)s, %(grade)s: rotational and flex")
        % {"school": report.school_name, "grade": report.grade},
        file_name=f"flex-{report.school}",
        tables=(Table("figures", gettext_lazy("One figure of one grade and day"), COLUMNS, rows),),
        period=report.day,
        lead=report.lead,
        notes=(str(NO_VERDICT), str(INVENTED), *report.short),
    )
