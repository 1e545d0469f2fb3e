"""Keys of one pack alone: two packs, or a pack and any other file, share none."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from homeroom.evidence.data import Data
from homeroom.evidence.named import named
from homeroom.evidence.results import Results


@dataclass
class Keys:
    """A new key for each name when it is first asked for."""

    given: dict[tuple[str, str], str] = field(default_factory=dict)

    def of(self, kind: str, name: str) -> str:
        """Blank stays blank."""
        if not name:
            return ""
        return self.given.setdefault((kind, name), f"{kind}-{secrets.token_hex(8)}")

    def known(self, name: str) -> str:
        """Of whatever kind; what has no key is no name, and stays as it is."""
        return next((key for (_, told), key in self.given.items() if told == name), name)

    def classes(self) -> Mapping[str, str]:
        return {name: key for (kind, name), key in self.given.items() if kind == "class"}


def rekeyed(data: Data, keys: Keys) -> Data:
    children = tuple(
        replace(
            one, key=keys.of("child", one.key), classroom=keys.of("class", one.classroom),
            school=keys.of("school", one.school), stratum=keys.of("stratum", one.stratum),
        )
        for one in data.children
    )  # fmt: skip
    cells = tuple(
        replace(
            one, classroom=keys.of("class", one.classroom), stratum=keys.of("stratum", one.stratum),
            link=keys.of("link", one.link),
        )
        for one in data.cells
    )  # fmt: skip
    answers = tuple(replace(one, child=keys.of("child", one.child)) for one in data.answers)
    return Data(
        data.asked,
        tuple(sorted(children, key=lambda one: one.key)),
        tuple(sorted(cells, key=lambda one: (one.classroom, one.what))),
        tuple(sorted(answers, key=lambda one: (one.child, one.what))),
    )


def renamed(results: Results, keys: Keys, data_sha256: str) -> Results:
    """With the pack's keys for classes, and for what was set aside; `undrawn` units are counted alone."""
    told = named(results, keys.classes())
    asides = tuple(replace(one, what=keys.known(one.what)) for one in told.asides)
    flow = told.flow
    if flow.found is not None:
        undrawn = tuple(f"unit {at + 1}" for at in range(len(flow.found.undrawn)))
        flow = replace(flow, found=replace(flow.found, undrawn=undrawn))
    return replace(told, asides=asides, flow=flow, made=replace(told.made, data_sha256=data_sha256))
