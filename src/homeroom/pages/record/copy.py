"""A copy of a child's record that a family can open: a page without script, a CSV a table, and all of it as JSON.

The page is in the language of whoever asks. Names of columns, their meanings and the JSON are English in every copy, so
that a program reads them all alike.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext

from homeroom.pages.record.words import said
from homeroom.people.record import Held
from homeroom.reports.csv import lines
from homeroom.reports.languages.spoken import current

# Of a table with more rows, the page shows the first ones; its CSV holds all.
SHOWN = 200


def files(name: str, number: int, held: Sequence[Held], on: date) -> Iterator[tuple[str, bytes]]:
    """The files of the copy: (name, content). `name` is how the child is called."""
    yield "index.html", _page(name, held, on).encode()
    for table in held:
        yield f"{table.name}.csv", "".join(lines(_names(table), _texts(table.rows))).encode()
    yield "what-the-columns-mean.csv", "".join(lines(("table", "column", "meaning"), _meanings(held))).encode()
    told = {"number": number, "written_on": on.isoformat(), "tables": [asdict(table) for table in held]}
    yield "record.json", json.dumps(told, ensure_ascii=False, indent=1, default=text).encode()


def zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """The files as one zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts:
            packed.writestr(name, content)
    return out.getvalue()


def text(value: object) -> str:
    """A cell for people: moments in the school's time, blank where there is nothing."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        moment = value if timezone.is_aware(value) else timezone.make_aware(value, timezone.get_default_timezone())
        return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
    return (gettext("yes") if value else gettext("no")) if isinstance(value, bool) else str(value)


def _page(name: str, held: Sequence[Held], on: date) -> str:
    told = {"name": name, "on": on, "language": current().code, "tables": list(map(_shown, held))}
    return render_to_string("record/copy.html", told)


def _shown(table: Held) -> dict[str, object]:
    rows, more = list(_texts(table.rows[:SHOWN])), max(len(table.rows) - SHOWN, 0)
    return {"table": table, "title": said(table.title), "grain": said(table.grain), "rows": rows, "more": more}


def _names(table: Held) -> list[str]:
    return [column.name for column in table.columns]


def _texts(rows: Iterable[Sequence[object]]) -> Iterator[list[str]]:
    return ([text(cell) for cell in row] for row in rows)


def _meanings(held: Iterable[Held]) -> Iterator[list[str]]:
    return ([table.name, column.name, column.words] for table in held for column in table.columns)
