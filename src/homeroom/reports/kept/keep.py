"""Give a report: the kept one where nothing was written since, else one made now, which is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import msgspec
from django.utils.functional import Promise

from homeroom.reports.kept import shelf
from homeroom.reports.kept.noted import noted, unwatched
from homeroom.reports.kept.version import Key, Of, key


class Drawn(Protocol):
    """What can be kept: a frozen dataclass of plain values that names the versions it was drawn from."""

    @property
    def drawn_from(self) -> Mapping[str, int]: ...


def kept[T: Drawn](of: Of, kind: type[T], make: Callable[[], T]) -> T:
    """The report `of`, which `make` makes. `kind` is its type: what is read back is of that type or made anew.

    The key is asked before the first look and after the last one. Whatever is written in between, and whenever a child
    is erased, changes it: then what was made is shown once, as any page that was asked for just before, and not kept.
    """
    before = key(of)
    if before is None:
        return make()
    found = _read(before.path, kind)
    if found is not None:
        return _as_of(found, before)
    with noted() as tables:
        made = make()
    if not unwatched(tables, of.answers) and key(of) == before:
        shelf.put(before.path, msgspec.msgpack.encode(made, enc_hook=_words))
        if key(of) != before:  # a child who was erased at this moment must not lie here
            shelf.drop(before.path)
    return made


def is_kept(of: Of) -> bool:
    now = key(of)
    return now is not None and now.path.is_file()


def _read[T](path: Path, kind: type[T]) -> T | None:
    held = shelf.content(path)
    try:
        return None if held is None else msgspec.msgpack.decode(held, type=kind)
    except msgspec.DecodeError:
        return None


def _as_of[T: Drawn](found: T, now: Key) -> T:
    """With the versions of now, at which it would be drawn the same."""
    told = {name: now.drawn_from.get(name, number) for name, number in found.drawn_from.items()}
    return replace(found, drawn_from=told)  # type: ignore[type-var]


def _words(one: object) -> str:
    """Words that were to be said later are said now: what is kept belongs to one language."""
    if isinstance(one, Promise):
        return str(one)
    raise NotImplementedError(f"{type(one).__name__} can't be kept")
