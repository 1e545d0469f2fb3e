"""What every test stands on: a home folder of its own, and the folder of measuring data where it is present."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from pytest_django import Settings

from album import Album
from quick import quickly

# `make test` tries the same examples each time, so that only a change can fail it; `make check` draws new ones.
hypothesis.settings.register_profile("the same each time", derandomize=True)
if not os.environ.get("HOMEROOM_FULL"):
    hypothesis.settings.load_profile("the same each time")

SHARED = Path(__file__).parents[2] / "shared" / "data"


def pytest_collection_finish() -> None:
    """What was collected lives to the end: no need to look through it again whenever memory is tidied up."""
    gc.collect()
    gc.freeze()


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
