"""Which languages there are, and in which of them words are said just now."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.utils import translation

# Where the catalogs of words stand.
FOLDER = Path(__file__).parents[2] / "locale"


@dataclass(frozen=True)
class Language:
    """`code` is what pages and catalogs call it, `name` what its speakers do. `cldr` says how it writes numbers and
    days: Spanish as it is written in the United States, where schools write 1,234 in every language."""

    code: str
    name: str
    cldr: str


ENGLISH = Language("en", "English", "en_US")
SPANISH = Language("es", "Español", "es_US")
VIETNAMESE = Language("vi", "Tiếng Việt", "vi_VN")
# English in disguise and two fifths longer: what stays plain is not marked, and what breaks is too narrow.
PSEUDO = Language("en-xa", "[Ṗšéûđö ~~~]", "en_US")
# Those that words are translated into.
OTHERS = (SPANISH, VIETNAMESE)
LANGUAGES = (ENGLISH, *OTHERS)
_BY_CODE = {language.code: language for language in (*LANGUAGES, PSEUDO)}


def language(code: str) -> Language:
    """The language of a code such as `es` or `es-MX`; English for one that is not spoken here."""
    plain = code.casefold()
    return _BY_CODE.get(plain) or _BY_CODE.get(plain.partition("-")[0], ENGLISH)


def current() -> Language:
    """The one that words are said in just now, in this request or command."""
    return language(translation.get_language() or ENGLISH.code)
