"""Text of a template that is not marked for translation: what a reader of another language sees in English.

What stands in an element with a `lang` of its own is meant to be in that language.
"""

from __future__ import annotations

from html.parser import HTMLParser

from django.template.base import Lexer, Token, TokenType

VOID = {"meta", "link", "br", "hr", "img", "input", "col", "wbr"}
SAID = {"aria-label", "alt", "title", "placeholder"}
OPENS, CLOSES = ("blocktranslate", "blocktrans"), ("endblocktranslate", "endblocktrans")
# What is not said in any language: the product's name and signs.
NAMES = {"homeroom", "CSV", "Excel", "PDF", "JSON", ".csv", "SHA-256"}
SILENT = {"style", "script"}


def unmarked(template: str) -> list[str]:
    """The pieces of text with a letter in them, in their order."""
    reader = _Reader()
    reader.feed("".join(_plain(template)))
    reader.close()
    return [piece for piece in reader.pieces if _says_something(piece)]


def _plain(template: str) -> list[str]:
    """The template without its tags and without what is marked."""
    out: list[str] = []
    marked = False
    for token in Lexer(template).tokenize():
        marked = _is_marked(token, marked)
        if token.token_type is TokenType.TEXT and not marked:
            out.append(token.contents)
    return out


def _is_marked(token: Token, marked: bool) -> bool:
    if token.token_type is not TokenType.BLOCK:
        return marked
    name = token.contents.split()[0]
    return name in OPENS or (marked and name not in CLOSES)


def _says_something(piece: str) -> bool:
    words = piece.replace("·", " ").split()
    return any(any(letter.isalpha() for letter in word) and word not in NAMES for word in words)


class _Reader(HTMLParser):
    """Collects what is read or heard: text, and the attributes that are said."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.inside: list[bool] = []  # for each open element: whether it says nothing, or in a language of its own

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        foreign = tag in SILENT or (tag != "html" and "lang" in dict(attrs))
        if not foreign and not any(self.inside):
            self.pieces += [value for name, value in attrs if name in SAID and value]
        if tag not in VOID:
            self.inside.append(foreign)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.inside:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(self.inside):
            self.pieces.append(" ".join(data.split()))
