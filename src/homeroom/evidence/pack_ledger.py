"""The plan and the ledger as a pack tells them: who did it is left out, and what is called by a key of the pack."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from homeroom.evidence import canonical, ledger, plan_json
from homeroom.evidence.eligible import BETWEEN
from homeroom.evidence.models import Amendment, Draw, DrawChange, Plan, Study
from homeroom.evidence.pack_keys import Keys


def plan(row: Plan, keys: Keys) -> str:
    """Its `sha256` is of the text that was locked, which names classes and schools as the roster does."""
    told = msgspec.to_builtins(plan_json.load(row.text))
    told["arms"] = [one | {"classes": [keys.of("class", name) for name in one["classes"]]} for one in told["arms"]]
    told["classes"] = [keys.of("class", one) for one in told["classes"]]
    told["sites"] = [keys.of("school", one) for one in told["sites"]]
    told["pairs"] = [[keys.of("class", one) for one in pair] for pair in told["pairs"]]
    return canonical.text({"plan": told, "sha256": row.sha256, "label": row.label, "rests_on": row.rests_on})


def rows(study: Study, keys: Keys) -> str:
    """Every row of the chain in its order, with its hash and the hash before it."""
    return canonical.text([_row(one, keys) for one in ledger.rows(study)])


def _row(row: ledger.Row, keys: Keys) -> dict[str, Any]:
    told: dict[str, Any] = {"row": type(row).__name__, "place": row.place, "before": row.before, "hash": row.hash}
    if isinstance(row, Plan):
        return told | {"version": row.version, "sha256": row.sha256, "locked_at": row.locked_at, "label": row.label}
    told |= {"made_at": row.made_at}
    if isinstance(row, Amendment):
        return told | {"version": row.plan.version, "reason": row.reason}
    if isinstance(row, Draw):
        return told | _draw(row, keys)
    if isinstance(row, DrawChange):
        return told | {"kind": row.kind, "key": _key(row.key, keys), "to": _key(row.to, keys), "on": row.on}
    return told | {"number": row.number, "sha256": row.sha256}


def _draw(row: Draw, keys: Keys) -> dict[str, Any]:
    result: Mapping[str, str] = json.loads(row.result)
    eligible = [
        [_key(key, keys), keys.of("stratum", stratum), keys.of("link", link)]
        for key, stratum, link in json.loads(row.eligible)
    ]
    return {
        "number": row.number,
        "by_lot": row.by_lot,
        "on": row.on,
        "seed": row.seed,
        "algorithm": row.algorithm,
        "list_sha256": row.list_sha256,
        "reason": row.reason,
        "eligible": sorted(eligible),
        "arms": json.loads(row.arms),
        "result": {_key(key, keys): arm for key, arm in result.items()},
        "undrawn": sorted(_key(key, keys) for key in json.loads(row.undrawn)),
        "sizes": {keys.of("class", name): size for name, size in json.loads(row.sizes).items()},
    }


def _key(name: str, keys: Keys) -> str:
    """Of a class, school or child; of a class with a standard or week the standard or week stays readable."""
    if BETWEEN in name:
        room, _, what = name.rpartition(BETWEEN)
        return f"{keys.of('class', room)}{BETWEEN}{what}"
    known = keys.known(name)
    return known if known != name else keys.of("other", name)
