"""R gives the numbers of a pack again, to five digits; what R lacks leaves out its own part alone, and is said."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from evidence.a_pack import an_rscript, folder_of
from evidence.worlds_by_hand import RECORDS, crossover, pilot
from extras import needs_evidence
from homeroom.evidence import pack_r, rerun_pack, rerun_r, results_json, sentences
from homeroom.evidence.analyse import analyse
from homeroom.evidence.data import Data
from homeroom.evidence.panel import Line
from homeroom.evidence.rerun_r import InR
from homeroom.evidence.results import Results
from homeroom.evidence.statement import Part, Statement

PACKAGES = "apt-get install r-base-core r-cran-lme4 r-cran-lmertest r-cran-clubsandwich"
LACKS = (
    "R lacks its package lmerTest: degrees of freedom of the mixed model were not compared.",
    "R lacks its package lme4: the mixed model was not compared.",
    "R lacks its package clubSandwich: CR2 was not compared.",
)
pytestmark = [pytest.mark.any_database, needs_evidence]


def asked_of_r(folder: Path) -> InR:
    kept = results_json.load((folder / "results.json").read_text("utf-8"))
    return rerun_r.compared(folder, kept, rerun_pack._process)


@pytest.mark.skipif(shutil.which("Rscript") is None, reason=f"Rscript is not installed: {PACKAGES}")
@pytest.mark.parametrize(
    ("data", "numbers"), [(pilot(3, 4, 9, effect=0.4), 6), (crossover(4, 4, effect=0.4), 3)], ids=["pilot", "crossover"]
)
def test_r_itself_agrees_to_five_digits(data: Data, numbers: int, tmp_path: Path) -> None:
    found = asked_of_r(folder_of(data, tmp_path))
    if found.not_asked:
        pytest.skip(f"{' '.join(found.not_asked)} {PACKAGES}")
    assert found == InR(numbers, (), ())


@pytest.mark.skipif(shutil.which("Rscript") is None, reason=f"Rscript is not installed: {PACKAGES}")
def test_r_itself_says_which_packages_it_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("R_LIBS", "R_LIBS_SITE", "R_LIBS_USER"):
        monkeypatch.setenv(name, str(tmp_path / "nowhere"))
    assert set(asked_of_r(folder_of(pilot(3, 3, 6), tmp_path)).not_asked) <= set(LACKS)


def test_without_r_or_one_of_its_packages_it_is_said_and_the_rest_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(pilot(3, 3, 6), tmp_path)
    kept = results_json.load((folder / "results.json").read_text("utf-8"))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert asked_of_r(folder) == InR(0, (), ("R was not asked: Rscript is not installed.",))
    points, error, _ = numbers(kept.estimates.first)
    told = f"missing\\tlmerTest\\nmixed model\\t{points}\\t{error}\\nmissing\\tclubSandwich\\n"
    an_rscript(f"printf '{told}'", tmp_path, monkeypatch)
    assert asked_of_r(folder) == InR(2, (), (LACKS[0], LACKS[2]))


def test_what_r_fails_at_is_another_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    an_rscript("echo 'no such column' >&2; exit 1", tmp_path, monkeypatch)
    assert asked_of_r(folder_of(crossover(3, 4, 4), tmp_path)) == InR(0, ("R: no such column",), ())


def test_why_r_is_not_asked_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    an_rscript("exit 9", tmp_path, monkeypatch)
    assert "nothing to estimate" in rerun_r.why_not(tmp_path)
    (tmp_path / "analysed.csv").write_text("y\n", "utf-8")
    assert "not the one" in rerun_r.why_not(tmp_path)
    (tmp_path / "analyse.R").write_text("q()", "utf-8")
    assert "not the one" in rerun_r.why_not(tmp_path)
    (tmp_path / "analyse.R").write_text(pack_r.SCRIPT, "utf-8")
    assert rerun_r.why_not(tmp_path) == ""


@pytest.fixture(scope="module")
def kept() -> Results:
    return analyse(pilot(3, 3, 6), RECORDS)


@pytest.fixture
def told(tmp_path: Path) -> Callable[[Results, str], InR]:
    """What is compared where R says this."""
    (tmp_path / "analysed.csv").write_text("y\n", "utf-8")
    (tmp_path / "analyse.R").write_text(pack_r.SCRIPT, "utf-8")

    def compared(kept: Results, said: str) -> InR:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(shutil, "which", lambda name: name)
            return rerun_r.compared(tmp_path, kept, lambda *words: subprocess.CompletedProcess([], 0, said, ""))

    return compared


def numbers(line: Line) -> tuple[float, float, float]:
    found = rerun_r._own(line)
    assert found is not None
    return found


def test_what_r_says_is_compared_number_by_number(kept: Results, told: Callable[[Results, str], InR]) -> None:
    (points, error, freedom), (other, *_) = (numbers(one) for one in (kept.estimates.first, kept.estimates.beside[0]))
    found = told(kept, f"mixed model\t{points:.12g}\t{error:.12g}\t{freedom:.12g}\nCR2\t{other}\t9.5\tNaN\n")
    assert found.numbers == 6
    assert [one.rpartition(":")[0] for one in found.other] == [
        "R, CR2, standard error", "R, CR2, degrees of freedom",
    ]  # fmt: skip
    assert (
        told(kept, f"mixed model\t{points}\t{error * (1 + 3e-5)}\t{freedom * (1 + 3e-5)}\n")
        .other[0]
        .startswith("R, mixed model, standard error:")
    )
    assert told(kept, "an estimator that the results have no line of\t1\t1\t1\n") == InR(0, (), ())


def test_an_estimate_of_nearly_nothing_may_be_as_far_off_as_its_error_allows(
    kept: Results, told: Callable[[Results, str], InR]
) -> None:
    first = kept.estimates.first
    points, error, freedom = numbers(first)
    small = 1e-9 * error
    near = replace(first, points=Part(small), effect=Part((first.effect.found or 0) * small / points))
    nearly = replace(kept, estimates=replace(kept.estimates, first=near))
    assert told(nearly, f"mixed model\t{-small}\t{error}\t{freedom}\n") == InR(3, (), ())


def test_degrees_of_freedom_of_a_singular_fit_are_our_own(kept: Results, told: Callable[[Results, str], InR]) -> None:
    first = replace(kept.estimates.first, remarks=(Statement(sentences.SINGULAR.id),))
    singular = replace(kept, estimates=replace(kept.estimates, first=first))
    points, error, _ = numbers(first)
    found = told(singular, f"mixed model\t{points}\t{error}\t999\n")
    assert (found.numbers, found.other) == (2, ())
    assert "homeroom's own" in found.not_asked[0]


def test_what_the_results_do_not_tell_is_not_compared(kept: Results, told: Callable[[Results, str], InR]) -> None:
    missing = Part[float](why=Statement(sentences.FITS_DISAGREE.id))
    hidden = replace(kept, estimates=replace(kept.estimates, first=replace(kept.estimates.first, points=missing)))
    found = told(hidden, "mixed model\t1\t1\t1\n")
    assert (found.numbers, found.other) == (0, ())
    assert found.not_asked == ("The results hold no numbers of this estimator, so R's were not compared: mixed model.",)
