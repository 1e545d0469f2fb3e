"""How long a class's sheet takes as PDF, Excel and CSV, beside the page that it is made of.

    python -m bench.print [--home FOLDER] [--classes 8] [--families 200 [--processes 2]]

With --families, the families' sheets of that many classes instead: each class one PDF, its children's languages
English alone, Spanish and Vietnamese in turn. The demonstration's classes are taken again and again until there are
enough; each is read and drawn anew. The wall time says how long a night of printing takes; the CPU is that of all
processes.

Without --home the demonstration's school is made first, in a folder below `.make/bench` that is kept for the next run.
Times are CPU seconds of one process, with everything: sign-in, visibility, data, audit entry, drawing.
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
HOME = ROOT / ".make/bench/print"
LIMIT = 3.0  # CPU seconds a sheet
WHOLE_RUN = 600.0  # seconds for all sheets of families
LANGUAGES = ("", "es", "vi")
KINDS = {"page": "", "csv": "week.csv", "xlsx": "week.xlsx", "pdf": "week.pdf"}


def make(home: Path) -> None:
    if not (home / "homeroom.sqlite3").exists():
        told = {**os.environ, "HOMEROOM_HOME": str(home)}
        subprocess.run([sys.executable, "-m", "homeroom", "demo", "--no-serve"], env=told, check=True)


def measure(classes: int) -> dict[str, list[float]]:
    """CPU seconds of each kind of answer, one number a class. The first class is asked once before, to warm up."""
    client, numbers = somebody(), classes_with_children()[:classes]
    for place in KINDS.values():
        client.get(f"/class/{numbers[0]}/{place}")
    found: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for number in numbers:
        for kind, place in KINDS.items():
            started = time.process_time()
            response = client.get(f"/class/{number}/{place}")
            found[kind].append(time.process_time() - started)
            assert response.status_code == 200, (kind, response.status_code)
            if kind == "pdf":
                print(f"class {number}: {found[kind][-1]:.2f} CPU s, {pages(response.content)} pages")
    return found


def somebody() -> Any:
    """A browser of the data team."""
    from django.test import Client

    from homeroom.people.models import Role, User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.filter(staff__roles__kind=Role.Kind.DATA_TEAM, staff__roles__school=None)[0])
    return client


def classes_with_children() -> list[int]:
    from homeroom.people.models import Class

    return list(Class.objects.filter(enrollments__isnull=False).distinct().values_list("pk", flat=True))


def families(home: Path, classes: int) -> tuple[int, int, float]:
    """Sheets, pages and CPU seconds of the families' PDFs of so many classes, drawn by this process."""
    ready(home)
    from homeroom.people.models import Class
    from homeroom.people.visibility import numbers_in

    client, numbers = somebody(), classes_with_children()
    client.get(f"/class/{numbers[0]}/families/families.pdf")
    sheets, papers, started = 0, 0, time.process_time()
    for at in range(classes):
        number = numbers[at % len(numbers)]
        children = sorted(numbers_in(Class.objects.get(pk=number)))
        told = {f"language-{child}": LANGUAGES[place % len(LANGUAGES)] for place, child in enumerate(children)}
        response = client.get(f"/class/{number}/families/families.pdf", told)
        assert response.status_code == 200, response.status_code
        sheets, papers = sheets + len(children), papers + pages(response.content)
    return sheets, papers, time.process_time() - started


def all_families(home: Path, classes: int, processes: int) -> int:
    """Prints what a whole run takes; 1 if it takes too long."""
    started = time.perf_counter()
    shares = [classes // processes + (at < classes % processes) for at in range(processes)]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        found = list(pool.map(families, [home] * processes, shares))
    took = time.perf_counter() - started
    sheets, papers, cpu = (sum(column) for column in zip(*found, strict=True))
    print(f"{classes} classes, {sheets:.0f} sheets on {papers:.0f} pages, {processes} processes: {took:.0f} s")
    print(f"{cpu / sheets * 1000:.0f} CPU-ms a sheet, {cpu:.0f} CPU s in all")
    return 0 if took <= WHOLE_RUN else 1


def ready(home: Path) -> None:
    os.environ |= {"HOMEROOM_HOME": str(home), "DJANGO_SETTINGS_MODULE": "homeroom.site.settings"}
    import django

    django.setup()


def pages(content: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(content)).pages)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, default=HOME)
    parser.add_argument("--classes", type=int, default=8)
    parser.add_argument("--families", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    told = parser.parse_args(arguments)
    make(told.home)
    if told.families:
        return all_families(told.home, told.families, told.processes)
    ready(told.home)
    found = measure(told.classes)
    for kind, times in found.items():
        print(f"{kind}: {statistics.median(times):.2f} CPU s in the middle, {max(times):.2f} at most")
    return 0 if max(found["pdf"]) <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
