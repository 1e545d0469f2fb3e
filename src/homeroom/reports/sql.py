"""SQL files read by name, from beside the module that asks."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def text(beside: str, name: str) -> str:
    return (Path(beside).parent / f"{name}.sql").read_text("utf-8")
