"""Counts of simulated studies: a run goes on where the last one stopped. Each study is drawn from its own number."""

from __future__ import annotations

import argparse
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

# Why something is refused is said in a reader's language, which asks Django for its settings.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeroom.site.settings")

EACH = 25  # studies between two savings


def asked(words: str | None, name: str, arguments: Sequence[str], wanted: int) -> argparse.Namespace:
    options = argparse.ArgumentParser(description=words)
    options.add_argument("--state", type=Path, default=Path(f".make/bench/{name}"))
    options.add_argument("--wanted", type=int, default=wanted, help="studies a case")
    options.add_argument("--minutes", type=float, default=9.0, help="of CPU, in this run")
    return options.parse_args(arguments)


def counted[Case](
    cases: Sequence[Case], one: Callable[[Case, int], Counter[str]], chosen: argparse.Namespace
) -> dict[Case, Counter[str]]:
    """What was counted of each case, of `studies` studies. Cases take turns, so that a run cut short is of all of them.

    A change of a case's own words starts that case over.
    """
    path, until = chosen.state / "counts.json", time.process_time() + 60 * chosen.minutes
    kept = json.loads(path.read_text("utf-8")) if path.exists() else {}
    found = {case: Counter[str](kept.get(str(case), {})) for case in cases}
    path.parent.mkdir(parents=True, exist_ok=True)
    while time.process_time() < until:
        open_ = [case for case in cases if found[case]["studies"] < chosen.wanted]
        if not open_:
            break
        for case in open_:
            for _ in range(min(EACH, chosen.wanted - found[case]["studies"])):
                found[case] += one(case, found[case]["studies"]) + Counter(studies=1)
        path.write_text(json.dumps({str(case): counts for case, counts in found.items()}, indent=1), "utf-8")
    return found


def verdict(is_met: bool) -> str:
    return "PASS" if is_met else "MISS"
