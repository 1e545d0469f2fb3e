"""The trace table of OWASP ASVS 5.0.0: its rows, and the page of the guide that is made of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from tools.named_tests import ROOT, link

TABLE = ROOT / "docs" / "security" / "asvs.toml"
HEAD = """# OWASP ASVS 5.0.0, requirement by requirement

What holds each requirement of levels 1 and 2, and five of level 3 on files and spreadsheets: a test, a setting, or a
reason why it does not apply. What is not yet held says what is missing. The gist is ours; the requirement's own words
stand in the [standard](https://owasp.org/www-project-application-security-verification-standard/) under its number.

This page is made from `docs/security/asvs.toml` by `make trace`; change that file, not this page. Why it is done so:
[decision 025](../decisions/025-a-trace-table-that-is-tested.md).
"""


@dataclass(frozen=True)
class Requirement:
    """One row. `settings` are names in `homeroom.site.settings`, dots going down into a dict, with their values;
    `told_in` is a heading of the security guide.
    """

    id: str
    level: int
    gist: str
    tests: tuple[str, ...] = ()
    settings: Mapping[str, Any] | None = None
    told_in: str = ""
    not_applicable: str = ""
    not_yet: str = ""

    @property
    def chapter(self) -> int:
        return int(self.id.split(".")[0])

    @property
    def answer(self) -> str:
        """The one word under which the row is counted."""
        if self.not_yet:
            return "not yet"
        if self.not_applicable:
            return "not applicable"
        return "test" if self.tests else "setting" if self.settings else "none"


@cache
def table() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text("utf-8"))


@cache
def requirements() -> tuple[Requirement, ...]:
    """All rows in the file's order. A key that a row does not have is an error."""
    rows = table()["requirement"]
    return tuple(Requirement(id=key, **{**row, "tests": tuple(row.get("tests", ()))}) for key, row in rows.items())


def counts() -> dict[str, int]:
    """How many rows are answered how, each counted once."""
    answers = [row.answer for row in requirements()]
    return {answer: answers.count(answer) for answer in ("test", "setting", "not applicable", "not yet")}


def markdown() -> str:
    return "\n".join([HEAD, *_summary(), *_chapters()])


def _summary() -> Iterator[str]:
    yield "| level | " + " | ".join(counts()) + " | together |"
    yield "|---|" + "---|" * (len(counts()) + 1)
    for level in (1, 2, 3):
        answers = [row.answer for row in requirements() if row.level == level]
        yield f"| {level} | " + " | ".join(str(answers.count(one)) for one in counts()) + f" | {len(answers)} |"
    yield ""


def _chapters() -> Iterator[str]:
    for chapter, rows in groupby(requirements(), key=lambda row: row.chapter):
        yield f"## {chapter}. {table()['chapter'][str(chapter)]}\n"
        yield "| id | level | gist | what holds it |"
        yield "|---|---|---|---|"
        yield from (f"| {row.id} | {row.level} | {row.gist} | {_held(row)} |" for row in rows)
        yield ""


def _held(row: Requirement) -> str:
    parts = [link(test) for test in row.tests]
    parts += [f"`{name}` = `{value}`" for name, value in (row.settings or {}).items()]
    parts += [f"told under [{row.told_in}](security.md#{row.told_in.lower().replace(' ', '-')})"] if row.told_in else []
    parts += [f"not applicable: {row.not_applicable}"] if row.not_applicable else []
    parts += [f"**not yet**: {row.not_yet}"] if row.not_yet else []
    return "; ".join(parts)
