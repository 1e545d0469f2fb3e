"""Run a command against a throw-away PostgreSQL: `python tools/with_postgres.py [--or-skip] -- COMMAND…`.

The cluster lives in a temporary folder, listens on loopback with a password of its own, and is gone when the
command ends, however it ends. The command finds it in HOMEROOM_DATABASE. Exit code: the command's.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

OLDEST = 15
NO_SERVER = """PostgreSQL: no server of version 15 or newer was found on this machine.
To get one: apt-get install postgresql-15 (Debian), brew install postgresql@15 (macOS).
"""
# A test's database needs no durability; it needs to be quick.
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "logging_collector=off")
TRIES = 3


def server_folder() -> Path | None:
    """The folder of PostgreSQL's programs: 15 where it is there, else the newest."""
    places = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/opt/homebrew/opt").glob("postgresql@*/bin")]
    if on_path := shutil.which("initdb"):
        places.append(Path(on_path).resolve().parent)
    versions = {version(place): place for place in places if (place / "initdb").exists()}
    usable = {number: place for number, place in versions.items() if number >= OLDEST}
    return usable.get(OLDEST) or (usable[max(usable)] if usable else None)


def version(folder: Path) -> int:
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)", said)
    return int(found[1]) if found else 0


def owner() -> list[str]:
    """What to put before a command so that PostgreSQL, which refuses root, runs it."""
    if os.geteuid() != 0:
        return []
    names = [name for name in ("postgres", "nobody") if _exists(name)]
    return ["runuser", "-u", names[0], "--"]


def _exists(name: str) -> bool:
    try:
        return bool(pwd.getpwnam(name))
    except KeyError:
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """A running cluster's URL. It is stopped and its folder removed on the way out."""
    home = Path(tempfile.mkdtemp(prefix="homeroom-postgres-", dir="/tmp" if os.geteuid() == 0 else None))
    try:
        password = _make(programs, home)
        port = _start(programs, home)
        yield f"postgresql://homeroom:{password}@127.0.0.1:{port}/postgres"
    finally:
        _run(programs, home, "pg_ctl", "stop", "--silent", "--mode=immediate", "--pgdata", str(home / "data"))
        shutil.rmtree(home, ignore_errors=True)


def _make(programs: Path, home: Path) -> str:
    password = secrets.token_urlsafe(24)
    (home / "password").write_text(password)
    if as_other := owner():
        for path in (home, home / "password"):
            shutil.chown(path, as_other[2])
    rest = ["--pgdata", str(home / "data"), "--username=homeroom", "--pwfile", str(home / "password")]
    rest += ["--auth=scram-sha-256", "--encoding=UTF8", "--no-sync"]
    made = _run(programs, home, "initdb", "--locale=C.UTF-8", *rest)
    if made.returncode:  # macOS knows no C.UTF-8
        shutil.rmtree(home / "data", ignore_errors=True)
        made = _run(programs, home, "initdb", "--locale=C", *rest)
    if made.returncode:
        raise SystemExit(f"PostgreSQL: can't make a cluster in {home}:\n{made.stderr}")
    return password


def _start(programs: Path, home: Path) -> int:
    """The port it listens on. Another program may take a free port first, so it tries a few."""
    log = home / "log"
    for _ in range(TRIES):
        port = free_port()
        options = " ".join(f"-c {option}" for option in QUICK)
        options += f" -c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories=''"
        words = ["start", "--silent", "--wait", "--timeout=60", "--pgdata", str(home / "data")]
        if _run(programs, home, "pg_ctl", *words, "--log", str(log), "--options", options).returncode == 0:
            return port
    raise SystemExit(f"PostgreSQL: did not start:\n{log.read_text() if log.exists() else ''}")


def _run(programs: Path, home: Path, name: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs. Its output goes to a file: a server that inherits a pipe would hold it open."""
    with tempfile.TemporaryFile("w+") as out:
        command = [*owner(), str(programs / name), *words]
        done = subprocess.run(command, stdout=out, stderr=out, cwd=home, check=False)
        out.seek(0)
        return subprocess.CompletedProcess(command, done.returncode, stderr=out.read())


def main(words: list[str]) -> int:
    """Parse, run, and say plainly where there is no server."""
    or_skip, command = _parsed(words)
    programs = server_folder()
    if programs is None:
        sys.stderr.write(NO_SERVER + ("Skipped: this half of the tests did not run.\n" if or_skip else ""))
        return 0 if or_skip else 69
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(143))
    with cluster(programs) as url:
        return subprocess.run(command, env={**os.environ, "HOMEROOM_DATABASE": url}, check=False).returncode


def _parsed(words: list[str]) -> tuple[bool, list[str]]:
    if "--" not in words or not words[words.index("--") + 1 :]:
        raise SystemExit("usage: python tools/with_postgres.py [--or-skip] -- COMMAND…")
    cut = words.index("--")
    return "--or-skip" in words[:cut], words[cut + 1 :]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
