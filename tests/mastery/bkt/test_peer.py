"""No figure is taken from a pyBKT whose EM is pure Python, and who can't build the other one is told what it needs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SCRIPT = ROOT / "bench" / "mastery" / "in_pybkt.py"


@pytest.fixture
def pure_python(tmp_path: Path) -> Path:
    """Packages that look like pyBKT's environment, without anything compiled."""
    fit = tmp_path / "pyBKT" / "fit"
    fit.mkdir(parents=True)
    (fit / "E_step.py").write_text("", "utf-8")
    (tmp_path / "pyBKT" / "__init__.py").write_text("", "utf-8")
    (tmp_path / "pyBKT" / "models.py").write_text("Model = Roster = None\n", "utf-8")
    (tmp_path / "pandas.py").write_text("", "utf-8")
    return tmp_path


def run(packages: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-c", f"import sys, runpy; sys.path.insert(0, {str(packages)!r});" + CALL]
    return subprocess.run(command, capture_output=True, text=True, check=False)


CALL = f"sys.argv = ['in_pybkt.py', 'answers.parquet', '1']; runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"


def test_a_pure_python_build_is_refused_in_words(pure_python: Path) -> None:
    done = run(pure_python)
    assert done.returncode == 1
    assert "EM in pure Python: no figure is taken from it" in done.stderr
    assert "tools/pybkt.sh" in done.stderr
    assert done.stdout == ""


def test_a_compiled_build_is_gone_on_with(pure_python: Path) -> None:
    (pure_python / "pyBKT" / "fit" / "E_step.cpython-311-x86_64-linux-gnu.so").write_text("", "utf-8")
    done = run(pure_python)
    assert "pure Python" not in done.stderr
    assert "read_parquet" in done.stderr  # the stand-in of pandas has no such thing


def set_up(clone: Path, *commands: str) -> subprocess.CompletedProcess[str]:
    """Run the peer's set-up with nothing on the PATH but these commands, which succeed, and the shell's own."""
    tools = clone / "commands"
    tools.mkdir()
    for name in ("sh", "cat", "cksum", "dirname"):
        (tools / name).symlink_to(shutil.which(name) or name)
    for name in commands:
        (tools / name).write_text("#!/bin/sh\n", "utf-8")
        (tools / name).chmod(0o755)
    (clone / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "pybkt.sh", clone / "tools")
    environment = {"PATH": str(tools), "HOME": str(clone / "nobody")}
    return subprocess.run(
        ["sh", "tools/pybkt.sh"], cwd=clone, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("there", ["g++", "python3.11"])
def test_a_machine_without_compiler_or_python_is_told_what_to_get(tmp_path: Path, there: str) -> None:
    done = set_up(tmp_path, there)
    assert done.returncode == 1
    assert "built with g++ and Python 3.10 to 3.12" in done.stderr
    assert "PYBKT_PYTHON=" in done.stderr
    assert not (tmp_path / ".make").exists()
