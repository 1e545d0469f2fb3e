"""What each column of a file is proposed to be, with the reason, the doubt, and what else it may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_noop

from homeroom.intake.errors import IntakeError
from homeroom.intake.proposing import days, targets
from homeroom.intake.proposing.compared import Compared
from homeroom.intake.proposing.fitting import closed_words
from homeroom.intake.proposing.likeness import refusal
from homeroom.intake.proposing.pairing import CONTRADICTS, Evidence
from homeroom.intake.proposing.profile import Profile
from homeroom.intake.proposing.proposal import Choice, ColumnProposal, DayForm, Edits
from homeroom.intake.proposing.targets import (
    AS,
    LEAVE,
    LEAVE_WORDS,
    NOT_COLLECTED,
    REFUSE,
    REFUSED,
    Option,
    Target,
)
from homeroom.programs.declaration import Field, Layout, Report, normalised

VALUES_SHOWN = 5
LONGEST_VALUE = 60


def columns_of_file(
    chosen: Compared, columns: Sequence[Profile], further: Sequence[Option], wanted: Edits
) -> list[ColumnProposal]:
    """What each column is; what a person has said goes before what was found, and takes it from other columns."""
    said = {
        at: _code(wanted.columns[column.name], chosen, further, column.name)
        for at, column in enumerate(columns)
        if column.name in wanted.columns
    }
    if unknown := set(wanted.columns) - {column.name for column in columns}:
        raise IntakeError(
            gettext_noop("The file has no column %(columns)s. Name columns as the file does.")
            % {"columns": ", ".join(sorted(unknown))}
        )
    taken = {code for code in said.values() if code.startswith(AS)}
    return [
        _column(chosen, column, at, said.get(at), taken, further, wanted.forms.get(column.name, ""))
        for at, column in enumerate(columns)
    ]


def _code(said: str, chosen: Compared, further: Sequence[Option], name: str) -> str:
    """A code out of what a person wrote: a code, a column of the layout, a part of the child or a fact column."""
    known = {option.code for option in further} | {target.choice for target in chosen.targets}
    if said in known:
        return said
    for target in chosen.targets:
        if normalised(target.name) == normalised(said) or said in _filled(chosen.layout, target.name):
            return target.choice
    found = next((code for code in (f"child:{said}", f"fact:{said}", f"result:{said}") if code in known), None)
    if found is None:
        raise IntakeError(
            gettext_noop("“%(column)s” can't be “%(field)s”: %(report)s has no such field or column.")
            % {"column": name, "field": said, "report": chosen.report.name}
        )
    return found


def _filled(layout: Layout, column: str) -> set[str]:
    """The fact columns and the parts of the child that a column of the layout fills."""
    facts = {name for name, made in layout.fields.items() if made.column == column}
    return facts | {kind for kind, listed in layout.identity.items() if column in listed}


def _column(
    chosen: Compared,
    column: Profile,
    at: int,
    said: str | None,
    taken: set[str],
    further: Sequence[Option],
    form: str,
) -> ColumnProposal:
    found = chosen.pairing.chosen.get(at)
    target = chosen.targets[found] if found is not None else None
    if said is not None:
        target = next((one for one in chosen.targets if one.choice == said), None)
    elif target and target.choice in taken:
        target = None
    evidence = chosen.pairing.evidence(at, found) if found is not None and target is not None else None
    same = at in chosen.pairing.same and target is not None and target is chosen.targets[chosen.pairing.chosen[at]]
    code = said or (target.choice if target else REFUSE if refusal(column.name) else LEAVE)
    choice = Choice(code, _words(code, target, column, further), 1.0 if said else evidence.score if evidence else 0.0)
    asks = target.asks if target else _asks(code, chosen.report)
    return ColumnProposal(
        place=at,
        name=column.name,
        chosen=choice,
        why=gettext_noop("You chose this.")
        if said is not None and not same
        else _why(column, target, evidence, same, asks),
        doubt=_doubt(column, target, evidence, same, chosen),
        values=tuple(value[:LONGEST_VALUE] for value in column.different[:VALUES_SHOWN]),
        others=tuple(_others(chosen, at, code)),
        same=same,
        by_person=said is not None and not same,
        days=_days(column, asks, same, form) if asks and code not in (LEAVE, REFUSE) else None,
    )


def _asks(code: str, report: Report) -> Field | None:
    """What a fact column that the layout doesn't fill asks of its values."""
    kind, _, name = code.partition(":")
    type_ = report.fact.column(name).type if kind == "fact" else ""
    return Field(cast={"DATE": "date", "TIMESTAMP_MS": "instant"}[type_]) if type_ in ("DATE", "TIMESTAMP_MS") else None


def _words(code: str, target: Target | None, column: Profile, further: Sequence[Option]) -> str:
    if target:
        return target.meaning
    if code == REFUSE:
        return REFUSED % {"reason_words": refusal(column.name) or NOT_COLLECTED}
    return next((option.words for option in further if option.code == code), LEAVE_WORDS)


def _others(chosen: Compared, at: int, code: str) -> Iterator[Choice]:
    for place, evidence in chosen.pairing.best.get(at, ()):
        target = chosen.targets[place]
        if target.choice != code:
            yield Choice(target.choice, f"{target.name}: {target.meaning}", round(evidence.score, 3))


def _why(column: Profile, target: Target | None, evidence: Evidence | None, same: bool, asks: Field | None) -> str:
    if target is None:
        return refusal(column.name).capitalize() or gettext_noop("No field of this report is like it.")
    if same or evidence is None:
        return gettext_noop("The name is the same.")
    told = [
        gettext_noop("“%(field)s” is %(how_words)s") % {"field": target.name, "how_words": _how_alike(evidence.name)}
    ]
    if evidence.place >= 1:
        told.append(gettext_noop("it stands in the same place"))
    if words_ := _values_say(column, target, evidence, asks):
        told.append(words_)
    return gettext_noop("%(told_words)s.") % {"told_words": "; ".join(told)}


def _how_alike(score: float) -> str:
    for bar, words_ in (
        (0.8, gettext_noop("nearly the same name")),
        (0.5, gettext_noop("a like name")),
        (0.25, gettext_noop("a somewhat like name")),
    ):
        if score >= bar:
            return words_
    return gettext_noop("another name")


def _values_say(column: Profile, target: Target, evidence: Evidence, asks: Field | None) -> str:
    if evidence.values is None or not column.filled:
        return ""
    if target.kinds and evidence.values > 0.5:
        return gettext_noop("%(values)s of its values are known as %(kind_words)s") % {
            "values": f"{evidence.values:.0%}",
            "kind_words": targets.CHILD[target.kinds[0]],
        }
    if asks and (asks.cast != "text" or asks.words):
        what = {
            "date": gettext_noop("days"),
            "instant": gettext_noop("moments"),
            "number": gettext_noop("numbers"),
            "whole": gettext_noop("numbers"),
            "yes_no": gettext_noop("yes or no"),
        }
        return gettext_noop("%(values)s of its values are %(kind_words)s as the field takes them") % {
            "values": f"{evidence.values:.0%}",
            "kind_words": what.get(asks.cast, gettext_noop("words")),
        }
    return ""


def _doubt(column: Profile, target: Target | None, evidence: Evidence | None, same: bool, chosen: Compared) -> str:
    """What speaks against the choice."""
    if target is None or not column.filled or not target.asks:
        return ""
    closed, blank_words = closed_words(target.asks), target.asks.blank
    if closed and (strange := [one for one in column.different if one not in closed and one not in blank_words]):
        listed = ", ".join(f"“{one[:LONGEST_VALUE]}”" for one in strange[:3])
        return gettext_noop(
            "Words that this field is not known to use: %(listed)s. Their rows would wait in quarantine."
        ) % {"listed": listed}
    if evidence and evidence.values is not None and evidence.values < CONTRADICTS:
        return gettext_noop("Most of its values are not what this field takes.")
    return ""


def _days(column: Profile, asks: Field, same: bool, form: str) -> DayForm | None:
    """How the days are written. What is declared holds for a column that kept its name; else a person may be asked."""
    if asks.cast not in ("date", "instant"):
        return None
    clock = asks.cast == "instant"
    fitting = [one for one in column.forms if (one == days.ISO or "%H" in one or "%I" in one) or not clock]
    fitting = [one for one in fitting if clock or one != days.ISO]
    options = tuple(Option(one, days.in_words(one)) for one in fitting)
    if form:
        return DayForm(form, options, gettext_noop("You chose this form."))
    declared = "%Y-%m-%d" if asks.format == days.ISO and not clock else asks.format
    if not column.filled or (same and declared in fitting):
        return DayForm(
            asks.format or fitting[0] if fitting or asks.format else "", options, gettext_noop("As the layout says.")
        )
    if len(fitting) == 1:
        chosen = asks.format if fitting[0] == declared else fitting[0]
        return DayForm(
            chosen, options, gettext_noop("All %(n)s values looked at are written so.") % {"n": len(column.filled)}
        )
    if not fitting:
        return DayForm(
            "",
            options,
            gettext_noop("No form that is known fits all values. Write the form in signs, such as %d.%m.%Y."),
        )
    return DayForm(
        "", options, gettext_noop("Several forms fit all values, and nothing says which is meant. Ask the program.")
    )
