"""Markup made in Python, for what is drawn cell by cell. The one place where text becomes safe markup."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

from django.utils.safestring import SafeString, mark_safe

VOID = frozenset({"line", "rect", "wbr"})
Part = str | SafeString
NAME = re.compile(r'(?<=aria-label=")[^"]*')
TAG_OR_TEXT = re.compile(r"(<[^>]*>)|([^<]+)")


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


def hidden(words: str) -> SafeString:
    """Words for screen readers alone."""
    return tag("span", words, class_="unseen")


def reworded(markup: SafeString, words: Callable[[str], str]) -> SafeString:
    """The same tags, with the text between them, and the names that are heard, as `words` says them."""

    def said(written: str) -> str:
        return escape(words(unescape(written)))

    def part(found: re.Match[str]) -> str:
        return NAME.sub(lambda name: said(name[0]), found[1]) if found[1] else said(found[2])

    return mark_safe(TAG_OR_TEXT.sub(part, markup))  # noqa: S308  tags were safe before; text is escaped again


def renamed(markup: SafeString, more: str) -> SafeString:
    """The same, with `more` after each name that is heard: for what stands several times on one page."""
    return mark_safe(NAME.sub(lambda name: f"{name[0]} {escape(more)}", markup))  # noqa: S308  as above
