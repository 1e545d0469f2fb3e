"""An XML file that remembers which of its elements were read, so that the others can be told."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from homeroom.rotation.errors import RotationError

Element = etree._Element
MOST = 30_000_000  # bytes; a school of 760 activities has 0.3 million


class Marked:
    def __init__(self, text: bytes):
        self.root = opened(text)
        # Kept, so that an element is the same object each time it is asked for.
        self._all: list[Element] = list(self.root.iter(etree.Element))
        self._read: set[Element] = {self.root}

    def part(self, below: Element, name: str) -> Element:
        """Raises RotationError where it is missing."""
        found = below.find(name)
        if found is None:
            raise RotationError(f"{where(below)} has no {name}: the file is damaged, or of another version.")
        self._read.add(found)
        return found

    def parts(self, below: Element, name: str) -> Iterator[Element]:
        for found in below.findall(name):
            self._read.add(found)
            yield found

    def said(self, below: Element, name: str) -> str:
        return self.part(below, name).text or ""

    def maybe(self, below: Element, name: str) -> str:
        return self.said(below, name) if below.find(name) is not None else ""

    def number(self, below: Element, name: str) -> float:
        """Raises RotationError for anything else."""
        said = self.said(below, name)
        try:
            return float(said)
        except ValueError:
            raise RotationError(f"{where(below)}: {name} is to be a number, not {said[:40]!r}.") from None

    def whole(self, below: Element, name: str) -> int:
        number = self.number(below, name)
        if not number.is_integer():
            raise RotationError(f"{where(below)}: {name} is to be a whole number, not {number}.")
        return int(number)

    def texts(self, below: Element, name: str) -> tuple[str, ...]:
        return tuple(found.text or "" for found in self.parts(below, name))

    def pass_over(self, element: Element) -> None:
        """Everything of it is told otherwise."""
        self._read.update(element.iter(etree.Element))

    def unread(self) -> Iterator[Element]:
        """Elements that say something and that nobody asked for."""
        for element in self._all:
            if element not in self._read and (element.text or "").strip() not in ("", "0", "false"):
                yield element


def opened(text: bytes) -> Element:
    """Raises RotationError for what is no XML, too large, or declares a document type, which can hide traps."""
    if len(text) > MOST:
        raise RotationError("The file is larger than any school's timetable, so it wasn't opened.")
    try:
        root = etree.fromstring(
            text,
            etree.XMLParser(
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            ),
        )
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise RotationError(f"The XML breaks off or is damaged at line {line}. Nothing of it was taken.") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise RotationError("The file declares a document type, which can hide traps, so it wasn't read.")
    return root


def where(element: Element) -> str:
    return f"{element.tag} at line {element.sourceline}"
