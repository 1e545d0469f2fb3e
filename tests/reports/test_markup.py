from html.parser import HTMLParser

from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from homeroom.reports.markup import filled, hidden, joined, renamed, reworded, tag

HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onmouseover='x", "&lt;b&gt;", "</td>"]


class Reader(HTMLParser):
    """Collects the tags and the text a browser would see."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, str | None] = {}
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.update(attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])) | st.sampled_from(HOSTILE))
def test_text_stays_text_inside_and_in_attributes(text: str) -> None:
    read = Reader(tag("td", text, title=text))
    assert read.tags == ["td"]
    assert read.text == text
    assert read.attributes == {"title": text}


def test_what_tag_made_is_not_escaped_again() -> None:
    made = tag("td", tag("b", "<"), class_="share", aria_label="a", rowspan=2, title=None)
    assert made == '<td class="share" aria-label="a" rowspan="2"><b>&lt;</b></td>'
    assert isinstance(made, SafeString)
    assert joined("<", tag("wbr"), hidden(">")) == '&lt;<wbr/><span class="unseen">&gt;</span>'


def test_what_fills_a_slot_is_escaped() -> None:
    made = tag("a", "x", href="~")
    assert filled(made, "~", '/a/"><b>/') == '<a href="/a/&quot;&gt;&lt;b&gt;/">x</a>'
    assert isinstance(filled(made, "~", "/a/"), SafeString)


def test_words_are_said_otherwise_and_tags_stay() -> None:
    made = reworded(SafeString('<p title="a" aria-label="a &quot;b&quot;">a &lt;b&gt;</p>'), str.upper)
    assert made == '<p title="a" aria-label="A &quot;B&quot;">A &lt;B&gt;</p>'


def test_names_that_are_heard_can_be_told_apart() -> None:
    made = renamed(SafeString('<div aria-label="Table"><p title="a">a</p></div>'), lambda name: f'{name} "late"')
    assert made == '<div aria-label="Table &quot;late&quot;"><p title="a">a</p></div>'
