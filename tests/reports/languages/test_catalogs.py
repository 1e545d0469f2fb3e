"""Every word that is marked is translated, and what Django reads is what the source says."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from django.utils import translation
from django.utils.translation import gettext

from homeroom.reports.languages import catalogs, gather, pseudo
from homeroom.reports.languages.spoken import OTHERS, PSEUDO, Language

FILLED = re.compile(r"%\((\w+)\)s")


@pytest.fixture(scope="module")
def found() -> Catalog:
    return gather.gathered()


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_every_marked_word_has_a_translation(language: Language, found: Catalog) -> None:
    kept = catalogs.read(language)
    missing = [one.id for one in catalogs.messages(found) if not _words(kept, one.id, one.context)]
    assert missing == []


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_catalogs_are_what_the_source_says(language: Language, found: Catalog) -> None:
    folder, wanted = catalogs.folder_of(language), catalogs.merged(language, found)
    assert (folder / "django.po").read_bytes() == catalogs.as_po(wanted), "run `homeroom strings gather`"
    assert (folder / "django.mo").read_bytes() == catalogs.as_mo(wanted), "run `homeroom strings gather`"


def test_english_in_disguise_is_what_the_source_says(found: Catalog) -> None:
    path = catalogs.folder_of(PSEUDO) / "django.mo"
    assert path.read_bytes() == catalogs.as_mo(catalogs.pseudo(found)), "run `homeroom strings gather`"


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_a_translation_fills_in_what_its_english_fills_in(language: Language) -> None:
    for one in catalogs.messages(catalogs.read(language)):
        english = one.id if isinstance(one.id, str) else one.id[-1]
        said = one.string if isinstance(one.string, str) else one.string[-1]
        assert filled(said, one.context) == filled(english, one.context), english


def filled(text: str, context: str | None) -> set[str]:
    """The names of what is filled in: {name} in families' words, %(name)s in all others."""
    if context == gather.FAMILY:
        return {name for _, name, *_ in Formatter().parse(text) if name is not None}
    return set(FILLED.findall(text))


def _words(kept: Catalog, message: str | list[str] | tuple[str, ...], context: str | None) -> bool:
    known = kept.get(message, context)  # type: ignore[arg-type]
    return known is not None and (all(known.string) if not isinstance(known.string, str) else bool(known.string))


def test_messages_are_found_in_templates_python_and_files_of_words(tmp_path: Path) -> None:
    page = (
        '{% load i18n %}\n  <p>{% translate "Hello" %}</p>\n {% blocktranslate %}Dear {{ name }}{% endblocktranslate %}'
    )
    (tmp_path / "page.html").write_text(page, "utf-8")
    code = 'gettext("One")\nngettext("%(n)s cat", "%(n)s cats", 2)\nWords("{name} can", {})\nWords(title)\n'
    (tmp_path / "code.py").write_text(code, "utf-8")
    table = tmp_path / "reports/family/skills.csv"
    table.parent.mkdir(parents=True)
    table.write_text("cluster,words\n1.OA.A,add\n", "utf-8")
    found = [(one.message, one.plural, one.context) for one in gather.found_in(tmp_path)]
    assert found == [
        ("Hello", "", ""),
        ("Dear %(name)s", "", ""),
        ("One", "", ""),
        ("%(n)s cat", "%(n)s cats", ""),
        ("{name} can", "", "family"),
        ("add", "", "family"),
    ]


def test_words_that_are_known_already_are_kept_when_messages_are_gathered_again(found: Catalog) -> None:
    more = gather.gathered()
    more.add("A message that nobody has seen")
    catalog = catalogs.merged(OTHERS[0], more)
    assert catalog.get("Sign out").string == "Salir"  # type: ignore[union-attr]
    assert catalog.get("A message that nobody has seen").string == ""  # type: ignore[union-attr]


def test_disguised_english_is_two_fifths_longer_and_keeps_what_is_filled_in() -> None:
    words = pseudo.disguised("You look through <b>the eyes</b> of %(name)s and {child}.")
    assert "%(name)s" in words and "{child}" in words and "<b>" in words
    assert len(words) >= 1.3 * len("You look through the eyes of and .")
    assert "You look" not in words


def test_django_speaks_english_in_disguise() -> None:
    with translation.override(PSEUDO.code):
        assert gettext("Sign out") == pseudo.disguised("Sign out")
