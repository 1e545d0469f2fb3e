"""An Ed-Fi interchange, one element after the other: a file of any size, and nothing outside the file is ever read."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path

from django.utils.translation import gettext_noop
from lxml import etree

from homeroom.intake.errors import IntakeError

ROOT = re.compile(r"\{https?://(?:www\.)?ed-fi\.org/[^}]*\}Interchange(?P<kind>\w+)")
SUFFIX = ".xml"
Element = etree._Element
# A record is held in memory as a whole: at most this many parts, a long text counting as several.
MOST_PARTS, LONG_TEXT = 200_000, 200


def kind(path: Path, name: str) -> str:
    """What an XML file is an interchange of, such as "StudentAssessment"; blank for a file of another kind.

    Raises IntakeError for an Ed-Fi interchange that can't be read safely.
    """
    if not name.lower().endswith(SUFFIX):
        return ""
    try:
        with closing(_events(path, ("start",))) as events:
            _, root = next(events)
    except (etree.XMLSyntaxError, StopIteration):
        return ""
    found = ROOT.fullmatch(str(root.tag))
    if found and root.getroottree().docinfo.internalDTD is not None:
        raise IntakeError(
            gettext_noop(
                "%(name)s: the file declares a document type, which can hide traps, so it isn't opened. Ask the "
                "sender for a plain Ed-Fi interchange."
            )
            % {"name": name}
        )
    return found["kind"] if found else ""


def records(path: Path, name: str) -> Iterator[Element]:
    """The records of an interchange: the elements right below its root. Each is gone when the next one is asked for."""
    depth = parts = 0
    try:
        for event, element in _events(path, ("start", "end")):
            depth += 1 if event == "start" else -1
            parts += 1 + len(element.text or "") // LONG_TEXT
            if parts > MOST_PARTS:
                raise IntakeError(
                    gettext_noop("%(name)s: one of its records is larger than any record is. Nothing of it was loaded.")
                    % {"name": name}
                )
            if event == "end" and depth == 1:
                yield element
                _forget(element)
                parts = 0
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        raise IntakeError(
            gettext_noop(
                "%(name)s: the XML breaks off or is damaged at line %(line)s. Nothing of it was loaded. Ask for "
                "it again."
            )
            % {"name": name, "line": f"{line:,}"}
        ) from error


def tag(element: Element) -> str:
    """An element's own name, without its namespace."""
    return etree.QName(element).localname


def text(element: Element, *steps: str) -> str:
    """The text at the end of `steps` below `element`; blank where there is none. Namespaces don't matter."""
    return (element.findtext("/".join(f"{{*}}{step}" for step in steps)) or "").strip()


def word(element: Element, *steps: str) -> str:
    """A descriptor's own word: `Correct` of `uri://ed-fi.org/AssessmentItemResultDescriptor#Correct`."""
    return text(element, *steps).rpartition("#")[2]


def below(element: Element, name: str) -> list[Element]:
    """The elements of this name right below."""
    return element.findall(f"{{*}}{name}")


def _events(path: Path, events: tuple[str, ...]) -> Generator[tuple[str, Element]]:
    with path.open("rb") as file:
        yield from etree.iterparse(
            file,
            events=events,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )


def _forget(element: Element) -> None:
    """Free what was read: the element and those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
