"""The catalogs of words: one `.po` a language, which people edit, and beside it the `.mo` that Django reads.

Both are kept with the source, so neither GNU gettext nor a step at install is needed.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from homeroom.reports.languages.pseudo import disguised
from homeroom.reports.languages.spoken import FOLDER, OTHERS, PSEUDO, Language

# A date in the file would make every gathering a change.
NO_DAY = datetime(2026, 1, 1, tzinfo=UTC)
HEADER = "# Words of homeroom. Drafts until somebody who speaks the language has checked them: see reviews.csv.\n#"


def folder_of(language: Language) -> Path:
    code, _, region = language.code.partition("-")
    return FOLDER / f"{code}_{region.upper()}".rstrip("_") / "LC_MESSAGES"


def read(language: Language) -> Catalog:
    """The catalog of a language as it is kept; an empty one where there is none."""
    path = folder_of(language) / "django.po"
    if not path.exists():
        return Catalog(locale=language.code)
    with path.open("rb") as file:
        return read_po(file, locale=language.code)


def merged(language: Language, found: Catalog) -> Catalog:
    """The messages of `found`, each with the words that the language has for it already."""
    kept = read(language)
    catalog = Catalog(
        locale=language.code, header_comment=HEADER, project="homeroom", version="0", charset="utf-8", fuzzy=False
    )
    catalog.creation_date = catalog.revision_date = NO_DAY
    for message in messages(found):
        known = kept.get(message.id, message.context)
        words = known.string if known is not None else ""
        catalog.add(message.id, words, message.locations, context=message.context)
    return catalog


def write(found: Catalog) -> None:
    """Bring every catalog to the messages of `found`, and make what Django reads."""
    for language in OTHERS:
        catalog = merged(language, found)
        folder = folder_of(language)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "django.po").write_bytes(as_po(catalog))
        (folder / "django.mo").write_bytes(as_mo(catalog))
    folder = folder_of(PSEUDO)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "django.mo").write_bytes(as_mo(pseudo(found)))


def pseudo(found: Catalog) -> Catalog:
    """English in disguise."""
    catalog = Catalog(locale="en", charset="utf-8", fuzzy=False)
    catalog.creation_date = catalog.revision_date = NO_DAY
    for message in messages(found):
        words = disguised(message.id) if isinstance(message.id, str) else tuple(map(disguised, message.id))
        catalog.add(message.id, words, context=message.context)
    return catalog


def as_po(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalog, width=110, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
    return out.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def messages(catalog: Catalog) -> list[Message]:
    """All of a catalog's but its header."""
    return [message for message in catalog if message.id]
