"""Ten real primary schools' timetables: read, placed, checked, written with every start locked, and judged by FET.

`python -m bench.rotation.fet [NAME…]`. The files are FET's examples, beside the checkout; FET itself is Debian's
package `fet`, and what it would say is left out where it isn't installed. It is always run under `timeout`: with two
activities of one teacher locked to one time it doesn't keep its own time limit.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from homeroom.rotation.fet.read import read
from homeroom.rotation.fet.write import locked, write
from homeroom.rotation.grid.check import check, cost
from homeroom.rotation.grid.instance import Instance, as_json
from homeroom.rotation.grid.plan import Plan, from_json

FILES = Path(__file__).parents[3] / "shared" / "data" / "schedules" / "fet-primary"
WORK, SECONDS = 90.0, 150.0
PATIENCE = 60  # seconds for FET to agree


def main(names: list[str]) -> None:
    if not FILES.is_dir():
        print("No measuring data beside this checkout.")
        return
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(FILES.glob("*.fet")):
            if not names or path.stem in names:
                print(f"{path.stem}: {told(path, Path(folder))}", flush=True)


def told(path: Path, folder: Path) -> str:
    carried = read(path.read_bytes())
    week = carried.instance
    before = _cpu()
    plan = placed(week, folder)
    spent = f"{len(week.activities)} activities, {_cpu() - before:.1f} CPU s, left out {len(carried.left_out)}"
    if not plan.meetings:
        return f"{spent}: no plan ({plan.stopped_by})"
    found = check(week, plan)
    hard = sum(one.hard for one in found)
    return (
        f"{spent}: hard rules broken {hard}, wishes {cost(found):g} (at least {plan.bound:g}, {plan.stopped_by}); "
        f"FET: {judged(week, plan, folder)}"
    )


def placed(week: Instance, folder: Path) -> Plan:
    source, target = folder / "week.json", folder / "plan.json"
    source.write_bytes(as_json(week))
    words = [str(source), str(target), "1", str(WORK), str(SECONDS)]
    subprocess.run([sys.executable, "-m", "homeroom.rotation.solvers.grid_main", *words], check=True)
    return from_json(target.read_bytes())


def judged(week: Instance, plan: Plan, folder: Path) -> str:
    if not shutil.which("fet-cl"):
        return "not installed (Debian package fet)"
    file, out = folder / "week.fet", folder / "out"
    file.write_bytes(write(locked(week, plan)).text)
    shutil.rmtree(out, ignore_errors=True)
    command = ["timeout", str(PATIENCE), "fet-cl", f"--inputfile={file}", f"--outputdir={out}", "--htmllevel=0"]
    done = subprocess.run(command, capture_output=True, check=False)
    said = out / "logs" / "result.txt"
    if done.returncode == 0 and said.exists() and "Simulation successful" in said.read_text("utf-8"):
        return "accepted"
    return f"not accepted (exit {done.returncode})"


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(sys.argv[1:])
