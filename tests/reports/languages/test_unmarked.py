"""What a template says in English alone is found and counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from homeroom.reports.languages.status import english_alone, languages
from homeroom.reports.languages.unmarked import unmarked


@pytest.mark.parametrize(
    ("template", "pieces"),
    [
        ("<p>Sign in</p>", ["Sign in"]),
        ('<p>{% translate "Sign in" %}</p>', []),
        ("{% blocktranslate %}Dear {{ name }}{% endblocktranslate %} friend", ["friend"]),
        ('<img alt="A picture"><input placeholder="Name" value="x">', ["A picture", "Name"]),
        ("<h1>{{ title }} · homeroom</h1> 12 % CSV", []),
        ("{# a note #}{% comment %}a note{% endcomment %}", ["a note"]),
        ("<p>Some\n   words</p>", ["Some words"]),
        ('<p lang="en">English <b title="Bold">on purpose</b></p> and not', ["and not"]),
        ("<style>body { margin: 0 }</style><p>{{ table }}.csv</p>", []),
        ('<html lang="en"><br><p>Sign in</p>', ["Sign in"]),
        ('<div><img lang="en" alt="A sign"> beside</div>', ["beside"]),
    ],
)
def test_pieces_that_are_not_marked(template: str, pieces: list[str]) -> None:
    assert unmarked(template) == pieces


def test_templates_are_counted_and_those_that_are_done_left_out(tmp_path: Path) -> None:
    (tmp_path / "done.html").write_text('{% translate "Sign in" %}', "utf-8")
    (tmp_path / "page.html").write_text("<h1>One</h1><p>Two</p>", "utf-8")
    assert english_alone(tmp_path) == {"page.html": 2}


def test_each_language_tells_how_its_words_for_families_stand() -> None:
    for one in languages():
        assert one.messages > sum(one.family.values()) > 50
        assert one.missing == 0
