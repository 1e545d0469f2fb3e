"""The results of a survey's wave as a file: the very numbers of its page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext, gettext_lazy

from homeroom.evidence.survey_change import Change
from homeroom.evidence.survey_models import group_words
from homeroom.evidence.survey_results import Part, SurveyResults
from homeroom.evidence.survey_words import of_question
from homeroom.mastery.rules import Rule
from homeroom.reports.languages.spoken import language
from homeroom.reports.table import NOT_KNOWN, Cell, Column, Report, Table, Word
from homeroom.reports.values import State, Value, known, plain_day

BY = {"arm": gettext_lazy("arm"), "group": gettext_lazy("group"), "language": gettext_lazy("language")}
FEW: Cell = NOT_KNOWN[State.FEW]
NONE: Cell = NOT_KNOWN[State.NO_EVIDENCE]
ALL = Word("all", gettext_lazy("all"))


def filed(found: SurveyResults, changes: Iterable[Change], words: Mapping[str, str]) -> Report:
    """`words` are the survey's English ones. A group of few is a row that says so."""
    rules = {rule.id: rule for rule in _rules(found, changes)}
    return Report(
        name="survey",
        title=gettext("%(title)s, wave %(number)s") % {"title": words["title"], "number": found.wave},
        file_name=f"survey_{found.survey}_{found.wave}",
        tables=(_scales(found), _questions(found, words), _rates(found), _changes(changes)),
        period=f"{plain_day(found.opened_on)} – {plain_day(found.closed_on)}",
        rules=tuple(rules.values()),
        notes=tuple(words for _, words in found.comments),
    )


def number(value: float | None) -> str | Cell:
    """Two decimals, the same on the page and in every file."""
    return NONE if value is None else f"{value:.2f}"


def _scales(found: SurveyResults) -> Table:
    columns = (
        Column(gettext("Scale"), "scale"),
        Column(gettext("By"), "by"),
        Column(gettext("Of"), "of"),
        Column(gettext("Answers"), "answers", "answers"),
        Column(gettext("In favour"), "in_favour"),
        Column(gettext("Mean"), "mean"),
        Column(gettext("Spread"), "spread"),
        Column(gettext("Alpha"), "alpha"),
        Column(gettext("Alpha, from"), "alpha_low"),
        Column(gettext("Alpha, to"), "alpha_high"),
        Column(gettext("Omega"), "omega"),
        Column(gettext("Mean if weighted as asked"), "mean_weighted"),
        Column(gettext("Why not"), "why_not"),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in found.scales:
        raked = one.raked.mean if one.raked else None
        low, high = one.between or (None, None)
        told = (one.mean, one.deviation, one.alpha, low, high, one.omega, raked)
        values = (number(value) for value in told)
        count: Cell = FEW if one.refused else known(one.answers, one.answers, "answers")
        rows.append((one.name, ALL, "", count, "", *values, one.refused.words if one.refused else ""))
        rows += [(one.name, *_part(part), *[""] * 8) for part in one.parts]
    return Table("scales", gettext("One row a scale, and each arm and group that may be shown."), columns, tuple(rows))


def _questions(found: SurveyResults, words: Mapping[str, str]) -> Table:
    columns = (
        Column(gettext("Question"), "question"),
        Column(gettext("By"), "by"),
        Column(gettext("Of"), "of"),
        Column(gettext("Answers"), "answers", "answers"),
        Column(gettext("Share"), "share"),
        Column(gettext("Why not"), "why_not"),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in found.questions:
        said = words[of_question(one.key)]
        if one.refused:
            rows.append((said, ALL, "", FEW, "", one.refused.words))
        count = known(one.answers, one.answers, "answers")
        for at, share in enumerate(one.shares, 1):
            rows.append((said, CHOICE, words[of_question(one.key, at)], count, share, ""))
        rows += [(said, *_part(part), "") for part in one.parts]
    return Table(
        "questions", gettext("One row a choice, and each arm and group that may be shown."), columns, tuple(rows)
    )


CHOICE = Word("choice", gettext_lazy("choice"))


def _part(part: Part) -> tuple[Cell, ...]:
    count: Cell = FEW if part.answers is None else Value(State.KNOWN, part.answers, part.answers, "answers")
    return Word(part.by, BY[part.by]), _named(part.by, part.name), count, part.share or FEW


def _named(by: str, name: str) -> Cell:
    if by == "language":
        return Word(name, language(name).name)
    return Word(name, group_words(name)) if by == "group" else name


def _rates(found: SurveyResults) -> Table:
    columns = (
        Column(gettext("By"), "by"),
        Column(gettext("Of"), "of"),
        Column(gettext("Asked"), "asked"),
        Column(gettext("Answered"), "answered"),
    )
    whole: Cell = FEW if found.answered is None else known(found.answered)
    rows: list[tuple[Cell, ...]] = [(ALL, "", known(found.people), whole)]
    for one in found.rates:
        count: Cell = FEW if one.answered is None else known(one.answered)
        rows.append((Word(one.by, BY[one.by]), _named(one.by, one.name), known(one.people), count))
    return Table("answered", gettext("One row a group: who was asked, and who answered."), columns, tuple(rows))


def _changes(changes: Iterable[Change]) -> Table:
    columns = (
        Column(gettext("Scale"), "scale"),
        Column(gettext("Wave before"), "before"),
        Column(gettext("This wave"), "after"),
        Column(gettext("Difference"), "difference"),
        Column(gettext("People in both"), "people"),
        Column(gettext("What it means"), "meaning"),
    )
    rows = tuple(
        (
            one.scale,
            number(one.before),
            number(one.after),
            number(one.difference),
            known(one.people) if one.people else NONE,
            one.rule.words,
        )
        for one in changes
    )
    return Table("change", gettext("One row a scale, beside the wave before."), columns, rows)


def _rules(found: SurveyResults, changes: Iterable[Change]) -> Iterable[Rule]:
    parts = [one.refused for one in found.scales] + [one.refused for one in found.questions]
    refused = (found.refused, found.arms_refused, *parts)
    yield from (rule for rule in refused if rule is not None)
    yield from (one.rule for one in changes)
