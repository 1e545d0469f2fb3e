"""Ways to write the small set with some of its files changed."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.db import transaction

from intake.rosters.small_set import SET, Write


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write the set into a folder of its own: `write()`; with other text: `write(users="…")`; without: `users=None`."""
    made = []

    def write(**changed: str | bytes | None) -> dict[str, Path]:
        folder = tmp_path / f"set{len(made)}"
        folder.mkdir()
        made.append(folder)
        texts = SET | {f"{name}.csv": text for name, text in changed.items()}
        for name, text in texts.items():
            if text is not None:
                (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return {path.name.lower(): path for path in folder.iterdir()}

    return write


@pytest.fixture
def text() -> dict[str, str]:
    """The set's texts by report, to change a word of."""
    return {name.removesuffix(".csv"): text for name, text in SET.items()}


@pytest.fixture
def transactional_reset(db: None) -> Callable[[], AbstractContextManager[None]]:
    """Whatever is done within it is taken back: for examples that each need an empty database."""

    @contextmanager
    def reset() -> Iterator[None]:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return reset
