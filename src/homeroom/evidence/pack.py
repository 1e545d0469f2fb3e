"""A replication pack: one zip with all that somebody elsewhere needs to work out every number of a run again."""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

from django.utils.translation import gettext

from homeroom.evidence import canonical, ledger, pack_data, pack_ledger, pack_r, results_json, run
from homeroom.evidence.access import may_plan
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.lock import By
from homeroom.evidence.models import Study, StudyRun
from homeroom.evidence.pack_keys import Keys, rekeyed, renamed
from homeroom.evidence.study_hash import data_hash
from homeroom.evidence.study_tables import Tables
from homeroom.people import audit
from homeroom.people.models import User

HASHES = "hashes.json"
TABLES = ("asked.json", "children.csv", "cells.csv", "answers.csv")
SAID = ("README.txt", "dictionary.csv", "plan.json", "ledger.json", "results.json")
SCRIPTS = ("analyse.py", "analyse.R", "analysed.csv")
MEMBERS = frozenset({*TABLES, *SAID, *SCRIPTS, HASHES})
LONG_AGO = (1980, 1, 1, 0, 0, 0)
SCRIPT = '''"""Works out every number of results.json again, from the tables beside it: python analyse.py

It needs Python 3.13 and homeroom with its extra [evidence], in the versions that stand in results.json under "made".
"""

import sys
from pathlib import Path

from homeroom.evidence.rerun import main

sys.exit(main(Path(__file__).parent))
'''
README = """Replication pack of a study
===========================

children.csv, cells.csv, answers.csv   who was analysed, and what was measured; dictionary.csv tells each column
asked.json, plan.json, ledger.json     what was asked, the locked plan, and every row of the study's ledger
results.json                           what the run found
analyse.py                             works every number out again with homeroom
analyse.R, analysed.csv                the same estimates in R, by lme4, lmerTest and clubSandwich
hashes.json                            SHA-256 of each of these files

Keys of children, classes and schools are of this pack alone. Hashes in plan.json and ledger.json are those of the
records themselves, which name classes as the roster does: they can be compared with the school's, not worked out here.
What each arm got, the flow, effort and cost stand in results.json as they were recorded.

    homeroom study rerun THIS.zip
"""


def pack(study: Study, path: Path, by: By) -> StudyRun:
    """Write the newest run's pack. It is an export, and is in the audit log before the first byte.

    Raises EvidenceError where there is no run, where its data have changed since, or where it may not be.
    """
    if isinstance(by, User) and not may_plan(by):
        raise EvidenceError(gettext("A pack is for those who plan studies."))
    if path.exists():
        raise EvidenceError(gettext("%(file)s is there already: choose another name.") % {"file": path})
    ledger.sound(study)
    made = run.newest(study)
    if made is None:
        raise EvidenceError(gettext("%(study)s has no run yet.") % {"study": study.slug})
    run.unspoiled(made.draw)
    found = run.read(made.draw)
    if data_hash(found.data) != made.data_sha256:
        raise EvidenceError(gettext("The data have changed since run %(run)s: run it again.") % {"run": made.number})
    texts = _texts(made, found)
    reason = f"replication pack of run {made.number}, sha256 {made.sha256}"
    audit.exported(by, ledger.audited(made), found.students, reason, str(run.results_of(made).made.facts))
    _write(path, texts)
    return made


def _texts(made: StudyRun, found: Tables) -> dict[str, str]:
    keys = Keys()
    data = rekeyed(found.data, keys)
    results = renamed(run.results_of(made), keys, data_hash(data))
    return {
        "README.txt": README,
        **pack_data.files(data),
        "plan.json": pack_ledger.plan(made.plan, keys),
        "ledger.json": pack_ledger.rows(made.study, keys),
        "results.json": results_json.text(results),
        "analyse.py": SCRIPT,
        "analyse.R": pack_r.SCRIPT,
        "analysed.csv": pack_r.analysed(data),
    }


def _write(path: Path, texts: dict[str, str]) -> None:
    """Whole, or not at all. Only its owner can read it."""
    hashes = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}
    part = path.with_name(f"{path.name}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**texts, HASHES: canonical.text(hashes)}.items():
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), text, zipfile.ZIP_DEFLATED)
    part.replace(path)
