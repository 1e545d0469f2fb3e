"""No figure is taken from a pyBKT whose EM is pure Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "bench" / "mastery" / "in_pybkt.py"


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
