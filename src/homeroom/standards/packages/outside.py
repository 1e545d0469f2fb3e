"""The targets of a package that lie outside of it: each gets an item of its own, which holds the link alone."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.db.models import Exists, OuterRef

from homeroom.people.insert import insert
from homeroom.standards.models import Framework, FrameworkItem
from homeroom.standards.packages.records import clean

COLUMNS = ("framework", "identifier", "code", "kind", "text", "short", "grade", "uri")
PLACED = ("external", "position", "received", "standard")


def name_externals(framework: Framework) -> int:
    """A node for each end of an association that is no item of the package and not its document."""
    FrameworkItem.objects.filter(framework=framework, external=True).delete()
    own = FrameworkItem.objects.filter(framework=framework)
    found: dict[str, Mapping[str, object]] = {}
    for end in ("destination", "origin"):
        outside = framework.associations.exclude(**{end: framework.identifier}).filter(
            ~Exists(own.filter(identifier=OuterRef(end)))
        )
        found |= {
            one: _link(received, end) for one, received in outside.values_list(end, "received") if one not in found
        }
    rows = []
    for at, (one, link) in enumerate(sorted(found.items())):
        text, uri = clean(link.get("title")), clean(link.get("uri"), 500)
        rows.append((framework.pk, one, "", "", text, "", "", uri, True, at, json.dumps(link), None))
    insert(FrameworkItem, (*COLUMNS, *PLACED), rows)
    return len(rows)


def _link(received: str, end: str) -> Mapping[str, object]:
    """What a CASE association says of one of its ends beside its identifier; nothing in other layouts."""
    told = json.loads(received) if received.startswith("{") else {}
    link = told.get(f"{end}NodeURI")
    return link if isinstance(link, dict) else {}
