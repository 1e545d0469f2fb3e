"""Anybody's own table, Parquet or CSV, as arrays. It becomes no fact."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
from numpy.typing import NDArray

from homeroom.facts.engine import EngineError

READERS: Mapping[str, str] = {".parquet": "read_parquet", ".csv": "read_csv"}


def arrays(path: Path) -> dict[str, NDArray[Any]]:
    """The columns by name. The file's ending must be one of READERS.

    Raises OSError where it can't be opened, EngineError where it is no file of that kind.
    """
    path.open("rb").close()
    try:
        with duckdb.connect() as connection:
            reader = READERS[path.suffix.lower()]
            return dict(connection.execute(f"select * from {reader}($path)", {"path": str(path)}).fetchnumpy())
    except duckdb.Error as error:
        raise EngineError(str(error)) from None
