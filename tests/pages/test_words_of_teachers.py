"""The teacher's pages and their files in every language: headlines, flags, rules and reasons, and no English beside."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext, ngettext

from a_school import FRIDAY, Town
from every_page import client_of
from facts.facts_by_hand import publish
from homeroom.mastery import rules as of_mastery
from homeroom.mastery import stops
from homeroom.mastery.group_models import KeptGroup
from homeroom.mastery.state import State
from homeroom.reports import rules
from homeroom.reports.languages.spoken import OTHERS
from homeroom.reports.values import week_words
from homeroom.reports.week import Week
from homeroom.standards.models import Standard
from pages.groups_by_hand import CODE, OTHER, keep, know, path, suggest
from read_files import sheets
from reports.known_by_hand import estimate

pytestmark = pytest.mark.any_database

languages = pytest.mark.parametrize("language", [one.code for one in OTHERS])
STEP = "It is a goal, and the child is ready for it. So far: 45 %, 5 items' worth of evidence."
RUN = "12 answers, 4 of them right, without 3 right in a row."


def page(place: Town, address: str, language: str) -> str:
    """What is read on a page, in one line."""
    answer = client_of(place.teacher, language).get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == language
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def my_class(place: Town) -> str:
    return f"/class/{place.group.pk}/"


def student(place: Town, at: int = 0) -> str:
    return f"/student/{place.numbers[at]}/"


def cells(place: Town, address: str, language: str) -> list[list[str]]:
    content = client_of(place.teacher, language).get(address).content
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@languages
def test_my_class_says_its_headline_its_cards_and_their_rules(place: Town, language: str) -> None:
    english, told = (page(place, my_class(place), code) for code in ("en", language))
    with translation.override(language):
        for words in ("Do next", "Minutes, program by program", rules.RETEACH.words, rules.NOT_MOVING.words):
            assert gettext(words) in told
        children = ngettext("%(count)s child", "%(count)s children", 3) % {"count": 3}
        assert (
            gettext("Small group on %(standard)s: %(children)s")
            % {
                "standard": f"{CODE} Unit fractions",
                "children": children,
            }
            in told
        )
    for words in ("children worked", "Small group on", "Not moving means", "Do next", "right answers of all"):
        assert words in english or words.capitalize() in english
        assert words.casefold() not in told.casefold()


@languages
def test_the_grid_says_states_and_what_was_kept_for_one_language_is_not_said_in_another(
    place: Town, language: str
) -> None:
    publish("mastery", [estimate(place.numbers[0], CODE, "nearly there")])
    english = page(place, my_class(place), "en")
    told, again = page(place, my_class(place), language), page(place, my_class(place), "en")
    assert "nearly there" in english
    assert "nearly there" in again
    assert "nearly there" not in told
    with translation.override(language):
        assert State.NEARLY_THERE.words in told


@languages
def test_a_childs_page_says_flags_next_steps_and_a_teachers_word(place: Town, language: str) -> None:
    shared = {"student": place.numbers[0], "as_of": FRIDAY, "standard": CODE}
    publish("next_steps", [{**shared, "kind": "goal", "place": 1, "reason": STEP}])
    publish("flags", [{**shared, "rule": "working-hard", "evidence": RUN}])
    publish("mastery", [estimate(place.numbers[0], CODE, "not yet")])
    stops.stop(place.teacher, place.numbers[0], Standard.objects.get(code=OTHER), "off", "We did it on paper.")
    english, told = (page(place, student(place), code) for code in ("en", language))
    for words in (STEP, RUN, "Next steps", "Working hard", "left out"):
        assert words in english
        assert words not in told
    with translation.override(language):
        assert of_mastery.WORKING_HARD.words.partition(": ")[0] in told
        assert gettext("Next steps") in told
        evidence = gettext("{percent} %, {items} items' worth of evidence").format(percent=45, items=5)
        assert (
            gettext("It is a goal, and the child is ready for it. So far: {own_words}.").format(own_words=evidence)
            in told
        )
    assert "We did it on paper." in told, "what a person wrote stays"


def test_a_reason_that_nobody_knows_says_that_it_is_english(client: Client, place: Town) -> None:
    told = {"student": place.numbers[0], "as_of": FRIDAY, "standard": CODE, "kind": "goal", "place": 1}
    publish("next_steps", [{**told, "reason": "An older version said so."}])
    markup = client_of(place.teacher, "es").get(student(place)).content.decode()
    assert '<span lang="en">An older version said so.</span>' in markup


@languages
def test_groups_say_why_and_a_kept_reason_stays_as_it_was_written(place: Town, language: str) -> None:
    suggest(
        place, (CODE, range(4)), left="No gap shows that needs a group, in the 3 standards that we know enough about."
    )
    know(place, CODE, "not yet", 14, range(4))
    english, told = (page(place, path(place), code) for code in ("en", language))
    for words in ("No gap shows that needs a group", "1 group suggested", "Keep this group", "not yet, 14 answers"):
        assert words in english
        assert words not in told
    with translation.override(language):
        assert of_mastery.GROUP.words in told
        assert gettext("In no group") in told


@languages
def test_a_group_kept_in_another_language_keeps_its_reason_in_english(place: Town, language: str) -> None:
    suggest(place, (CODE, range(4)))
    browser = client_of(place.teacher, language)
    [shown] = re.findall(r'name="shown" value="([^"]+)"', browser.get(path(place)).content.decode())
    assert browser.post(path(place), {"act": "keep", "which": 1, "shown": shown, "s1-staff": ""}).status_code == 302
    assert KeptGroup.objects.get().reason == f"4 children need {CODE}."


@languages
def test_a_card_and_its_form_speak(place: Town, language: str) -> None:
    group = keep(place)
    address = f"/group/{group.pk}/"
    english, told = (page(place, address, code) for code in ("en", language))
    for words in ("How did it go?", "got it", "Everybody else", "Write it down"):
        assert words in english
        assert words not in told
    wrong = client_of(place.teacher, language).post(address, {"seen_on": "2026-10-26"})
    assert wrong.status_code == 422
    with translation.override(language):
        words = gettext("Nothing is ticked yet: say for one child at least how it went.")
    assert words in unescape(wrong.content.decode())


@languages
def test_lists_to_print_speak(place: Town, language: str) -> None:
    keep(place)
    told = page(place, path(place, "lists/"), language)
    assert "Nobody named yet" not in told
    assert "to tick" not in told


@languages
def test_a_refused_change_is_told_in_words_of_the_reader(place: Town, language: str) -> None:
    keep(place)
    answer = client_of(place.teacher, language).post(path(place), {"act": "end", "which": 99})
    assert answer.status_code == 409
    with translation.override(language):
        assert gettext("This group has ended meanwhile.") in unescape(answer.content.decode())


@languages
def test_next_steps_of_a_child_speak(place: Town, language: str) -> None:
    address = f"/student/{place.numbers[0]}/steps/"
    english, told = (page(place, address, code) for code in ("en", language))
    for words in ("Put it first", "Change the list", "What holds now"):
        assert words in english
        assert words not in told


@languages
def test_a_class_file_has_headers_for_people_in_their_language_and_one_for_machines(place: Town, language: str) -> None:
    publish("mastery", [estimate(place.numbers[0], CODE, "nearly there")])
    address = f"{my_class(place)}week.csv"
    english, told = (cells(place, address, code) for code in ("en", language))
    machine, other = (cells(place, f"{address}?header=machine", code) for code in ("en", language))
    assert machine == other, "machines hear no language"
    assert english[0][:3] == ["Child", "Week", "Worked this week"]
    with translation.override(language):
        assert told[0][:3] == [gettext(words) for words in english[0][:3]]
        at = machine[0].index(f"state.{CODE}")
        said = {row[0]: row[at] for row in told[1:]}
        assert said[place.children[0].name] == State.NEARLY_THERE.words
    assert len(told) == len(english)
    assert [row[0] for row in told[1:]] == [row[0] for row in english[1:]], "names and their order stay"


@languages
def test_the_last_sheet_of_excel_speaks_and_json_keeps_its_keys(place: Town, language: str) -> None:
    browser = client_of(place.teacher, language)
    found = sheets(browser.get(f"{my_class(place)}week.xlsx").content)
    told = json.loads(browser.get(f"{my_class(place)}week.json").content)
    plain = json.loads(client_of(place.teacher).get(f"{my_class(place)}week.json").content)
    with translation.override(language):
        about = found[gettext("About this file")]
        assert [gettext("Rule"), rules.THIN.words] in about
        assert told["period"] == week_words(Week.parse("2026-W43").monday)
    assert told.keys() == plain.keys()
    names = [[column["name"] for column in one["tables"][0]["columns"]] for one in (told, plain)]
    assert names[0] == names[1]
    assert told["tables"][0]["rows"] == plain["tables"][0]["rows"], "a machine's cells are the same in every language"


@languages
def test_a_childs_file_speaks_and_its_machines_parts_do_not(place: Town, language: str) -> None:
    address = f"{student(place)}week.csv"
    english, told = (cells(place, address, code) for code in ("en", language))
    machine = cells(place, f"{address}?header=machine", language)
    assert {row[2] for row in machine[1:]} == {row[2] for row in english[1:]}
    with translation.override(language):
        assert {row[2] for row in told[1:]} == {gettext(row[2]) for row in english[1:]}
