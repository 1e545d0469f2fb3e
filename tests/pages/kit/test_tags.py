"""Each tag of the kit draws what its words say, and hostile text stays text."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.paginator import Paginator

from homeroom.pages.imports.ledger import Progress
from homeroom.pages.kit import keys
from homeroom.pages.kit.parts import Card, Figure, Link, Mention, Sign
from homeroom.pages.weeks import WeekLinks
from homeroom.reports.cautions import Caution
from homeroom.reports.charts import Mark
from homeroom.reports.freshness import Freshness
from homeroom.reports.values import known
from pages.kit.drawing import drawn

HOSTILE = '<b onclick="x">&'


def line(name: str, state: str) -> Freshness:
    on = date(2026, 10, 23)
    return Freshness(name, name, "day", None if state == "never" else on, on, state, 3)  # type: ignore[arg-type]


def test_a_region_is_labelled_and_reached_by_keyboard() -> None:
    made = drawn('{% region "Table of" month style="fits" %}<table></table>{% endregion %}', month=HOSTILE)
    assert made.endswith("><table></table></div>")
    assert 'class="region fits" role="region"' in made
    assert 'aria-label="Table of &lt;b onclick=&quot;x&quot;&gt;&amp;" tabindex="0"' in made


def test_heads_of_numbers_stand_right_and_of_buttons_are_only_heard() -> None:
    made = drawn('{% heads "Child" "Answers"|as_number "Undo"|as_unseen %}')
    assert made == (
        '<thead><tr><th scope="col">Child</th><th scope="col" class="number">Answers</th>'
        '<th scope="col"><span class="unseen">Undo</span></th></tr></thead>'
    )


def test_a_list_of_heads_is_a_column_each() -> None:
    made = drawn('{% heads "Line" columns %}', columns=("Student", "Minutes"))
    assert re.findall(r"<th[^>]*>([^<]*)</th>", made) == ["Line", "Student", "Minutes"]


def test_what_is_late_comes_first_and_says_so() -> None:
    made = drawn("{% freshness lines %}", lines=[line("B", "fresh"), line("A", "late"), line("C", "never")])
    assert 'class="freshness late"' in made
    assert made.index("<strong>Late.</strong> A: through") < made.index("B: through")
    assert "C" not in re.sub("<[^>]*>", "", made)


def test_where_nothing_is_late_nothing_looks_late() -> None:
    made = drawn("{% freshness lines %}", lines=[line("B", "fresh")])
    assert 'class="freshness"' in made
    assert "Late" not in made


@pytest.mark.parametrize("lines", [[], [("C", "never")]])
def test_without_a_line_there_is_no_frame(lines: list[tuple[str, str]]) -> None:
    assert drawn("{% freshness lines %}", lines=[line(*one) for one in lines]) == ""


def test_a_card_tells_what_who_why_and_by_which_rule() -> None:
    card = Card("See Ana", (Mention(Link("Ana", "/student/1/"), "3 of 8"),), "14 answers.", "Rule: eight.")
    made = drawn("{% cards cards %}", cards=(card,))
    assert made.startswith('<ol class="cards">')
    assert '<a href="/student/1/">Ana</a> <span>3 of 8</span>' in made
    assert '<p class="why">14 answers. <span class="rule">Rule: eight.</span></p>' in made
    assert "unprinted" not in made


def test_the_doors_of_a_card_are_told_apart_and_not_printed() -> None:
    card = Card("Small group", doors=(Link("Keep", "/groups/?a=1&b=2", "on 3.NF.A.1"),))
    made = drawn('{% cards cards "What stands out" ordered=False %}', cards=(card,))
    assert made.startswith('<ul class="cards" aria-label="What stands out">')
    assert (
        '<p class="unprinted"><a href="/groups/?a=1&amp;b=2">Keep<span class="unseen"> on 3.NF.A.1</span></a></p>'
        in made
    )
    assert 'class="why"' not in made


def test_no_cards_are_no_list() -> None:
    assert drawn("{% cards cards %}", cards=()) == ""


def test_hostile_text_on_a_card_stays_text() -> None:
    card = Card(
        HOSTILE, (Mention(Link(HOSTILE, HOSTILE), HOSTILE),), HOSTILE, HOSTILE, (Link(HOSTILE, HOSTILE, HOSTILE),)
    )
    assert "<b" not in drawn("{% cards cards %}", cards=(card,))


def test_a_figure_stands_over_its_words() -> None:
    made = drawn("{% figures one %}", one=Figure("62 %", "of minutes", "54 % to 69 %"))
    assert "<dt>of minutes<small>54 % to 69 %</small></dt><dd>62 %</dd>" in made


def test_the_key_of_states_names_all_six_with_their_fills() -> None:
    made = drawn('{% key "states" %}')
    assert made.count("<li>") == len(keys.states()) == 10
    assert '<span class="key state not-enough-evidence thin">?</span>' in made
    assert '<span class="word">T</span>' in made
    assert keys.easy() not in made


def test_the_key_of_answers_warns_of_shares() -> None:
    assert keys.easy() in drawn('{% key "answers" %}')


def test_a_page_may_have_signs_of_its_own() -> None:
    made = drawn('{% key signs "What the signs mean" %}', signs=[Sign("✓", "came", "cell-ok")])
    assert '<ul class="legend" aria-label="What the signs mean">' in made
    assert '<span class="key cell-ok">✓</span> came' in made


def test_a_pager_keeps_what_else_the_address_asks_for() -> None:
    page = Paginator(range(120), 50).page(2)
    made = drawn('{% pager page "Pages of jobs" "Newer" "Older" %}', "/jobs/?q=a%26b&page=2", page=page)
    assert '<a href="?q=a%26b&amp;page=1">← Newer</a>' in made
    assert '<a href="?q=a%26b&amp;page=3">Older →</a>' in made
    assert "<strong>Page 2 of 3</strong>" in made


def test_one_page_needs_no_pager_and_ends_lead_no_further() -> None:
    assert drawn('{% pager page "Pages" %}', page=Paginator(range(3), 50).page(1)) == ""
    first = drawn('{% pager page "Pages" %}', page=Paginator(range(60), 50).page(1))
    assert "Before" not in first
    assert "After →" in first


def test_weeks_lead_to_their_neighbours_and_not_ahead() -> None:
    now = WeekLinks("This week", "2026-W44", "2026-W43", "")
    made = drawn('{% weeks week "all" %}', week=now)
    assert '<a href="?week=2026-W43&amp;show=all">← Week before</a>' in made
    assert "Week after" not in made
    assert "show" not in drawn("{% weeks week %}", week=now)


def test_cautions_are_sentences() -> None:
    made = drawn("{% cautions found %}", found=[Caution("older", "They are old.", "Take care.")])
    assert made == '<p class="note caution"><strong>They are old.</strong> Take care.</p>'


def test_progress_tells_rows_and_gives_advice_only_where_it_is_silent() -> None:
    runs = Progress("reading", 30, 90, "10 rows a second", "6 seconds left", "")
    made = drawn('{% progress found "Receive it again." %}', found=runs)
    assert '<progress value="30" max="90" aria-label="reading"></progress>' in made
    assert "reading: 30 of 90 rows, 10 rows a second, 6 seconds left" in made
    assert "again" not in made
    silent = Progress("reading", 30, 0, "", "", "Nothing heard for 4 minutes.")
    made = drawn('{% progress found "Receive it again." %}', found=silent)
    assert "<progress " not in made
    assert "<strong>Nothing heard for 4 minutes.</strong> Receive it again." in made
    assert "again" not in drawn("{% progress found %}", found=silent)


def test_what_is_held_leads_to_where_it_is_decided() -> None:
    doors = [("Approve", "/rosters/"), Link("Suspend", "/accounts/")]
    made = drawn('{% held "A person must decide." doors %}', doors=doors)
    assert made == (
        '<p class="note held"><strong>A person must decide.</strong> <a href="/rosters/">Approve</a> · '
        '<a href="/accounts/">Suspend</a></p>'
    )


def test_a_chart_has_its_numbers_beside_it_and_is_left_out_where_there_are_too_few() -> None:
    marks = [Mark("A", known(3)), Mark("B", known(5))]
    source = '{% chart "bar" "Minutes" "Program" "Minutes" marks %}'
    made = drawn(source, marks=marks)
    assert made.index("<svg") < made.index("<details>") < made.index("<table")
    alone = drawn(source, marks=marks[:1])
    assert "<svg" not in alone
    assert "<details" not in alone
    assert '<td class="number">3</td>' in alone
