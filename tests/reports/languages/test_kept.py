"""Sentences that are kept in English are found again by their fixed words, whatever was filled in."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from homeroom.intake.reasons import REASONS, words_for
from homeroom.intake.rosters.weigh import ENTITIES, Weight
from homeroom.programs.refused import refused
from homeroom.reports.languages import catalogs, kept
from homeroom.reports.languages.spoken import OTHERS, SPANISH, Language

pytestmark = pytest.mark.any_database

CODES = sorted(REASONS)
LEFT = re.compile(r"%\(|\{\w*\}|%%")


@pytest.fixture(autouse=True)
def today(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = date(2026, 10, 22)


def said(sentence: str, code: str = "es") -> str | None:
    with translation.override(code):
        return kept.said(sentence)


def every_message() -> list[str]:
    found = catalogs.messages(catalogs.read(SPANISH))
    return [
        str(one.id)
        for one in found
        if not one.context
        and isinstance(one.id, str)
        and any(path.startswith(kept.MAKERS) for path, _ in one.locations)
        and re.search("[A-Za-z]{2}", kept.SLOT.sub("", one.id))
    ]


def test_english_stays_as_it_is() -> None:
    assert said("Whatever “this” is: 1,234.", "en") == "Whatever “this” is: 1,234."


def test_words_of_nobody_are_not_said() -> None:
    assert said("An old sentence that no catalog has.") is None
    assert said("The row holds no result. An old sentence that no catalog has.") is None


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
@pytest.mark.parametrize("code", CODES)
def test_every_reason_is_said_in_every_language(code: str, language: Language) -> None:
    english = words_for(code, "Minutes {x} %s")
    words = said(english, language.code)
    assert words is not None
    assert words != english
    assert not LEFT.search(words.replace("Minutes {x} %s", ""))
    assert ("Minutes {x} %s" in words) == ("Minutes {x} %s" in english)
    assert said(REASONS[code].remedy, language.code) not in (None, REASONS[code].remedy)


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_every_message_of_intake_is_found_again_by_its_fixed_words(language: Language) -> None:
    for message in every_message():
        names = [first or second for first, second in kept.SLOT.findall(message)]
        if any(name.endswith((kept.WORDS, kept.DAY)) or name == kept.NTH for name in names):
            continue  # their parts are words themselves: below
        told = {name: f"{at + 701}" for at, name in enumerate(names)}
        sentence = kept.SLOT.sub(lambda slot, told=told: told[slot[1] or slot[2]], message)
        sentence = sentence.replace("%%", "%") if names else sentence
        words = said(sentence, language.code)
        assert words is not None, sentence
        assert not re.search(r"%\(", words), words
        assert all(part in words for part in told.values()), words


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_a_name_is_never_changed(name: str) -> None:
    words = said(f"{name}: the zip is damaged. Ask for it again.")
    assert words is not None
    assert words.startswith(f"{name}: ")
    assert words.endswith(": el zip está dañado. Pídalo otra vez.")


def test_words_within_words_are_said_too() -> None:
    gone = "ST Math, Usage: nothing since Mon 12 Oct; expected every Monday, so on Mon 19 Oct."
    assert said(gone) == "ST Math, Usage: nada desde el lun, 12 de oct; se espera cada lunes, o sea el lun, 19 de oct."
    late = "ST Math, Usage: not in yet; expected every Monday, so on Mon 19 Oct. The newest is of no day yet."
    assert said(late) == (
        "ST Math, Usage: aún no ha llegado; se espera cada lunes, o sea el lun, 19 de oct. Lo más reciente es del"
        " ningún día todavía."
    )


def test_a_sentence_with_a_part_that_nobody_knows_stays_whole_in_english() -> None:
    assert said("x.csv: this is an unheard-of thing, not a CSV file, whatever its name says. Ask.") is None


def test_several_sentences_and_notes_are_said_one_by_one() -> None:
    notes = "zero bytes were left out; line ends were mixed"
    assert said(notes) == "se omitieron bytes cero; los finales de línea estaban mezclados"
    words = said("2 deliveries: 1 published, 1 held. It was too late to cancel: everything was done.")
    assert words == "2 entregas: publicadas: 1, retenidas: 1. Ya era tarde para cancelar: todo estaba hecho."


def test_numbers_and_days_are_written_as_the_language_does() -> None:
    sentence = "Roster: 1,234 of 9,870 children of Hill School (12%) are not in the roster of Thu 22 Oct."
    assert said(sentence, "vi") == (
        "Danh sách lớp: 1.234 trên 9.870 học sinh của Hill School (12%) không có trong danh sách của Th 5, 22 thg 10."
    )


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
@given(entity=st.sampled_from(ENTITIES), school=st.sampled_from(["", "Hill, at School"]), counts=st.data())
def test_every_reason_for_holding_a_roster_is_said(
    language: Language, entity: str, school: str, counts: st.DataObject
) -> None:
    told = counts.draw(st.lists(st.sampled_from([0, 3, 1500]), min_size=4, max_size=4).filter(any))
    weight = Weight(entity, 1, school, 2000, *told)
    words = said(weight.words, language.code)
    assert words is not None, weight.words
    assert "would" not in words
    assert school in words


def test_every_refusal_is_said() -> None:
    for one in refused():
        words = said(f"{one.words}", "es")
        assert words is not None, one.words
        assert one.name in words
