"""Reasons and verbs of the audit log: stored in English, said in the reader's language."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.utils import translation

import homeroom
from homeroom.people import doors, reasons, verbs

SOURCE = Path(homeroom.__file__).parent
OTHERS = ("es", "vi")


@pytest.mark.parametrize("language", OTHERS)
def test_every_reason_of_a_door_has_words(language: str) -> None:
    with translation.override(language):
        for of_some, of_all in doors.REASONS.values():
            assert reasons.said(of_some) != of_some
            assert reasons.said(of_all) != of_all


@pytest.mark.parametrize("reason", ["teaches the child's class", "of the child's family: mother", "Her own words."])
def test_in_english_a_reason_is_what_is_kept(reason: str) -> None:
    assert reasons.said(reason) == reason


def test_a_rows_own_words_stay_as_they_are() -> None:
    with translation.override("es"):
        assert reasons.said("serves the child: reading <b>") == "atiende al estudiante: reading <b>"
        assert reasons.said("lost: the phone") == "lost: the phone"


@pytest.mark.parametrize(
    ("reason", "spanish"),
    [
        (
            "in the view of ana, who teaches the child's class",
            "con la vista de ana, que enseña la clase del estudiante",
        ),
        (
            "in the view of ana, who is principal of the child's school",
            "con la vista de ana, que es director/a de la escuela del estudiante",
        ),
    ],
)
def test_a_view_is_said_with_its_reason(reason: str, spanish: str) -> None:
    assert reasons.said(reason) == reason
    with translation.override("es"):
        assert reasons.said(reason) == spanish


def test_several_reasons_are_each_said() -> None:
    with translation.override("vi"):
        assert reasons.all_said("data team; serves the child") == "nhóm dữ liệu; phụ trách học sinh"


@pytest.mark.parametrize("language", OTHERS)
def test_every_verb_has_words_of_its_language(language: str) -> None:
    with translation.override(language):
        assert [verb for verb, words in verbs.known(language).items() if verb == words] == []


def test_a_verb_without_words_stays() -> None:
    with translation.override("es"):
        assert (verbs.said("saw"), verbs.said("danced")) == ("vio", "danced")
    assert verbs.said("saw") == "saw"


def test_every_verb_that_is_written_has_words() -> None:
    """Those that stand in the source as they are written; the others are made of the reader's choice."""
    written = set()
    for path in SOURCE.rglob("*.py"):
        calls = (one for one in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(one, ast.Call))
        verbs_of = (one.args[1] for one in calls if ast.unparse(one.func) == "audit.did" and len(one.args) > 1)
        written |= {one.value for one in verbs_of if isinstance(one, ast.Constant)}
    assert len(written) > 40
    assert written - verbs.known("en").keys() == set()
