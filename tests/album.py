"""What fixtures make again and again, made once a worker: rows of the database and files of the home, put back."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from quick import tables_with_rows


@dataclass(frozen=True)
class Picture:
    """What stood after `made` was made, in a database and a folder that were empty before."""

    made: Any
    rows: dict[str, str | bytes]
    files: Path


class Album:
    """Pictures by name, and the folder for their files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pictures: dict[str, Picture] = {}

    def shown[Made](self, name: str, home: Path, make: Callable[[], Made]) -> Made:
        """What `make` gives, with its rows and files: from the picture where there is one. Each test gets its own."""
        if any(home.iterdir()) or tables_with_rows():
            return make()
        if name in self.pictures:
            return copy.deepcopy(self._put_back(self.pictures[name], home))
        made = make()
        files = Path(shutil.copytree(home, self.folder / f"{len(self.pictures)}"))
        self.pictures[name] = Picture(copy.deepcopy(made), {table: _rows(table) for table in tables_with_rows()}, files)
        return made

    @staticmethod
    def _put_back(picture: Picture, home: Path) -> Any:
        shutil.copytree(picture.files, home, dirs_exist_ok=True)
        with transaction.atomic(), connection.cursor() as cursor:
            for table, rows in picture.rows.items():
                if isinstance(rows, str):
                    cursor.cursor.execute(rows)
                else:
                    with cursor.copy(f'COPY "{table}" FROM STDIN') as put:
                        put.write(rows)
        return picture.made


def _rows(table: str) -> str | bytes:
    """The table's rows in the database's own words: no value changes its type on the way."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
                return b"".join(bytes(part) for part in rows)
        cursor.execute(f"select name from pragma_table_info('{table}')")
        names = [f'"{name}"' for (name,) in cursor.fetchall()]
        quoted = " || ',' || ".join(f"quote({name})" for name in names)
        cursor.execute(f"select {quoted} from {table}")
        values = ", ".join(f"({row})" for (row,) in cursor.fetchall())
    return f"insert into {table} ({', '.join(names)}) values {values}"
