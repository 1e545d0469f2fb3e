"""The promises as a page of the guide, each with links to its tests."""

from __future__ import annotations

from collections.abc import Iterator

from tools.named_tests import link

from homeroom.pages.promises.told import Promise, promises

HEAD = """# Promises

What homeroom promises, what keeps each promise, and the tests that hold it. The same text stands on the page *Promises*
of every installation, open to everybody. This page is made from `src/homeroom/pages/promises/promises.toml` by
`make trace`; change that file, not this page.
"""


def markdown() -> str:
    return "\n".join([HEAD, *(line for at, one in enumerate(promises(), 1) for line in _promise(at, one))])


def _promise(at: int, one: Promise) -> Iterator[str]:
    yield f"## {at}. {one.title}\n"
    yield f"{one.words}\n"
    if not one.built:
        yield f"**{one.kept_by}.**\n"
        return
    yield f"What keeps it: {one.kept_by}\n"
    if one.open:
        yield f"Still to come: {one.open}\n"
    yield "Tests:\n"
    yield from (f"- {link(test)}" for test in one.tests)
    yield ""
