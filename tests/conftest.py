"""What every test stands on: a home folder of its own, and the folder of measuring data where it is present."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import coverage
import hypothesis
import pytest
from pytest_django import Settings

from album import Album
from quick import quickly

# `make test` tries the same examples each time, so that only a change can fail it; `make check` draws new ones.
hypothesis.settings.register_profile("the same each time", derandomize=True)
FULL = bool(os.environ.get("HOMEROOM_FULL"))
if not FULL:
    hypothesis.settings.load_profile("the same each time")
# `make check` tries as many as each test asks for. What differs between two databases shows in a few.
MOST_EXAMPLES = 5 if os.environ.get("HOMEROOM_DATABASE") else 15

SHARED = Path(__file__).parents[2] / "shared" / "data"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without the full matrices no property is tried on more than some examples."""
    for item in [] if FULL else items:
        test = getattr(getattr(item, "function", None), "__func__", getattr(item, "function", None))
        # Hypothesis keeps a test's settings here, and has no other door to them.
        asked = getattr(test, "_hypothesis_internal_use_settings", None)
        if asked is not None and asked.max_examples > MOST_EXAMPLES:
            test._hypothesis_internal_use_settings = hypothesis.settings(asked, max_examples=MOST_EXAMPLES)


def pytest_collection_finish() -> None:
    """What was collected lives to the end: no need to look through it again whenever memory is tidied up."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Keep what was measured before anybody waits for this process to end: a slow one is ended after ten seconds."""
    measured = coverage.Coverage.current()
    if measured is not None:
        measured.save()


def pytest_unconfigure() -> None:
    gc.unfreeze()


@pytest.fixture(scope="session", autouse=True)
def quick() -> Iterator[None]:
    with quickly():
        yield


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    """An empty HOMEROOM_HOME a test."""
    settings.HOMEROOM_HOME = tmp_path / "home"
    settings.HOMEROOM_HOME.mkdir()
    return settings.HOMEROOM_HOME


@pytest.fixture(scope="session")
def album(tmp_path_factory: pytest.TempPathFactory) -> Album:
    """Schools that were made once; see `album.py`."""
    return Album(tmp_path_factory.mktemp("album"))


@pytest.fixture
def shared() -> Path:
    """The folder of measuring data beside the checkout; the test skips where there is none."""
    if not SHARED.is_dir():
        pytest.skip("no measuring data beside this checkout")
    return SHARED
