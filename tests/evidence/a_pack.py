"""A pack's folder, made of tables alone, and an R that says what it is told to."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.worlds_by_hand import RECORDS
from homeroom.evidence import pack_data, pack_keys, pack_r, results_json
from homeroom.evidence.analyse import analyse
from homeroom.evidence.data import Data
from homeroom.evidence.study_hash import data_hash


def folder_of(data: Data, place: Path) -> Path:
    """Without the records of a plan and its ledger."""
    keys = pack_keys.Keys()
    told = pack_keys.rekeyed(data, keys)
    found = pack_keys.renamed(analyse(data, RECORDS), keys, data_hash(told))
    texts = pack_data.files(told) | {"results.json": results_json.text(found), "analysed.csv": pack_r.analysed(told)}
    for name, text in {**texts, "analyse.R": pack_r.SCRIPT}.items():
        (place / name).write_text(text, "utf-8")
    return place


def an_rscript(says: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The only program that can be found is an Rscript which says this."""
    there = folder / "programs"
    there.mkdir()
    (there / "Rscript").write_text(f"#!/bin/sh\n{says}\n", "utf-8")
    (there / "Rscript").chmod(0o755)
    monkeypatch.setenv("PATH", str(there))
