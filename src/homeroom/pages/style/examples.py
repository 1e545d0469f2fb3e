"""What the page of styles fills the components with: nobody and nothing real."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator

from homeroom.mastery.state import State
from homeroom.pages.imports.ledger import Progress
from homeroom.pages.kit.parts import Card, Figure, Link, Mention, Press, Tile
from homeroom.pages.weeks import WeekLinks
from homeroom.reports.cautions import Caution
from homeroom.reports.charts import Mark, heat
from homeroom.reports.estimates import Known
from homeroom.reports.freshness import Freshness
from homeroom.reports.values import NO_EVIDENCE, Value, known, shown
from homeroom.reports.values import State as Found

LONG = "Maximiliana Nguyễn-Castañeda de la Torre y Montoya-Villanueva"
LONG_PROGRAM = "Reading and Fluency Intervention Suite for Elementary Schools, Second Edition"
WHY = "14 answers, 3 of the last 8 right."
RULE = "Rule: 8 or more answers on the standard since the last 3 right."
NOWHERE = "#main"
FEW = Value(Found.FEW)


def program(name: str, through: date | None, late: bool = False) -> Freshness:
    return Freshness(name, name, "day", through, date(2026, 10, 23), "late" if late else "fresh", 24)


FRESH = (program("Number Trail", date(2026, 10, 23)), program("Fraction Forge", date(2026, 10, 22)))
LATE = (program("Word Garden", date(2026, 10, 12), late=True), *FRESH)
LATE_AND_LONG = (program(LONG_PROGRAM, date(2026, 10, 12), late=True),)
CAUTION = Caution("older than the work", "The estimates are of Fri 23 Oct 2026.", "What came after is not in them yet.")


def mention(name: str, words: str = "") -> Mention:
    return Mention(Link(name, NOWHERE), words)


DOOR = Link("Keep these children as a group", NOWHERE, "on 3.NF.A.1")
CARD = Card(
    "Small group: 3.NF.A.1 Understand a fraction",
    (mention("Ana Alvarez", "3 of 8"), mention("Bảo Bùi")),
    WHY,
    RULE,
    (DOOR,),
)
CARDS = (CARD, Card("Ask about the week of 3 children", (), "No work seen, and all feeds reach into it."))
LONG_CARD = Card(f"See {LONG} alone about 3.NF.A.1", tuple(mention(LONG, WHY) for _ in range(3)), WHY, RULE, (DOOR,))
ABSENT = Press("Absent today", "absent", NOWHERE, "Ana Alvarez")
LOG = Link("Help log", NOWHERE, "of this child")
TILES = (
    Tile("t1", "Ana Alvarez", "!", "Needs help since 9:40", "needs-help", ("Number Trail since 9:31",), doors=(LOG,)),
    Tile("t2", "Bảo Bùi", "○", "Not in", "not-in", presses=(ABSENT,), doors=(LOG,)),
    Tile("t3", "Chloé Castañeda", "◔", "Idle 5 min", "idle", ("i-Ready since 9:31",), "Seat 12", doors=(LOG,)),
    Tile("t4", "Diego Đặng", "●", "Working", "working", ("Number Trail since 9:31", "Helped today: 1"), doors=(LOG,)),
    Tile("t5", "Emeka Estrada", "–", "Absent", "absent", doors=(LOG,)),
)
QUIET_TILES = (
    Tile(
        "q1", "Ana Alvarez", "●", "Working", "working", ("Number Trail since 9:31",), "", "Nothing heard since 9:42:15"
    ),
)
EXPECTED_TILES = (Tile("e1", "Ana Alvarez", "·", "Expected", "expected", presses=(ABSENT,), doors=(LOG,)),)
LONG_TILES = (Tile("l1", LONG, "●", "Working", "working", (f"{LONG_PROGRAM} since 9:31",), LONG, doors=(LOG,)),)
CARDLESS: tuple[Card, ...] = ()

FIGURES = (
    Figure(shown(known(24)), "children"),
    Figure(shown(known(0.62, unit="share")), "of minutes on the unit", "54 % to 69 %"),
    Figure(shown(known(1482, unit="minutes")), "minutes this week"),
)
UNKNOWN = (Figure(shown(NO_EVIDENCE), "no evidence yet"), Figure(shown(FEW), "too few answers to say"))
LONG_FIGURES = (Figure("1,234,567", f"minutes in {LONG_PROGRAM}"), Figure("12 of 31", "children"))

ROWS = (("Number Trail", "24", "38"), ("Word Garden", "–", "–"), ("Fraction Forge", "few", "few"))
LONG_ROWS = ((LONG_PROGRAM, "1,234,567", "1,234"), (LONG, "24", "38"))

CODES = ("3.NF.A.1", "3.NF.A.2", "3.OA.A.1", "3.OA.A.2", "3.MD.C.7", "3.G.A.1")
EVERY = tuple(Known(state, attempts=at * 7, weight=2.0 * at) for at, state in enumerate(State))
ODD = (
    Known(State.MASTERED, attempts=2, weight=0.5),
    Known(State.NOT_YET, State.MASTERED, attempts=9, weight=9),
    Known(State.GETTING_THERE, attempts=14, weight=9, not_moving=True),
    *EVERY[:3],
)
GRID = heat("Every state", "Child", CODES, (("Ana Alvarez", EVERY), ("Bảo Bùi", ODD)))
LONG_GRID = heat("Long names and many standards", "Child", CODES * 3, ((LONG, EVERY * 3),))


def weekly(*numbers: float | None, unit: str = "minutes") -> tuple[Mark, ...]:
    values = [NO_EVIDENCE if one is None else known(one, unit=unit) for one in numbers]
    return tuple(Mark(f"{19 + 7 * at} Oct" if at < 2 else f"{7 * at - 12} Nov", one) for at, one in enumerate(values))


def between(label: str, value: float, low: float, high: float) -> Mark:
    one, two, three = (known(number, unit="share") for number in (value, low, high))
    return Mark(label, one, two, three)


def named(label: str, value: Value) -> Mark:
    return Mark(label, value)


WEEKS = weekly(38, 41, None, 52, 47)
BARS = (named("Number Trail", known(38)), named(LONG_PROGRAM, known(52)), named("Word Garden", NO_EVIDENCE))
RANGES = (between("Number and operations", 0.62, 0.54, 0.69), between("Geometry", 0.31, 0.12, 0.55))
ONE = (named("Number Trail", known(38)), named("Word Garden", FEW))

WEEK = WeekLinks("Week of 19 Oct 2026", "2026-W43", "2026-W42", "2026-W44")
PAGE = Paginator(range(120), 50).page(2)
RUNS = Progress("reading", 12_400, 18_412, "3,100 rows a second", "about 2 seconds left", "")
UNSURE = Progress("unpacking", 3, 0, "", "", "")
SILENT = Progress("reading", 12_400, 18_412, "", "", "Nothing heard for 4 minutes.")
DECIDE = (Link("Approve or reject this roster", NOWHERE), Link("See who would be suspended", NOWHERE))


class ExampleForm(forms.Form):
    """One field of each kind."""

    result = forms.ChoiceField(label="What you saw", choices=[("", "choose"), ("got it", "got it")])
    seen_on = forms.DateField(label="On which day", widget=forms.DateInput(attrs={"type": "date"}))
    who = forms.MultipleChoiceField(
        label="Who", choices=[("1", "Ana Alvarez"), ("2", LONG)], widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label="A note, if it helps",
        required=False,
        max_length=20,
        help_text="Everybody who sees the child reads it.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    watched = forms.BooleanField(
        label="Watch this feed", required=False, help_text="Take the tick away where it rests."
    )

    def __init__(self, prefix: str, data: dict[str, Any] | None = None) -> None:
        super().__init__({f"{prefix}-{name}": value for name, value in data.items()} if data else None, prefix=prefix)
        self.use_required_attribute = False


def fresh_form() -> ExampleForm:
    return ExampleForm("blank")


def wrong_form() -> ExampleForm:
    """Sent with three mistakes; what was typed is still there."""
    typed = {"seen_on": "someday", "note": "Got the first two at once, then stuck."}
    return ExampleForm("wrong", typed)
