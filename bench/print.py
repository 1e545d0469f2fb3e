"""How long a class's sheet takes as PDF, Excel and CSV, beside the page that it is made of.

    python -m bench.print [--home FOLDER] [--classes 8]

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
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOME = ROOT / ".make/bench/print"
LIMIT = 3.0  # CPU seconds a sheet
KINDS = {"page": "", "csv": "week.csv", "xlsx": "week.xlsx", "pdf": "week.pdf"}


def make(home: Path) -> None:
    if not (home / "homeroom.sqlite3").exists():
        told = {**os.environ, "HOMEROOM_HOME": str(home)}
        subprocess.run([sys.executable, "-m", "homeroom", "demo", "--no-serve"], env=told, check=True)


def measure(classes: int) -> dict[str, list[float]]:
    """CPU seconds of each kind of answer, one number a class. The first class is asked once before, to warm up."""
    from django.test import Client

    from homeroom.people.models import Class, Role, User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.filter(staff__roles__kind=Role.Kind.DATA_TEAM, staff__roles__school=None)[0])
    numbers = list(Class.objects.filter(enrollments__isnull=False).distinct().values_list("pk", flat=True)[:classes])
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


def pages(content: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(content)).pages)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, default=HOME)
    parser.add_argument("--classes", type=int, default=8)
    told = parser.parse_args(arguments)
    make(told.home)
    os.environ |= {"HOMEROOM_HOME": str(told.home), "DJANGO_SETTINGS_MODULE": "homeroom.site.settings"}
    import django

    django.setup()
    found = measure(told.classes)
    for kind, times in found.items():
        print(f"{kind}: {statistics.median(times):.2f} CPU s in the middle, {max(times):.2f} at most")
    return 0 if max(found["pdf"]) <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
