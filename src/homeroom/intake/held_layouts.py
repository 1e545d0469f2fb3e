"""What is remembered of a file whose header fits no layout."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from homeroom.intake.layout_models import UnknownLayout
from homeroom.intake.layouts import Header
from homeroom.intake.models import Delivery


def key(signature: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(signature).encode("utf-8", "surrogatepass")).hexdigest()


def keep(delivery: Delivery, header: Header) -> None:
    """Remember a held file's header, so that it can be judged again without reading the file."""
    told = {"signature": key(header.signature), "names": list(header.names), "delimiter": header.delimiter}
    UnknownLayout.objects.update_or_create(delivery=delivery, defaults={**told, "decision": "", "layout": ""})
