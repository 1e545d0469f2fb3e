"""The components of the kit, each in its states: what it is for, the template that makes it, and what fills it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from homeroom.pages.style import examples as ex

Told = Mapping[str, object]


@dataclass(frozen=True)
class Shown:
    """One state of a component: `snippet` is the template that makes it, `told` what it is filled with."""

    state: str
    snippet: str
    told: Told | Callable[[], Told]

    @property
    def filling(self) -> dict[str, object]:
        return dict(self.told() if callable(self.told) else self.told)


@dataclass(frozen=True)
class Component:
    """`use` says when to take it. `grows` where the words of its first state are shown longer, too."""

    name: str
    use: str
    states: tuple[Shown, ...]
    grows: bool = True

    @property
    def slug(self) -> str:
        return self.name.lower().replace(" ", "-")


def several(snippet: str, **states: Told | Callable[[], Told]) -> tuple[Shown, ...]:
    """One snippet in several states; `long_names` is told as `long names`."""
    return tuple(Shown(state.replace("_", " "), snippet, told) for state, told in states.items())


TABLE = """{% region "Table of minutes" %}
<table class="plain">
  {% heads "Program" "Children"|as_number "Middle child, minutes"|as_number %}
  <tbody>{% for name, children, minutes in rows %}<tr><th scope="row">{{ name }}</th>
    <td class="number">{{ children }}</td><td class="number">{{ minutes }}</td></tr>{% endfor %}</tbody>
</table>
{% endregion %}"""
SWITCH = """<nav class="switch" aria-label="What the table shows">
  <a href="#main" aria-current="true">What they know</a><a href="#main">Right answers</a>
</nav>"""
FORM = """<div class="fields">{{ form }}</div>"""
BUTTONS = """<p class="acts-row"><button type="button" class="main">Keep this group</button>
<button type="button">Look again</button> <button type="button" class="quiet">Undo</button></p>"""
CHART = """{% chart kind title "Program" unit marks %}"""

COMPONENTS = (
    Component(
        "Freshness",
        "Under the title of every page with numbers: the last day each program has told of. What is late comes first.",
        (
            *several(
                "{% freshness lines %}",
                normal={"lines": ex.FRESH},
                late={"lines": ex.LATE},
                long_names={"lines": ex.LATE_AND_LONG},
            ),
            Shown("empty: nothing is drawn", "{% freshness lines %}", {"lines": ()}),
        ),
    ),
    Component(
        "Do next",
        "Five cards at most: a verb, a standard, a count; then names; then the evidence and the rule.",
        (
            *several("{% cards cards %}", normal={"cards": ex.CARDS}, long_names={"cards": (ex.LONG_CARD,)}),
            Shown("empty", "<p>Nothing stands out this week.</p>", {}),
        ),
    ),
    Component(
        "Lab cards",
        "A child each, by family name: state as glyph and word. Grey where its device is silent, and in words, too.",
        several(
            '{% tiles found "Children" %}',
            normal={"found": ex.TILES},
            silent={"found": ex.QUIET_TILES},
            no_feed={"found": ex.EXPECTED_TILES},
            long_names={"found": ex.LONG_TILES},
        ),
        grows=False,
    ),
    Component(
        "Big numbers",
        "Three or four numbers that answer the page's question, each over its words. They come written.",
        (
            Shown("normal", "{% figures one two three %}", dict(zip(("one", "two", "three"), ex.FIGURES, strict=True))),
            Shown("few and no evidence", "{% figures one two %}", dict(zip(("one", "two"), ex.UNKNOWN, strict=True))),
            Shown("long names", "{% figures one two %}", dict(zip(("one", "two"), ex.LONG_FIGURES, strict=True))),
        ),
    ),
    Component(
        "Table",
        "Rows of text and numbers. What is too wide scrolls in a region of its own, by keys, too.",
        (
            *several(TABLE, normal={"rows": ex.ROWS}, long_names={"rows": ex.LONG_ROWS}),
            Shown("empty: words in its place", "<p>No minutes seen this school year.</p>", {}),
        ),
    ),
    Component(
        "Grid",
        "Child × standard. Sign, number of answers and fill say the state; hidden words say it to the ear.",
        several(
            '{% region "Table of children" %}{{ grid }}{% endregion %}',
            normal={"grid": ex.GRID},
            long_names={"grid": ex.LONG_GRID},
        ),
        grows=False,
    ),
    Component(
        "Key",
        "Beside every table with signs: of states, of right answers, or of the page's own.",
        (Shown("states", '{% key "states" %}', {}), Shown("answers", '{% key "answers" %}', {})),
    ),
    Component(
        "Form",
        "A form that was sent and needs more says so on top, with a link to each field. What was typed is kept.",
        (
            Shown("normal", FORM, lambda: {"form": ex.fresh_form()}),
            Shown("error", FORM, lambda: {"form": ex.wrong_form()}),
        ),
        grows=False,
    ),
    Component(
        "Buttons",
        "One main button a card or form, the others plain; quiet ones in rows of tables. A switch chooses a view.",
        (Shown("buttons", BUTTONS, {}), Shown("switch", SWITCH, {})),
    ),
    Component(
        "Held banner",
        "Something waits for a person: why, and the doors to decide.",
        several(
            "{% held words doors %}",
            normal={"words": "A person must decide before its rows count.", "doors": ex.DECIDE},
        ),
    ),
    Component(
        "Balance",
        "The sentence that accounts for every row of a file.",
        several(
            '<p class="balance">{{ words }}</p>', normal={"words": "18,412 in = 18,397 published + 15 quarantined"}
        ),
    ),
    Component(
        "Job progress",
        "Rows, rate and time left. It is read from what the job has written, so it survives a reload.",
        several(
            '<p>{% progress found "Receive the file again." %}</p>',
            normal={"found": ex.RUNS},
            without_a_total={"found": ex.UNSURE},
            silent={"found": ex.SILENT},
        ),
    ),
    Component(
        "Empty state",
        "What is missing, why, and when or how it comes. Never a blank table.",
        (Shown("empty", "<p>No students in this class yet. They come with the next roster.</p>", {}),),
    ),
    Component(
        "Notes",
        "A note stands beside what it is about. A caution is read before the numbers. Errors are heard at once.",
        (
            Shown("note", '<p class="note">{{ words }}</p>', {"words": "Minutes of two programs are never added."}),
            Shown("caution", "{% cautions found %}", {"found": (ex.CAUTION,)}),
            Shown("done", '<p class="note" role="status">{{ words }}</p>', {"words": "Written down for 6 children."}),
            Shown("error", '<p class="wrong" role="alert">{{ words }}</p>', {"words": "Nothing was changed."}),
        ),
    ),
    Component(
        "Weeks and pages",
        "Doors to the neighbours of a week, and of a part of a long list.",
        (
            Shown("weeks", "{% weeks week %}", {"week": ex.WEEK}),
            Shown("pages", '{% pager page "Pages of deliveries" "Newer" "Older" %}', {"page": ex.PAGE}),
        ),
    ),
    Component(
        "Charts",
        "A title, direct labels, bars from nought, a table beside each. Of fewer than two numbers the table alone.",
        (
            Shown(
                "line", CHART, {"kind": "line", "title": "Minutes, week by week", "unit": "Minutes", "marks": ex.WEEKS}
            ),
            Shown("bar", CHART, {"kind": "bar", "title": "Minutes by program", "unit": "Minutes", "marks": ex.BARS}),
            Shown("interval", CHART, {"kind": "interval", "title": "Mastered", "unit": "Share", "marks": ex.RANGES}),
            Shown("few", CHART, {"kind": "bar", "title": "Minutes of one program", "unit": "Minutes", "marks": ex.ONE}),
        ),
    ),
)
