"""The components of the kit, each in its states: what it is for, the template that makes it, and what fills it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from homeroom.pages.style import examples as ex

Told = Mapping[str, object]


@dataclass(frozen=True)
class Shown:
    """One state of a component: `snippet` is the template that makes it, `told` what it is filled with.

    Names and sentences stand here in English; the page says them in its reader's language.
    """

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


# What states that `several` makes are called.
STATES = (
    gettext_noop("normal"),
    gettext_noop("late"),
    gettext_noop("error"),
    gettext_noop("long names"),
    gettext_noop("without a total"),
    gettext_noop("silent"),
    gettext_noop("no feed"),
)


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
        gettext_noop("Freshness"),
        gettext_noop(
            "Under the title of every page with numbers: the last day each program has told of. "
            "What is late comes first."
        ),
        (
            *several(
                "{% freshness lines %}",
                normal={"lines": ex.FRESH},
                late={"lines": ex.LATE},
                long_names={"lines": ex.LATE_AND_LONG},
            ),
            Shown(gettext_noop("empty: nothing is drawn"), "{% freshness lines %}", {"lines": ()}),
        ),
    ),
    Component(
        gettext_noop("Do next"),
        gettext_noop("Five cards at most: a verb, a standard, a count; then names; then the evidence and the rule."),
        (
            *several("{% cards cards %}", normal={"cards": ex.CARDS}, long_names={"cards": (ex.LONG_CARD,)}),
            Shown(gettext_noop("empty"), "<p>Nothing stands out this week.</p>", {}),
        ),
    ),
    Component(
        gettext_noop("Lab cards"),
        gettext_noop(
            "A child each, by family name: state as glyph and word. Grey where its device is silent, and in words, too."
        ),
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
        gettext_noop("Big numbers"),
        gettext_noop("Three or four numbers that answer the page's question, each over its words. They come written."),
        (
            Shown(
                gettext_noop("normal"),
                "{% figures one two three %}",
                dict(zip(("one", "two", "three"), ex.FIGURES, strict=True)),
            ),
            Shown(
                gettext_noop("few and no evidence"),
                "{% figures one two %}",
                dict(zip(("one", "two"), ex.UNKNOWN, strict=True)),
            ),
            Shown(
                gettext_noop("long names"),
                "{% figures one two %}",
                dict(zip(("one", "two"), ex.LONG_FIGURES, strict=True)),
            ),
        ),
    ),
    Component(
        gettext_noop("Table"),
        gettext_noop("Rows of text and numbers. What is too wide scrolls in a region of its own, by keys, too."),
        (
            *several(TABLE, normal={"rows": ex.ROWS}, long_names={"rows": ex.LONG_ROWS}),
            Shown(gettext_noop("empty: words in its place"), "<p>No minutes seen this school year.</p>", {}),
        ),
    ),
    Component(
        gettext_noop("Grid"),
        gettext_noop(
            "Child × standard. Sign, number of answers and fill say the state; hidden words say it to the ear."
        ),
        several(
            '{% region "Table of children" %}{{ grid }}{% endregion %}',
            normal={"grid": ex.GRID},
            long_names={"grid": ex.LONG_GRID},
        ),
        grows=False,
    ),
    Component(
        gettext_noop("Key"),
        gettext_noop("Beside every table with signs: of states, of right answers, or of the page's own."),
        (
            Shown(gettext_noop("states"), '{% key "states" %}', {}),
            Shown(gettext_noop("answers"), '{% key "answers" %}', {}),
        ),
    ),
    Component(
        gettext_noop("Form"),
        gettext_noop(
            "A form that was sent and needs more says so on top, with a link to each field. What was typed is kept."
        ),
        (
            Shown(gettext_noop("normal"), FORM, lambda: {"form": ex.fresh_form()}),
            Shown(gettext_noop("error"), FORM, lambda: {"form": ex.wrong_form()}),
        ),
        grows=False,
    ),
    Component(
        gettext_noop("Buttons"),
        gettext_noop(
            "One main button a card or form, the others plain; quiet ones in rows of tables. A switch chooses a view."
        ),
        (Shown(gettext_noop("buttons"), BUTTONS, {}), Shown(gettext_noop("switch"), SWITCH, {})),
    ),
    Component(
        gettext_noop("Held banner"),
        gettext_noop("Something waits for a person: why, and the doors to decide."),
        several(
            "{% held words doors %}",
            normal={"words": "A person must decide before its rows count.", "doors": ex.DECIDE},
        ),
    ),
    Component(
        gettext_noop("Balance"),
        gettext_noop("The sentence that accounts for every row of a file."),
        several(
            '<p class="balance">{{ words }}</p>', normal={"words": "18,412 in = 18,397 published + 15 quarantined"}
        ),
    ),
    Component(
        gettext_noop("Job progress"),
        gettext_noop("Rows, rate and time left. It is read from what the job has written, so it survives a reload."),
        several(
            '<p>{% progress found "Receive the file again." %}</p>',
            normal={"found": ex.RUNS},
            without_a_total={"found": ex.UNSURE},
            silent={"found": ex.SILENT},
        ),
    ),
    Component(
        gettext_noop("Empty state"),
        gettext_noop("What is missing, why, and when or how it comes. Never a blank table."),
        (Shown(gettext_noop("empty"), "<p>No students in this class yet. They come with the next roster.</p>", {}),),
    ),
    Component(
        gettext_noop("Notes"),
        gettext_noop(
            "A note stands beside what it is about. A caution is read before the numbers. Errors are heard at once."
        ),
        (
            Shown(
                gettext_noop("note"),
                '<p class="note">{{ words }}</p>',
                {"words": "Minutes of two programs are never added."},
            ),
            Shown(gettext_noop("caution"), "{% cautions found %}", {"found": (ex.CAUTION,)}),
            Shown(
                gettext_noop("done"),
                '<p class="note" role="status">{{ words }}</p>',
                {"words": "Written down for 6 children."},
            ),
            Shown(
                gettext_noop("error"),
                '<p class="wrong" role="alert">{{ words }}</p>',
                {"words": "Nothing was changed."},
            ),
        ),
    ),
    Component(
        gettext_noop("Weeks and pages"),
        gettext_noop("Doors to the neighbours of a week, and of a part of a long list."),
        (
            Shown(gettext_noop("weeks"), "{% weeks week %}", {"week": ex.WEEK}),
            Shown(gettext_noop("pages"), '{% pager page "Pages of deliveries" "Newer" "Older" %}', {"page": ex.PAGE}),
        ),
    ),
    Component(
        gettext_noop("Charts"),
        gettext_noop(
            "A title, direct labels, bars from nought, a table beside each. Of fewer than two numbers the table alone."
        ),
        (
            Shown(
                gettext_noop("line"),
                CHART,
                {"kind": "line", "title": "Minutes, week by week", "unit": "Minutes", "marks": ex.WEEKS},
            ),
            Shown(
                gettext_noop("bar"),
                CHART,
                {"kind": "bar", "title": "Minutes by program", "unit": "Minutes", "marks": ex.BARS},
            ),
            Shown(
                gettext_noop("interval"),
                CHART,
                {"kind": "interval", "title": "Mastered", "unit": "Share", "marks": ex.RANGES},
            ),
            Shown(
                gettext_noop("few"),
                CHART,
                {"kind": "bar", "title": "Minutes of one program", "unit": "Minutes", "marks": ex.ONE},
            ),
        ),
    ),
)
