"""Run the figures: each module of `bench/` that has a `main`, one after the other, each with a time limit."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
# A run that is stopped here goes on where it was next time: the long ones are cumulative.
LIMIT = 10 * 60


def modules(folder: Path) -> list[str]:
    """The names of the modules that can be run, in alphabetical order."""
    return [path.stem for path in sorted(folder.glob("*.py")) if re.search(r"^def main\(", path.read_text(), re.M)]


def run(name: str, limit: float = LIMIT) -> str:
    """Run one module and say in a word how it ended."""
    try:
        done = subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=ROOT, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return f"stopped after {limit / 60:.0f} minutes"
    return "done" if done.returncode == 0 else f"failed with exit code {done.returncode}"


def main(only: list[str]) -> int:
    """Run all, or the ones named, and list how each ended."""
    names = modules(ROOT / "bench")
    if not names:
        print("bench/ has nothing to run")
    unknown = [name for name in only if name not in names]
    if unknown:
        print(f"no such module in bench/: {', '.join(unknown)}. There are: {', '.join(names) or 'none'}")
        return 2
    endings = {}
    for name in only or names:
        print(f"== {name}", flush=True)
        started = time.monotonic()
        endings[name] = f"{run(name)}, {time.monotonic() - started:.0f} s"
    for name, ending in endings.items():
        print(f"{name}: {ending}")
    return int(any("failed" in ending for ending in endings.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
