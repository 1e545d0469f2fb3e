"""Set-up on machines that lack something, the throw-away PostgreSQL, and the bench's list."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import cheap_branches
import pytest
from tools import bench, only_database, with_postgres

ROOT = Path(__file__).parents[1]
SET_UP = ("Makefile", "uv.lock", "pyproject.toml", ".python-version", "tools")
needs_server = pytest.mark.skipif(with_postgres.server_folder() is None, reason="no PostgreSQL server here")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What set-up needs of a checkout, in a folder with a space in its name."""
    folder = tmp_path / "a clone"
    folder.mkdir()
    for name in SET_UP:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    return folder


def a_python(folder: Path, name: str, body: str) -> None:
    """A command that stands where a Python is looked for."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{body}\n")
    (folder / name).chmod(0o755)


def set_up(clone: Path, path: Path, *told: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run set-up with nothing on the PATH but `path` and the shell's own tools."""
    tools = clone.parent / "plain"
    tools.mkdir(exist_ok=True)
    for name in ("sh", "cat", "cksum", "dirname", "ls", "mkdir", "rm", "tail", "touch"):
        (tools / name).unlink(missing_ok=True)
        (tools / name).symlink_to(shutil.which(name) or name)
    environment = {"PATH": f"{path}:{tools}", "HOME": str(clone.parent / "nobody"), **more}
    return subprocess.run(
        ["sh", "tools/setup.sh", *told],
        cwd=clone,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


# Answers as Python 3.11 does: true to any version test up to 3.11, false to 3.12.
OLD = """case "$2" in
  *"3, 12"*) exit 1 ;;
  *"print(sys.executable)"*) echo "$0" ;;
esac
[ "$1" = --version ] && echo "Python 3.11.2"
exit 0"""


def without_system_python(clone: Path) -> None:
    """The machine's own /usr/bin/python3 must not help out: these tests choose what is found."""
    script = clone / "tools" / "setup.sh"
    before, found, after = script.read_text().partition("    echo /usr/bin/python3\n")
    assert found
    script.write_text(before + after)


def test_an_old_python_is_told_which_is_needed_and_how_to_get_it(clone: Path, tmp_path: Path) -> None:
    without_system_python(clone)
    a_python(tmp_path / "bin", "python3", OLD)
    done = set_up(clone, tmp_path / "bin")
    assert done.returncode == 1
    assert "homeroom needs Python 3.12 or newer" in done.stderr
    assert "Found: Python 3.11.2." in done.stderr
    assert "pyenv install 3.13" in done.stderr
    assert "uv python install 3.13" in done.stderr
    assert not (clone / ".venv").exists()


def test_no_python_at_all_is_told_the_same(clone: Path, tmp_path: Path) -> None:
    without_system_python(clone)
    done = set_up(clone, tmp_path / "nothing")
    assert done.returncode == 1
    assert "Found: no python3." in done.stderr


def test_a_shim_that_stands_for_nothing_is_passed_over(clone: Path, tmp_path: Path) -> None:
    without_system_python(clone)
    a_python(tmp_path / "bin", "python3.13", 'echo "pyenv: python3.13: command not found" >&2; exit 127')
    a_python(tmp_path / "bin", "python3", OLD)
    done = set_up(clone, tmp_path / "bin")
    assert "homeroom needs Python 3.12 or newer" in done.stderr
    assert "command not found" not in done.stderr


# A good Python, but for what makes environments: Debian's, without its own packages.
NO_PIP = f"""case "$2" in
  *executable*) echo "$0"; exit ;;
  venv | pip) echo "No module named ensurepip" >&2; exit 1 ;;
esac
exec '{sys.executable}' "$@\""""


def test_a_python_without_pip_says_what_debian_calls_it(clone: Path, tmp_path: Path) -> None:
    without_system_python(clone)
    a_python(tmp_path / "bin", "python3", NO_PIP)
    done = set_up(clone, tmp_path / "bin")
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr
    assert "No module named ensurepip" in done.stderr


def test_a_finished_set_up_is_left_alone(clone: Path, tmp_path: Path) -> None:
    """Nothing on the PATH could do it again, so it is not even tried."""
    without_system_python(clone)
    (clone / ".venv" / "bin").mkdir(parents=True)
    (clone / ".venv" / "bin" / "python").symlink_to(sys.executable)
    (clone / ".make").mkdir()
    extras = "--extra align --extra evidence --extra planner --extra print"
    wanted = subprocess.run(
        f'echo "$(cat uv.lock pyproject.toml .python-version tools/uv.txt | cksum){extras} $PWD"',
        shell=True, cwd=clone, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    (clone / ".make" / "synced").write_text(wanted)
    assert set_up(clone, tmp_path / "nothing").returncode == 0
    (clone / "uv.lock").write_text("another lock")
    assert set_up(clone, tmp_path / "nothing").returncode == 1


def test_spark_is_brought_where_java_is_and_stays(clone: Path, tmp_path: Path) -> None:
    """uv is played by a command that writes down what it was asked."""
    without_system_python(clone)
    a_python(tmp_path / "bin", "python3.13", f"exec '{sys.executable}' \"$@\"")
    (clone / ".tools" / "bin").mkdir(parents=True)
    a_python(clone / ".tools" / "bin", "uv", 'mkdir -p .venv/bin; echo "$*" >>asked')
    pins = (clone / "tools" / "uv.txt").read_bytes()
    pinned = subprocess.run(["cksum"], input=pins, capture_output=True, check=True).stdout
    (clone / ".tools" / "pinned").write_bytes(pinned)
    assert "No Java here" in set_up(clone, tmp_path / "bin", "spark").stdout
    a_python(tmp_path / "bin", "java", "exit 0")
    assert "with Spark, some minutes" in set_up(clone, tmp_path / "bin", "spark").stdout
    (tmp_path / "bin" / "java").unlink()
    assert set_up(clone, tmp_path / "bin").returncode == 0
    asked = [line.partition(" --python")[0] for line in (clone / "asked").read_text().splitlines()]
    assert asked == [
        "sync --frozen --quiet --extra align --extra evidence --extra planner --extra print",
        "sync --frozen --quiet --extra align --extra evidence --extra planner --extra print --extra spark",
        "sync --frozen --quiet --extra align --extra evidence --extra planner --extra print --extra spark",
    ]


def test_the_lock_names_no_place_but_the_public_registry() -> None:
    lock = (ROOT / "uv.lock").read_text("utf-8")
    places = {line.split('"')[1] for line in lock.splitlines() if line.startswith("source = { registry")}
    assert places == {"https://pypi.org/simple"}


def test_bench_lists_the_modules_that_can_be_run(tmp_path: Path) -> None:
    (tmp_path / "intake.py").write_text("def main() -> None: ...\n")
    (tmp_path / "shared.py").write_text("def peers() -> None: ...\n")
    (tmp_path / "class_page.py").write_text("X = 1\n\n\ndef main() -> None: ...\n")
    assert bench.modules(tmp_path) == ["class_page", "intake"]


def test_figures_of_plans_start_without_an_installation() -> None:
    """Solvers are processes without Django, and so is what measures them."""
    names = sorted(path.stem for path in (ROOT / "bench" / "rotation").glob("[a-z]*.py"))
    assert len(names) >= 7
    asked = "; ".join(f"import bench.rotation.{name}" for name in names)
    plain = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, env=plain, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr


def test_bench_names_what_there_is_where_one_is_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["no_such_figure"]) == 2
    assert "no such module in bench/: no_such_figure" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("body", "limit", "ending"),
    [
        ("", 30, "done"),
        ("raise SystemExit(3)", 30, "failed with exit code 3"),
        ("import time; time.sleep(60)", 1.2, "stopped after 0 minutes"),
    ],
)
def test_bench_says_how_each_run_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, limit: float, ending: str
) -> None:
    (tmp_path / "bench").mkdir()
    (tmp_path / "bench" / "one.py").write_text(f"def main(): ...\n{body}\n")
    monkeypatch.setattr(bench, "ROOT", tmp_path)
    assert bench.run("one", limit) == ending


def test_postgres_wants_a_command() -> None:
    with pytest.raises(SystemExit, match="usage"):
        with_postgres.main(["--or-skip", "--"])


def test_without_a_server_it_says_so_and_fails_or_skips(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(with_postgres, "server_folder", lambda: None)
    assert with_postgres.main(["--", "true"]) == 69
    assert "apt-get install postgresql-15" in capsys.readouterr().err
    assert with_postgres.main(["--or-skip", "--", "true"]) == 0
    assert "Skipped" in capsys.readouterr().err


BRANCHING = """
def told(xs):
    for x in xs:
        if x > 2: continue
        try:
            with open("/dev/null") as f:
                y = 1 if x else f.read(x)
        except (OSError, TypeError):
            pass
        else:
            while y:
                y -= 1
                if y == 5:
                    break
        match x:
            case 0: return None
            case [1, *_]: y = 2
            case int() if y: y = 3
        if (y and
            x == 2):
            return [z for z in range(x) if z] or None
    return lambda: 1
def drawn(n):
    yield from range(n)
    while True:
        yield n
        if n: return
told([3, 1, 2])
told([])
told([0]) if len(list(drawn(2))) else None
class C: n = 1 if told else 2
try:
    assert not told, "never"
except AssertionError as e:
    del e
"""


@pytest.mark.skipif(sys.version_info[:2] != cheap_branches.BUILT_ON, reason="the plugin is for one Python")
def test_branches_are_the_same_at_either_price(tmp_path: Path) -> None:
    (tmp_path / "branching.py").write_text(BRANCHING)

    def measured(*told: str) -> dict[str, list[object]]:
        words = "[run]\nbranch = true\n" + "".join(f"{one}\n" for one in told)
        (tmp_path / ".coveragerc").write_text(words)
        for command in (["run", "branching.py"], ["json", "-q", "-o", "told.json"]):
            subprocess.run([sys.executable, "-m", "coverage", *command], cwd=tmp_path, env=unmeasured, check=True)
        file = json.loads((tmp_path / "told.json").read_text())["files"]["branching.py"]
        return {name: file[name] for name in ("executed_lines", "missing_branches", "executed_branches")}

    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    plain, cheap = measured("core = ctrace"), measured("plugins = cheap_branches")
    assert len(plain["missing_branches"]) > 3 < len(plain["executed_branches"])
    assert cheap == plain


ASK = """
import os, psycopg, sys
with psycopg.connect(os.environ["HOMEROOM_DATABASE"]) as database:
    print(database.execute("select current_setting('data_directory'), current_setting('listen_addresses')").fetchone())
sys.exit(7)
"""


@needs_server
def test_a_command_finds_its_postgres_and_nothing_is_left_of_it() -> None:
    done = subprocess.run(
        [sys.executable, "tools/with_postgres.py", "--", sys.executable, "-c", ASK],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 7, done.stderr
    folder, addresses = done.stdout.strip("()\n").replace("'", "").split(", ")
    assert addresses == "127.0.0.1"
    assert not Path(folder).exists()


@needs_server
def test_a_stopped_command_leaves_no_server_running() -> None:
    wait = "import os, time; print(os.environ['HOMEROOM_DATABASE'], flush=True); time.sleep(60)"
    command = [sys.executable, "tools/with_postgres.py", "--", sys.executable, "-c", wait]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ}) as running:
        assert running.stdout is not None
        url = running.stdout.readline().strip()
        running.terminate()
        assert running.wait(timeout=30) == 143
    import psycopg

    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2)


@pytest.mark.django_db
def test_a_marked_test_touches_the_database(request: pytest.FixtureRequest) -> None:
    assert only_database.touches_database(request.node)


@pytest.mark.any_database
@pytest.mark.django_db
def test_what_hardly_differs_is_asked_of_one_database_and_of_both_by_the_full_matrices(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HOMEROOM_FULL", raising=False)
    assert not only_database.touches_database(request.node)
    monkeypatch.setenv("HOMEROOM_FULL", "1")
    assert only_database.touches_database(request.node)


def test_a_fixture_that_opens_the_database_counts(request: pytest.FixtureRequest, db: None) -> None:
    assert only_database.touches_database(request.node)


def test_a_plain_test_does_not(request: pytest.FixtureRequest) -> None:
    assert not only_database.touches_database(request.node)
