"""Figure: files of every declared layout with columns renamed, reordered, dropped, added and split: what is proposed.

New names come from `drift_words.toml`, which the proposer does not read, from the ways in which names are written, and
from layouts of one report as it was in two years. A file that a layout is taken for although it does not fit is a file
loaded by a guess. Each file is drawn from its number, so a run goes on where the last one stopped.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bench.school import set_up

WANTED, MINUTES = 4_000, 8.0
EXTRA = "Vendor Extra"
WORDS = Path(__file__).with_name("drift_words.toml")
FIRST, TOP_THREE = 0.90, 0.97


@dataclass(frozen=True)
class Drifted:
    """A changed file: its header and rows, and for each renamed column what it was. `why` says how it was renamed."""

    program: str
    report: str
    layout: str
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    was: Mapping[str, str]
    why: Mapping[str, str]


@cache
def spellings() -> dict[str, list[str]]:
    return dict(tomllib.loads(WORDS.read_text("utf-8"))["spellings"])


def renamed(name: str, draw: random.Random) -> tuple[str, str]:
    """Another name for a column, and how it came about: another word, or another way to write it."""
    plain = " ".join(re.findall(r"[^\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).casefold()))
    known = [phrase for phrase in spellings() if re.search(rf"\b{re.escape(phrase)}\b", plain)]
    if known and draw.random() < 0.7:
        phrase = max(draw.sample(known, min(2, len(known))), key=len)
        new = re.sub(rf"\b{re.escape(phrase)}\b", draw.choice(spellings()[phrase]), plain, count=1)
        return _styled(new, draw, keep=True), "word"
    return _styled(plain, draw, keep=False), "style"


def _styled(name: str, draw: random.Random, *, keep: bool) -> str:
    """In camel case, with a word before it or after it, or with long words cut short."""
    words = name.split()
    if keep and draw.random() < 0.5:
        return "_".join(words)
    way = draw.choice(["camel", "before", "after", "short"])
    if way == "camel" and len(words) > 1:
        return "".join(word[:1].upper() + word[1:] for word in words)
    if way == "short" and any(len(word) > 6 for word in words):
        return " ".join(word[:5] if len(word) > 6 else word for word in words)
    return " ".join(["rpt", *words] if way == "before" else [*words, "value"])


def drifted(number: int) -> Drifted:
    """File number `number`: one declared layout, changed."""
    draw = random.Random(number)
    program, report, layout = draw.choice(_layouts())
    rows = _rows(program, report, layout)
    columns = list(layout.columns)
    chosen = draw.sample(columns, min(len(columns), draw.randint(1, max(3, len(columns) // 8))))
    was, why, taken = dict[str, str](), dict[str, str](), set(map(_key, columns))
    names = {column: column for column in columns}
    for column in chosen:
        new, how = renamed(column, draw)
        if _key(new) and _key(new) not in taken:
            taken.add(_key(new))
            names[column], was[new], why[new] = new, column, how
    kept = [column for column in columns if column in chosen or draw.random() > 0.03]
    if draw.random() < 0.4:
        draw.shuffle(kept)
    header, table = [names[column] for column in kept], [[row.get(column, "") for column in kept] for row in rows]
    for extra in range(draw.choice([0, 0, 1, 3])):
        at = draw.randint(0, len(header))
        header.insert(at, f"{EXTRA} {extra}")
        for row in table:
            row.insert(at, str(draw.randint(0, 9)))
    if draw.random() < 0.25:
        _split(header, table, draw, was)
    return Drifted(program.slug, report.slug, layout.slug, tuple(header), tuple(map(tuple, table)), was, why)


def _split(header: list[str], table: list[list[str]], draw: random.Random, was: dict[str, str]) -> None:
    """One column becomes two, each with a half of the text."""
    whole = [at for at, name in enumerate(header) if name not in was]
    if not whole:
        return
    at = draw.choice(whole)
    header[at : at + 1] = [f"{header[at]} part 1", f"{header[at]} part 2"]
    for row in table:
        half = len(row[at]) // 2
        row[at : at + 1] = [row[at][:half], row[at][half:]]


def two_years() -> Iterator[Drifted]:
    """Layouts of one report as it was in two years: columns that fill the same under another name."""
    for program, report, layout in _layouts():
        for other in report.layouts:
            if other is not layout and not other.fixed:
                uses, theirs = _fills(layout), _fills(other)
                was = {
                    mine: theirs[use]
                    for use, mine in uses.items()
                    if use in theirs
                    and _key(mine) not in set(map(_key, other.columns))
                    and _key(theirs[use]) not in set(map(_key, layout.columns))
                }
                if was:
                    rows = tuple(
                        tuple(row.get(c, "") for c in layout.columns) for row in _rows(program, report, layout)
                    )
                    why = dict.fromkeys(was, "years")
                    yield Drifted(program.slug, report.slug, layout.slug, layout.columns, rows, was, why)


def _fills(layout: Any) -> dict[tuple[str, ...], str]:
    """What each column fills, as far as only one does: identity, fact column, result."""
    found = [(("identity", kind), column) for kind, listed in layout.identity.items() for column in listed[:1]]
    found += [(("field", name), field.column) for name, field in layout.fields.items() if field.column]
    found += [(("content", part), column) for part, column in layout.content.items() if part != "kind"]
    counts = Counter(use for use, _ in found)
    return {use: column for use, column in found if counts[use] == 1}


@cache
def _layouts() -> list[Any]:
    from homeroom.intake.layouts import declared
    from homeroom.intake.own_programs import each_layout

    return [one for one in each_layout(declared()) if not one[2].fixed]


def _rows(program: Any, report: Any, layout: Any) -> list[dict[str, str]]:
    """Rows of the layout's own sample, where there is one."""
    from homeroom.intake.layouts import columns_of

    for name in (f"{report.slug}.{layout.slug}.csv", f"{report.slug}.csv"):
        path = program.folder / "samples" / name
        if path.is_file():
            with path.open(encoding="utf-8-sig", newline="") as file:
                found = list(csv.reader(file))
            if set(map(_key, found[0])) >= set(columns_of(layout)):
                return [dict(zip(found[0], row, strict=False)) for row in found[1:]]
    return []


def _key(name: str) -> str:
    from homeroom.programs.declaration import normalised

    return normalised(name)


def judged(one: Drifted, *, without: str = "") -> dict[str, Any]:
    """What became of a file: whether it was taken, rightly so, and for each renamed column where the truth stood.

    With `without`, that layout is not known, and a person has said which report it is.
    """
    from homeroom.intake.layouts import Header, find
    from homeroom.intake.propose import propose
    from homeroom.intake.proposing.profile import Profile
    from homeroom.intake.proposing.proposal import Edits

    programs = _without(one, without)
    header = Header(one.names, ",")
    found = find(header, programs)
    cells = [tuple(row[at].strip() for row in one.rows if row[at].strip()) for at in range(len(one.names))]
    columns = [Profile(at, name, cells[at], len(one.rows)) for at, name in enumerate(one.names)]
    told: dict[str, Any] = {"loaded": found is not None, "guess": bool(found and _is_guess(one, found)), "columns": []}
    if found:
        return told
    edits = Edits(base=f"{one.program}/{one.report}") if without else None
    proposal = propose("drifted.csv", header, columns, programs, edits=edits)
    told["report"] = proposal.base.code.startswith(f"{one.program}/{one.report}/")
    told["extra"] = [column.taken for column in proposal.columns if column.name.startswith(EXTRA)]
    for column in proposal.columns:
        if column.name in one.was:
            codes = [
                column.chosen.code,
                *(choice.code for choice in column.others if choice.code != column.chosen.code),
            ]
            names = [_key(code.removeprefix("as:")) for code in codes if code.startswith("as:") or code == codes[0]]
            right = _key(one.was[column.name])
            place = names.index(right) + 1 if right in names[:3] else 0
            told["columns"].append((one.why[column.name], place))
            told.setdefault("wrong", [])
            if place != 1:
                told["wrong"].append((column.name, one.was[column.name], codes[:3]))
    return told


def _without(one: Drifted, layout: str) -> tuple[Any, ...]:
    """The programs, without one layout: the file of one year is proposed against the other year alone."""
    from dataclasses import replace

    from homeroom.intake.layouts import declared

    if not layout:
        return declared()
    out = []
    for program in declared():
        reports = [
            replace(
                report,
                layouts=tuple(
                    x
                    for x in report.layouts
                    if (program.slug, report.slug, x.slug) != (one.program, one.report, layout)
                ),
            )
            for report in program.reports
        ]
        out.append(replace(program, reports=tuple(reports)))
    return tuple(out)


def _is_guess(one: Drifted, found: Any) -> bool:
    """Judged by the rule's own words: every column the layout needs is there, and nothing lacks beside a stranger."""
    names, wanted = {_key(name) for name in one.names}, {_key(column): column for column in found.layout.columns}
    lacking = [column for key, column in wanted.items() if key not in names]
    needed = [column for column in lacking if column not in found.layout.optional]
    other_report = (found.program.slug, found.report.slug) != (one.program, one.report)
    return bool(needed or (lacking and names - set(wanted)) or other_report)


def go_on(state: Path, wanted: int, minutes: float) -> dict[str, Any]:
    """Judge files that were not judged yet, until `wanted` or out of time. Gives the totals."""
    state.mkdir(parents=True, exist_ok=True)
    record, until = state / "drift.json", time.monotonic() + minutes * 60
    totals: dict[str, Any] = (
        json.loads(record.read_text("utf-8"))
        if record.exists()
        else {"done": 0, "files": {}, "columns": {}, "wrong": []}
    )
    if not totals["done"]:
        for one in two_years():
            _add(totals, judged(one, without=one.layout))
    while totals["done"] < wanted and time.monotonic() < until:
        _add(totals, judged(drifted(totals["done"])))
        totals["done"] += 1
        if totals["done"] % 50 == 0:
            record.write_text(json.dumps(totals), "utf-8")
    record.write_text(json.dumps(totals), "utf-8")
    return totals


def _add(totals: dict[str, Any], told: Mapping[str, Any]) -> None:
    files = totals["files"]
    for name in ("loaded", "guess"):
        files[name] = files.get(name, 0) + bool(told[name])
    if not told["loaded"]:
        files["other report"] = files.get("other report", 0) + (not told["report"])
        files["added columns"] = files.get("added columns", 0) + len(told["extra"])
        files["added columns taken for a field"] = files.get("added columns taken for a field", 0) + sum(told["extra"])
    for why, place in told["columns"]:
        counts = totals["columns"].setdefault(why, {"all": 0, "first": 0, "three": 0})
        counts["all"] += 1
        counts["first"] += place == 1
        counts["three"] += place > 0
    totals["wrong"] = (totals["wrong"] + told.get("wrong", []))[-400:]


def overlap() -> tuple[int, int]:
    """How many of the bench's spellings the proposer's own list holds too, and how many there are."""
    from homeroom.intake.proposing.likeness import synonyms

    known = {" ".join(phrase) for phrase in synonyms().phrases} | set(synonyms().words)
    listed = {
        " ".join(re.findall(r"[A-Z]?[a-z]+|[A-Z]+|\d+", new)).casefold()
        for all_ in spellings().values()
        for new in all_
    }
    return len(listed & known), len(listed)


def main(arguments: Sequence[str] = ()) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--state", type=Path, default=Path(".make/bench/drift"))
    options.add_argument("--wanted", type=int, default=WANTED)
    options.add_argument("--minutes", type=float, default=MINUTES)
    chosen = options.parse_args(arguments)
    set_up(chosen.state.absolute() / "home")
    totals = go_on(chosen.state.absolute(), chosen.wanted, chosen.minutes)
    both, listed = overlap()
    print(f"{totals['done']} of {chosen.wanted} files; {totals['files']}")
    print(f"{both} of {listed} of the bench's spellings are also in the proposer's list")
    whole = {name: sum(counts[name] for counts in totals["columns"].values()) for name in ("all", "first", "three")}
    for why, counts in {**totals["columns"], "all": whole}.items():
        first, three = counts["first"] / counts["all"], counts["three"] / counts["all"]
        print(f"{why}: {counts['all']} columns, first {first:.1%}, top three {three:.1%}")
    good = (
        whole["first"] >= FIRST * whole["all"]
        and whole["three"] >= TOP_THREE * whole["all"]
        and not totals["files"]["guess"]
    )
    print("PASS" if good else "FAIL", f"(limits: {FIRST:.0%}, {TOP_THREE:.0%}, 0 files loaded by a guess)")
    return int(not good)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
