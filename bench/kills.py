"""Figure: `kill -9` at a random moment of a running `homeroom receive`, and what stands after it and the next run.

After each kill the store is at a whole version, every true file is there whole, and every ledger adds up; the same
command then finishes unaided and ends where an undisturbed run ends. Drawn from numbers: a run goes on where the last
one stopped.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.school import School, checksums, enroll, set_up, start_over, write_school

WANTED = 200
MINUTES = 8.0
PARTS = ("homeroom.sqlite3", "homeroom.sqlite3-wal", "homeroom.sqlite3-shm", "facts", "originals", "tmp")
# A run that ends well: everything published, or a file held that waits for a person.
WELL = (0, 3)


@dataclass(frozen=True)
class Scene:
    """A prepared home and the command that runs in it, with what it ends in when nothing disturbs it."""

    name: str
    prepared: Path
    paths: tuple[Path, ...]
    ends_in: str
    seconds: float


def command(paths: Sequence[Path]) -> list[str]:
    return [sys.executable, "-m", "homeroom", "receive", *map(str, paths)]


def put(source: Path, target: Path) -> None:
    """Make the home `target` what `source` is, in everything that a receiving run changes."""
    from django.db import connection

    connection.close()
    target.mkdir(parents=True, exist_ok=True)
    for name in PARTS:
        shutil.rmtree(target / name, ignore_errors=True)
        (target / name).unlink(missing_ok=True)
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name)
        elif (source / name).exists():
            shutil.copy(source / name, target / name)


def run(paths: Sequence[Path], home: Path, until: float | None = None) -> int:
    """Run the command in `home`, killed after `until` seconds. Gives its exit code; a killed run's is below zero."""
    process = start(paths, home)
    try:
        process.communicate(timeout=until)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    return process.returncode


def start(paths: Sequence[Path], home: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "HOMEROOM_HOME": str(home)}
    return subprocess.Popen(
        command(paths), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def ending() -> str:
    """What a home ended in: every table's checksum, and the rows by class of each file that said something new."""
    from homeroom.intake.models import LEDGER, Delivery

    told = {}
    for delivery in Delivery.objects.exclude(message__startswith="the same").order_by("pk"):
        told[f"{delivery.archive}/{delivery.file}"] = [getattr(delivery, name) for name in LEDGER]
    return json.dumps([checksums(), told])


def wrongs() -> Iterator[str]:
    """What is not whole in the home as it stands; nothing after any kill."""
    from homeroom.facts import store
    from homeroom.facts.engine import session
    from homeroom.facts.models import FactFile, FactVersion
    from homeroom.intake.models import LEDGER, Delivery

    for file in FactFile.objects.filter(retired_in=None):
        path = store.folder() / file.path
        if not path.exists():
            yield f"{file.path} is true and not there"
            continue
        with session() as place:
            rows = place.run("select count(*) from read_parquet($path)", {"path": str(path)}).one[0]
        if rows != file.rows:
            yield f"{file.path} holds {rows} rows, not {file.rows}"
    stand = _standing()
    causes = set(FactVersion.objects.values_list("cause", flat=True))
    for delivery in Delivery.objects.all():
        if sum(getattr(delivery, name) for name in LEDGER) != delivery.rows_in:
            yield f"delivery {delivery.pk} does not add up"
        same = delivery.program == "oneroster" or delivery.message.startswith("the same")
        finished = delivery.state == Delivery.State.PUBLISHED
        if not same and finished != (f"delivery {delivery.pk}" in causes):
            yield f"delivery {delivery.pk} is {delivery.state}, but its version says otherwise"
        if finished and delivery.program != "oneroster" and delivery.published != stand[delivery.pk]:
            yield f"delivery {delivery.pk}: {delivery.published} rows published, {stand[delivery.pk]} stand"


def _standing() -> Counter[int]:
    """Source rows that stand in the facts, by delivery."""
    from homeroom.facts import store
    from homeroom.facts.schema import BASE

    counted: Counter[int] = Counter()
    for table in BASE:
        sql = f"select delivery, count(distinct row) from {table} group by all"
        counted.update(dict(store.query(sql, tables=[table]).rows))
    return counted


def two_at_once(scene: Scene, home: Path) -> list[str]:
    """Two runs started together, each on files of its own: both must finish, in the truth of one after the other."""
    half = len(scene.paths) // 2
    shares = [scene.paths[:half], scene.paths[half:]]
    put(scene.prepared, home)
    running = [start(paths, home) for paths in shares]
    wrong = [
        f"one of two runs ended with {process.returncode}: {process.communicate()[1]!r}"
        for process in running
        if process.wait() not in WELL
    ]
    facts = json.loads(ending())[0]
    return [*wrong, *wrongs(), *([] if facts == json.loads(scene.ends_in)[0] else [f"two runs ended in {facts}"])]


def leftovers() -> Iterator[str]:
    """Files that nobody needs, after the next run and a vacuum."""
    from django.conf import settings

    from homeroom.facts import store

    store.vacuum(keep=1)
    yield from map(str, store.orphans())
    home = Path(settings.HOMEROOM_HOME)
    yield from map(str, (home / "tmp").glob("intake-*"))
    yield from map(str, (home / "originals").glob("*/*.part"))


def kill(number: int, scene: Scene, home: Path) -> dict[str, object]:
    """One kill: where it fell and everything that was wrong afterwards."""
    from homeroom.facts import store
    from homeroom.intake.models import Delivery

    at, code = random.Random(number).uniform(0.3, 1.0) * scene.seconds, 0
    while code >= 0:  # a run that ended before its kill is played again, with less time
        put(scene.prepared, home)
        version = store.current()
        code = run(scene.paths, home, at)
        at *= 0.9
    fell = {"versions": store.current() - version, "running": Delivery.objects.filter(state="running").count()}
    wrong = list(wrongs())
    again = run(scene.paths, home)
    if again not in WELL:
        wrong.append(f"the next run ended with {again}")
    wrong += wrongs()
    wrong += [f"{name} was left" for name in leftovers()]
    if ending() != scene.ends_in:
        wrong.append(f"ended in {ending()}")
    return {"scene": scene.name, "at": round(at / 0.9, 3), **fell, "wrong": wrong}


def scenes(state: Path, home: Path, short: bool) -> list[Scene]:
    """Deliveries into a school that is enrolled; and a roster for deliveries that came before it."""
    school = enroll(state / "school")
    start_over()
    put(home, state / "enrolled")
    chosen = [path for path in school.deliveries if "number_trail" in path.name or "lessons" in path.name]
    if short:
        return [_scene("deliveries", state / "enrolled", (chosen[0], chosen[-1]), home)]
    made = [_scene("deliveries", state / "enrolled", tuple(chosen), home)]
    return [*made, _late_roster(state, home, school, chosen)]


def _late_roster(state: Path, home: Path, school: School, chosen: Sequence[Path]) -> Scene:
    from homeroom.site.home import ready

    put(state / "nothing", home)
    ready()
    run(chosen, home)
    put(home, state / "rosterless")
    return _scene("late roster", state / "rosterless", (school.roster,), home)


def _scene(name: str, prepared: Path, paths: tuple[Path, ...], home: Path) -> Scene:
    seconds = math.inf
    for _ in range(2):
        put(prepared, home)
        started = time.monotonic()
        code = run(paths, home)
        seconds = min(seconds, time.monotonic() - started)
    if code not in WELL:
        raise SystemExit(f"{name}: the undisturbed run ended with {code}")
    return Scene(name, prepared, paths, ending(), seconds)


def go_on(state: Path, wanted: int, minutes: float, short: bool) -> tuple[dict[str, dict[str, object]], list[str]]:
    """Do kills that are not done yet, until `wanted` or out of time; and what two runs at once had wrong."""
    home, record = state / "home", state / "kills.json"
    set_up(home)
    write_school(state / "school")
    until = time.monotonic() + minutes * 60
    done: dict[str, dict[str, object]] = json.loads(record.read_text("utf-8")) if record.exists() else {}
    played = scenes(state, home, short)
    together = two_at_once(played[0], home)
    for number in (number for number in range(wanted) if str(number) not in done):
        if time.monotonic() > until:
            break
        done[str(number)] = kill(number, played[number % len(played)], home)
        record.write_text(json.dumps(done, indent=1), "utf-8")
    return done, together


def main(arguments: Sequence[str] = ()) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--state", type=Path, default=Path(".make/bench/kills"))
    options.add_argument("--wanted", type=int, default=WANTED)
    options.add_argument("--minutes", type=float, default=MINUTES)
    options.add_argument("--short", action="store_true", help="one scene of two files, for a quick look")
    chosen = options.parse_args(arguments)
    done, together = go_on(chosen.state.absolute(), chosen.wanted, chosen.minutes, chosen.short)
    print(f"{len(done)} of {chosen.wanted} kills done")
    fell = Counter((one["scene"], one["versions"], one["running"]) for one in done.values())
    for (scene, versions, running), times in sorted(fell.items(), key=str):
        print(f"  {scene}: {times} fell after {versions} publications, {running} deliveries under way")
    wrong = {number: one["wrong"] for number, one in done.items() if one["wrong"]}
    for number, what in wrong.items():
        print(f"kill {number}: {what}")
    print(f"kills after which something was wrong: {len(wrong)} ({'FAIL' if wrong else 'PASS'}, limit 0)")
    print(f"two runs at once: {'; '.join(together) or 'PASS'}")
    return int(bool(wrong or together))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
