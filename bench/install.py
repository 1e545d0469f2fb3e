"""Figure: from a fresh clone to the demonstration's page answering, and the size of what a school must install.

Takes some minutes and the package registry. Changes nothing outside its state folder.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[1]
MOST_MEGABYTES = 450
PATIENCE = 15 * 60
PAGE = "http://localhost:8000/"


def main(arguments: Sequence[str] = ()) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--skip-demo", action="store_true", help="only the size")
    chosen = options.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="homeroom-install-") as folder:
        clone = Path(folder) / "homeroom"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        if not chosen.skip_demo:
            print(f"fresh clone to a page that answers: {seconds_to_page(clone):.0f} s", flush=True)
        return tell(packages(runtime(clone, Path(folder) / "runtime")))


def seconds_to_page(clone: Path) -> float:
    """`make demo` in the clone, until its page answers. Another server at the port would be mistaken for it."""
    if answers():
        raise SystemExit(f"something answers at {PAGE} already: stop it first")
    started = time.monotonic()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HOMEROOM", "VIRTUAL"))}
    demo = subprocess.Popen(
        ["make", "demo"], cwd=clone, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        while not answers():
            if demo.poll() is not None:
                raise SystemExit(f"make demo ended with {demo.returncode}")
            if time.monotonic() - started > PATIENCE:
                raise SystemExit(f"no page after {PATIENCE / 60:.0f} minutes")
            time.sleep(0.2)
        return time.monotonic() - started
    finally:
        if demo.poll() is None:
            os.killpg(demo.pid, signal.SIGTERM)
            demo.wait()


def answers() -> bool:
    try:
        with urlopen(PAGE, timeout=5) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


def runtime(clone: Path, environment: Path) -> Path:
    """An environment with homeroom and what it needs to run, nothing for its development. Gives its packages."""
    uv = clone / ".tools" / "bin" / "uv"
    if not uv.exists():
        found = shutil.which("uv") or str(ROOT / ".tools" / "bin" / "uv")
        uv = Path(found)
    command = [str(uv), "sync", "--frozen", "--no-dev", "--no-editable", "--quiet", "--python", sys.executable]
    subprocess.run(command, cwd=clone, env={**os.environ, "UV_PROJECT_ENVIRONMENT": str(environment)}, check=True)
    return next(environment.glob("lib/python*/site-packages"))


def packages(folder: Path) -> dict[str, int]:
    """Bytes by top folder of the installed packages; a link or a file shared by hard link counts in full."""
    sizes: dict[str, int] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            top = path.relative_to(folder).parts[0].removesuffix(".libs")
            sizes[top] = sizes.get(top, 0) + path.stat().st_size
    return sizes


def tell(sizes: dict[str, int]) -> int:
    total = sum(sizes.values()) / 1e6
    for name, size in sorted(sizes.items(), key=lambda pair: -pair[1])[:8]:
        print(f"  {size / 1e6:7.1f} MB  {name}")
    met = total <= MOST_MEGABYTES
    print(f"core install: {total:.0f} MB ({'PASS' if met else 'FAIL'}, limit {MOST_MEGABYTES} MB)")
    return int(not met)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
