"""Markup made in Python, for what is drawn cell by cell. The one place where text becomes safe markup."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

from django.utils.safestring import SafeString, mark_safe

VOID = frozenset({"line", "rect", "wbr"})
Part = str | SafeString
TAG_OR_TEXT = re.compile(r"(<[^>]*>)|([^<]+)")
NAME = re.compile(r'(?<=aria-label=")[^"]*')


def tag(name: str, *parts: Part, **attributes: str | int | None) -> SafeString:
    """An element. Text is escaped once; what `tag` made is kept. `class_` is class, `aria_label` is aria-label."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in VOID and not parts:
        return mark_safe(f"<{name}{written}/>")  # noqa: S308  every value above is escaped
    return mark_safe(f"<{name}{written}>{joined(*parts)}</{name}>")  # noqa: S308  parts are escaped or made here


def filled(made: SafeString, slot: str, text: str) -> SafeString:
    """An element that `tag` made once, with text in the place of `slot`: for what is drawn a thousand times."""
    return mark_safe(made.replace(slot, escape(text)))  # noqa: S308  the text is escaped, the rest was made here


def joined(*parts: Part) -> SafeString:
    """Parts one after another: text escaped, markup kept."""
    return mark_safe("".join(p if isinstance(p, SafeString) else escape(p) for p in parts))  # noqa: S308


def made_before(kept: str) -> SafeString:
    """Markup that was drawn here before, and kept as text since."""
    return mark_safe(kept)  # noqa: S308  it was made of escaped parts, and nobody else writes where it is kept


def attribute(name: str, value: str) -> SafeString:
    """An attribute by itself, with a blank before it, for where a template writes the rest of the element."""
    return mark_safe(f' {name}="{escape(value)}"')  # noqa: S308  the value is escaped


def hidden(words: str) -> SafeString:
    """Words for screen readers alone."""
    return tag("span", words, class_="unseen")


def reworded(markup: SafeString, words: Callable[[str], str]) -> SafeString:
    """The same tags, with the text between them, and their names for screen readers, as `words` says them."""
    made = TAG_OR_TEXT.sub(lambda part: _tag(part[1], words) if part[1] else _again(part[2], words), markup)
    return mark_safe(made)  # noqa: S308  tags were safe before; all words are escaped again


def renamed(markup: SafeString, words: Callable[[str], str]) -> SafeString:
    """The same markup, with the names for screen readers as `words` says them."""
    return mark_safe(_tag(markup, words))  # noqa: S308  safe before; the names are escaped again


def _tag(written: str, words: Callable[[str], str]) -> str:
    return NAME.sub(lambda name: _again(name[0], words), written)


def _again(written: str, words: Callable[[str], str]) -> str:
    return escape(words(unescape(written)))
