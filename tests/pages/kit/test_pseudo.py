"""Longer words: two fifths more letters, and no change to anything but words."""

from __future__ import annotations

import re

from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from homeroom.pages.kit.pseudo import LETTER, pseudo, words

TAG = re.compile(r"<[^>]*>")


def test_words_grow_and_carry_accents() -> None:
    assert words("Late data") == "Låté dåtå~~~~"
    assert words("12 %") == "12 %"
    assert words(" ● ") == " ● "


def test_the_name_of_a_region_is_a_word_too() -> None:
    made = pseudo(SafeString('<div class="region" aria-label="Late &quot;data&quot;"></div>'))
    assert made == '<div class="region" aria-label="Låté &quot;dåtå&quot;~~~~"></div>'


def test_tags_and_attributes_stay() -> None:
    made = pseudo(SafeString('<a href="/children/" title="Children">Children &amp; groups</a>'))
    assert TAG.findall(made) == ['<a href="/children/" title="Children">', "</a>"]
    assert "&amp;" in made
    assert isinstance(made, SafeString)


@given(st.text())
def test_text_is_never_lost_and_never_becomes_markup(text: str) -> None:
    made = pseudo(SafeString(f"<p>{text.replace('<', '').replace('>', '')}</p>"))
    assert TAG.findall(made) == ["<p>", "</p>"]


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll"]), min_size=1))
def test_every_word_is_at_least_two_fifths_longer(text: str) -> None:
    assert len(words(text)) >= 1.4 * len(LETTER.findall(text))
