"""Take a package into the database: what is sound, with an account of all the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import batched
from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from homeroom.people.insert import insert, newer
from homeroom.standards.errors import StandardsError
from homeroom.standards.models import Framework, FrameworkAssociation, FrameworkItem
from homeroom.standards.packages.account import CHANGED, NEW, SAME, Taken
from homeroom.standards.packages.circles import ADVICE, take_prerequisites
from homeroom.standards.packages.family import Circle, family
from homeroom.standards.packages.outside import name_externals
from homeroom.standards.packages.records import (
    ASSOCIATION,
    ITEM,
    Association,
    Item,
    Outline,
    Package,
    Record,
    SetAside,
    Tell,
    clean,
)
from homeroom.standards.packages.tie import target, tie

AT_ONCE = 500
ITEM_COLUMNS = ("code", "kind", "text", "short", "grade", "uri", "external", "position", "received")
ASSOCIATION_COLUMNS = ("kind", "origin", "destination", "position", "received")
TWICE = "Its first line is taken. Ask who made the file which of them is meant."


@transaction.atomic
def take(package: Package, into: str = "", older: bool = False, tell: Tell = lambda done, all_: None) -> Taken:
    """Take a package in, in one transaction; taking it again changes nothing.

    A newer package of the same framework takes the place of the older one: what it does not name any more leaves the
    package, while standards stay, since children's work points to them. `into` names a framework whose standards the
    items stand for, by their codes. Raises StandardsError for an `into` that is not there, and for a package older than
    the one that is loaded unless `older` is wished.
    """
    known = Framework.objects.filter(identifier=package.identifier).first()
    if known and not older:
        _not_older(package, known)
    framework = _framework(package, known)
    taken = Taken(framework.slug, framework.title, package.layout, package.attribution)
    work = _Work(framework, taken, bool(known))
    for batch in batched(package.records(tell), AT_ONCE):
        work.take(batch)
    work.finish()
    above = family(framework)
    work.refuse(above.circles)
    tied = tie(framework, target(framework, into), above.parents)
    taken.standards, taken.known = tied.new, tied.known
    told = take_prerequisites(framework, tied.standards)
    work.refuse(told.circles)
    taken.prerequisites = told.prerequisites
    return taken


def _not_older(package: Package, known: Framework) -> None:
    before, now = _moment(known.changed), _moment(package.changed)
    if before and now and now < before:
        raise StandardsError(
            f"{known.title}: this package is of {package.changed}, and one of {known.changed} is loaded. Nothing was "
            "taken. Import it with --older to go back to it"
        )


def _moment(told: str) -> datetime | None:
    with suppress(ValueError):
        found = datetime.fromisoformat(told)
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None


def _framework(package: Package, known: Framework | None) -> Framework:
    framework = known or Framework(slug=_free_slug(package.title), identifier=package.identifier)
    for name in ("layout", "title", "subject", "version", "changed", "attribution"):
        setattr(framework, name, getattr(package, name))
    framework.save()
    return framework


def _free_slug(title: str) -> str:
    stem = slugify(title)[:44] or "framework"
    taken = set(Framework.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in [stem, *(f"{stem}-{at}" for at in range(2, 10_000))] if slug not in taken)


class _Work:
    """One import under way: what was named so far, and where."""

    def __init__(self, framework: Framework, taken: Taken, there_before: bool) -> None:
        self.framework, self.taken, self.there_before = framework, taken, there_before
        self.items: set[str] = set()
        self.associations: dict[str, tuple[int, str]] = {}

    def take(self, records: Iterable[Record]) -> None:
        items, associations = [], []
        for record in records:
            if isinstance(record, Item):
                items.append(record)
            elif isinstance(record, Association):
                associations.append(record)
            elif isinstance(record, SetAside):
                self.taken.read[record.what] += 1
                self.taken.set_aside.append(record)
            else:
                self._end(record)
        if items:
            self._items(items)
        if associations:
            self._associations(associations)

    def _end(self, outline: Outline) -> None:
        """Half a file does not take the place of what a whole one said around its items."""
        self.taken.whole = outline.whole
        if outline.whole or not self.framework.received:
            self.framework.received = outline.received
            self.framework.save(update_fields=["received"])

    def _items(self, found: Sequence[Item]) -> None:
        self.taken.read[ITEM] += len(found)
        fresh = [one for one in found if self._first(ITEM, one, one.identifier in self.items)]
        rows = {one.identifier: (*one[1:7], False, one.position, one.received) for one in fresh}
        self.items.update(rows)
        self.taken.items.update(self._store(FrameworkItem, ITEM_COLUMNS, rows, (None,), ("standard",)).values())

    def _associations(self, found: Sequence[Association]) -> None:
        self.taken.read[ASSOCIATION] += len(found)
        fresh = [one for one in found if self._first(ASSOCIATION, one, one.identifier in self.associations)]
        was = self._store(FrameworkAssociation, ASSOCIATION_COLUMNS, {one.identifier: tuple(one[1:6]) for one in fresh})
        self.associations |= {one.identifier: (one.line, was[one.identifier]) for one in fresh}
        self.taken.associations.update(was.values())

    def _first(self, what: str, one: Item | Association, twice: bool) -> bool:
        if twice:
            reason = f"the identifier {clean(one.identifier, 60)} stands twice"
            self.taken.set_aside.append(SetAside(what, one.line, reason, TWICE))
        elif isinstance(one, Item):
            self.items.add(one.identifier)
        else:
            self.associations[one.identifier] = (one.line, "")
        return not twice

    def _store(
        self,
        model: type[models.Model],
        columns: Sequence[str],
        rows: Mapping[str, tuple[Any, ...]],
        fixed: tuple[Any, ...] = (),
        fixed_columns: Sequence[str] = (),
    ) -> dict[str, str]:
        """Write rows by identifier, as far as they say something new. Gives what each of them was."""
        known = self._known(model, columns, list(rows)) if self.there_before else {}
        was = {
            identifier: SAME if known.get(identifier) == row else CHANGED if identifier in known else NEW
            for identifier, row in rows.items()
        }
        names = ("framework", "identifier", *columns, *fixed_columns)
        told = [(self.framework.pk, one, *row, *fixed) for one, row in rows.items() if was[one] != SAME]
        insert(model, names, told, newer(model, ("framework", "identifier"), columns))
        return was

    def _known(self, model: type[models.Model], columns: Sequence[str], wanted: Sequence[str]) -> dict[str, Any]:
        rows = self._rows(model).filter(identifier__in=wanted).values_list("identifier", *columns)
        return {identifier: tuple(row) for identifier, *row in rows}

    def _rows(self, model: type[models.Model]) -> QuerySet[Any]:
        return model._default_manager.filter(framework=self.framework)

    def finish(self) -> None:
        """Take out what the whole package does not name any more, and give every target outside of it a node."""
        if self.there_before and self.taken.whole:
            for model, named in ((FrameworkItem, self.items), (FrameworkAssociation, self.associations)):
                self.taken.left += self._take_out(model, named)
        self.taken.external = name_externals(self.framework)

    def _take_out(self, model: type[models.Model], named: Iterable[str]) -> int:
        rows = self._rows(model)
        inner = rows.filter(external=False) if model is FrameworkItem else rows
        gone = sorted(set(inner.values_list("identifier", flat=True)) - set(named))
        for batch in batched(gone, AT_ONCE):
            rows.filter(identifier__in=batch).delete()
        return len(gone)

    def refuse(self, found: Sequence[Circle]) -> None:
        """Set the associations that close circles aside."""
        for circle in found:
            line, was = self.associations[circle.association]
            self.taken.associations[was] -= 1
            reason = f"{circle.kind} runs in a circle: {circle.steps}"
            self.taken.set_aside.append(SetAside(ASSOCIATION, line, reason, ADVICE))
        for batch in batched([circle.association for circle in found], AT_ONCE):
            self._rows(FrameworkAssociation).filter(identifier__in=batch).delete()
