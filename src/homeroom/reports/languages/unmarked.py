"""Text of a template that is not marked for translation: what a reader of another language sees in English."""

from __future__ import annotations

from html.parser import HTMLParser

from django.template.base import Lexer, Token, TokenType

SAID = {"aria-label", "alt", "title", "placeholder"}
OPENS, CLOSES = ("blocktranslate", "blocktrans"), ("endblocktranslate", "endblocktrans")
# What is not said in any language: the product's name and signs.
NAMES = {"homeroom", "CSV", "Excel", "PDF", "JSON"}


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

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pieces += [value for name, value in attrs if name in SAID and value]

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.pieces.append(" ".join(data.split()))
