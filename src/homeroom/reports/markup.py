"""Markup made in Python, for what is drawn cell by cell. The one place where text becomes safe markup."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

from django.utils.safestring import SafeString, mark_safe

VOID = frozenset({"line", "rect", "wbr"})
Part = str | SafeString
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
    """The same tags, with the text between them as `words` says it."""
    made = TAG_OR_TEXT.sub(lambda part: part[1] or escape(words(unescape(part[2])), quote=False), markup)
    return mark_safe(made)  # noqa: S308  tags were safe before; the text between them is escaped again
