"""The proposal's form: what it offers for each column, and what a person sends back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext

from homeroom.intake.proposing.proposal import ColumnProposal, Edits, Proposal
from homeroom.intake.proposing.targets import A_CHILDS, A_FACT, A_RESULT, REFUSE, REFUSE_WORDS, Option

# A form of more columns than these helps nobody, and no browser; the rest is told, and changed by command.
MOST_ASKED = 150
MOST_OFFERED = 120
COLUMN, FORM, NAMED = "column-", "form-", "named-"


@dataclass(frozen=True)
class Group:
    """Choices of one kind, under a heading."""

    heading: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Asked:
    """A column that the form asks about. `first` are its own likeliest choices; the groups are the same for all."""

    column: ColumnProposal
    first: tuple[Option, ...]


@dataclass(frozen=True)
class Form:
    """What the page shows: columns to look at, those that are as before, and how many there was no room for."""

    asked: tuple[Asked, ...]
    folded: tuple[ColumnProposal, ...]
    untold: int
    groups: tuple[Group, ...]
    opened: tuple[str, ...]


def shown(proposal: Proposal, opened: Sequence[str]) -> Form:
    """The form of a proposal; `opened` are the places of unchanged columns that a person wants to change."""
    wanted = [column for column in proposal.columns if column.changed or str(column.place) in opened]
    told = wanted[:MOST_ASKED]
    left = [column for column in proposal.columns if column not in told]
    return Form(
        asked=tuple(Asked(column, _first(column, proposal)) for column in told),
        folded=tuple(column for column in left if not column.changed),
        untold=len(wanted) - len(told),
        groups=_groups(proposal, told),
        opened=tuple(opened),
    )


def edits_from(sent: QueryDict) -> Edits:
    """What a person chose. A choice that is the proposal's own is none: the form says which that was."""
    columns: dict[str, str] = {}
    forms: dict[str, str] = {}
    for key in sent:
        if key.startswith(NAMED):
            place, name = key.removeprefix(NAMED), sent.get(key, "")
            chosen, was = sent.get(f"{COLUMN}{place}", ""), sent.get(f"was-{place}", "")
            if chosen and chosen != was:
                columns[name] = chosen
            if form := (sent.get(f"{FORM}{place}-other", "").strip() or sent.get(f"{FORM}{place}", "")):
                forms[name] = form
    names = sent.get("program-name", ""), sent.get("report-name", "")
    return Edits(sent.get("base", ""), columns, forms, *names)


def _first(column: ColumnProposal, proposal: Proposal) -> tuple[Option, ...]:
    """What it is proposed to be, then what else it may be."""
    named = {option.code: option.words for option in (*proposal.targets, *proposal.further)}
    named[REFUSE] = column.chosen.words if column.chosen.code == REFUSE else REFUSE_WORDS
    codes = [column.chosen.code, *(choice.code for choice in column.others)]
    return tuple(Option(code, named.get(code, column.chosen.words)) for code in dict.fromkeys(codes))


def _groups(proposal: Proposal, asked: Sequence[ColumnProposal]) -> tuple[Group, ...]:
    open_ = {column.chosen.code for column in asked} | {target.choice for target in proposal.missing}
    fields = tuple(option for option in proposal.targets if option.code in open_)[:MOST_OFFERED]
    by_start = (
        (gettext("Another part of the child"), A_CHILDS),
        (gettext("A further result"), A_RESULT),
        (gettext("Another fact"), A_FACT),
    )
    more = [Group(words, tuple(o for o in proposal.further if o.code.startswith(start))) for words, start in by_start]
    plain = tuple(option for option in proposal.further if ":" not in option.code)
    groups = (Group(gettext("Not as a field"), plain), Group(gettext("A field of this report"), fields), *more)
    return tuple(group for group in groups if group.options)
