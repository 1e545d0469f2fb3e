"""What a file that no layout fits may be: the most likely report, and for each column a field, with the reason.

Nothing here loads anything. A proposal is a guess with its evidence; only a person makes a layout of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from homeroom.intake.errors import IntakeError
from homeroom.intake.layouts import Header, columns_of
from homeroom.intake.own_programs import each_layout
from homeroom.intake.proposing import days, targets
from homeroom.intake.proposing.likeness import refusal, weights, words
from homeroom.intake.proposing.pairing import CONTRADICTS, Evidence, Pairing, pair
from homeroom.intake.proposing.profile import Known, Profile, closed_words
from homeroom.intake.proposing.proposal import Base, Choice, ColumnProposal, DayForm, Edits, Proposal
from homeroom.intake.proposing.targets import AS, LEAVE, LEAVE_WORDS, REFUSE, REFUSE_WORDS, Option, Target
from homeroom.programs.declaration import Field, Layout, Program, Report, load, normalised

BLANK = Path(__file__).parent / "proposing" / "blank"
# Layouts that are compared column by column, and how many of them where a file is very wide.
COMPARED, COMPARED_WIDE, WIDE = 4, 2, 400_000
# A likeness below this is no likeness: the file is of a program that nobody has declared.
UNKNOWN = 0.4
# What a column that every report has says of which report it is.
OF_EVERY_REPORT = 0.2
VALUES_SHOWN, OTHER_REPORTS = 5, 4
LONGEST_VALUE = 60


@dataclass(frozen=True)
class Compared:
    """A file against one layout: the pairs, and how alike the two are on the whole."""

    program: Program
    report: Report
    layout: Layout
    targets: tuple[Target, ...]
    pairing: Pairing
    likeness: float

    @property
    def code(self) -> str:
        return f"{self.program.slug}/{self.report.slug}/{self.layout.slug}"

    @property
    def known(self) -> bool:
        return self.program is not blank()

    def base(self) -> Base:
        named = (self.program.name, self.report.name, self.layout.slug)
        return Base(self.code, *named, likeness=round(self.likeness, 3), known=self.known)


@lru_cache(maxsize=1)
def blank() -> Program:
    """What a file of an unknown program may be, a plain report for each fact table."""
    return load(BLANK)


def propose(
    file: str,
    header: Header,
    columns: Sequence[Profile],
    programs: Sequence[Program],
    known: Known | None = None,
    edits: Edits | None = None,
) -> Proposal:
    """The proposal for a file with these columns. Raises IntakeError where `edits` name what there isn't."""
    roster, wanted = known or Known(), edits or Edits()
    likely = _likely(header, columns, programs, roster)
    chosen = _chosen(likely, wanted.base, columns, programs, roster)
    further = targets.further(chosen.report, chosen.layout)
    made = _columns(chosen, columns, further, wanted)
    filled = {column.chosen.code for column in made}
    missing = tuple(target for target in chosen.targets if target.choice not in filled)
    return Proposal(
        file=file,
        signature=header.signature,
        base=chosen.base(),
        bases=tuple(_bases(likely, chosen)),
        columns=tuple(made),
        missing=missing,
        further=further,
        targets=tuple(Option(target.choice, f"{target.name}: {target.meaning}") for target in chosen.targets),
        rows=columns[0].rows if columns else 0,
        edits=wanted,
        problems=tuple(_problems(chosen, made, missing)),
    )


def _likely(header: Header, columns: Sequence[Profile], programs: Sequence[Program], known: Known) -> list[Compared]:
    """The layouts that are nearest, the nearest first; of an unknown program the plain reports."""
    names, programs = set(header.signature), [_with_headers(program) for program in programs]
    spoken = [word for column in columns for word in set(words(column.name))]
    tells = _tells(programs)
    quick = sorted(each_layout(programs), key=lambda one: -_quick(names, spoken, one[2], tells))
    room = COMPARED_WIDE if quick and len(columns) * len(quick[0][2].columns) > WIDE else COMPARED
    found = [_compare(columns, *one, known) for one in quick[:room]]
    found.sort(key=lambda one: -one.likeness)
    if found and found[0].likeness >= UNKNOWN:
        return found
    plain = [_compare(columns, *one, known) for one in each_layout([blank()])]
    return [*sorted(plain, key=lambda one: -one.likeness), *found]


def _with_headers(program: Program) -> Program:
    """Without the layouts of files that have no header: no column name can be like theirs."""
    kept = [
        replace(report, layouts=tuple(one for one in report.layouts if not one.fixed)) for report in program.reports
    ]
    return replace(program, reports=tuple(report for report in kept if report.layouts))


def _tells(programs: Sequence[Program]) -> Mapping[str, float]:
    return weights(_spoken(layout.columns) for _, _, layout in each_layout(programs))


@lru_cache(maxsize=4096)
def _spoken(columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({word for column in columns for word in words(column)}))


def _quick(names: set[str], spoken: Sequence[str], layout: Layout, tells: Mapping[str, float]) -> float:
    """Without looking at pairs: the share of equal names, and of the words that tell one report from another."""
    wanted = columns_of(layout)
    equal = len(names & wanted.keys()) / max(min(len(wanted), len(names)), 1)
    mine, theirs = set(spoken), set(_spoken(layout.columns))
    shared = sum(tells.get(word, 0.25) for word in mine & theirs)
    return equal + 2 * shared / max(sum(tells.get(word, 0.25) for word in mine) + sum(tells[w] for w in theirs), 1e-9)


def _compare(columns: Sequence[Profile], program: Program, report: Report, layout: Layout, known: Known) -> Compared:
    wanted = targets.targets(report, layout)
    pairing = pair(columns, wanted, known)
    weight = [_weight(target) for target in wanted]
    shared = sum(
        weight[target] * (1.0 if column in pairing.same else evidence.score)
        for column, target in pairing.chosen.items()
        if (evidence := pairing.evidence(column, target))
    )
    optional = [at for at, target in enumerate(wanted) if target.name in layout.optional]
    paired = set(pairing.chosen.values())
    lacking = sum(weight[at] for at in range(len(wanted)) if at not in paired and at not in optional)
    strange = sum(not refusal(column.name) for column in columns if column.place not in pairing.chosen)
    whole = sum(weight[at] for at in paired) + (lacking + strange) / 2
    return Compared(program, report, layout, wanted, pairing, shared / max(whole, 1e-9))


def _weight(target: Target) -> float:
    return OF_EVERY_REPORT if target.kinds or target.refused or not target.used else 1.0


def _chosen(
    likely: Sequence[Compared], code: str, columns: Sequence[Profile], programs: Sequence[Program], known: Known
) -> Compared:
    if not code:
        return likely[0]
    if found := next((one for one in likely if one.code == code), None):
        return found
    for program, report, layout in each_layout((*programs, blank())):
        if code in (f"{program.slug}/{report.slug}/{layout.slug}", f"{program.slug}/{report.slug}"):
            return _compare(columns, program, report, layout, known)
    raise IntakeError(f"There is no report {code}. `homeroom layout list` names them: program/report/layout.")


def _bases(likely: Sequence[Compared], chosen: Compared) -> Iterator[Base]:
    """The chosen layout, then other reports, each once, by likeness; always the plain ones at the end."""
    told = {(chosen.program.slug, chosen.report.slug)}
    yield chosen.base()
    others = [one for one in likely if (one.program.slug, one.report.slug) not in told]
    for one in others[:OTHER_REPORTS]:
        told.add((one.program.slug, one.report.slug))
        yield one.base()
    for report in blank().reports:
        if (blank().slug, report.slug) not in told:
            code = f"{blank().slug}/{report.slug}/{report.layouts[0].slug}"
            yield Base(code, blank().name, report.name, report.layouts[0].slug, 0.0, known=False)


def _columns(
    chosen: Compared, columns: Sequence[Profile], further: Sequence[Option], wanted: Edits
) -> list[ColumnProposal]:
    """What each column is; what a person has said goes before what was found, and takes it from other columns."""
    said = {
        at: _code(wanted.columns[column.name], chosen, further, column.name)
        for at, column in enumerate(columns)
        if column.name in wanted.columns
    }
    if unknown := set(wanted.columns) - {column.name for column in columns}:
        raise IntakeError(f"The file has no column {', '.join(sorted(unknown))}. Name columns as the file does.")
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
        raise IntakeError(f"“{name}” can't be “{said}”: {chosen.report.name} has no such field or column.")
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
        why="You chose this." if said is not None and not same else _why(column, target, evidence, same, asks),
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
        return f"{REFUSE_WORDS}: {refusal(column.name) or 'not collected'}"
    return next((option.words for option in further if option.code == code), LEAVE_WORDS)


def _others(chosen: Compared, at: int, code: str) -> Iterator[Choice]:
    for place, evidence in chosen.pairing.best.get(at, ()):
        target = chosen.targets[place]
        if target.choice != code:
            yield Choice(target.choice, f"{target.name}: {target.meaning}", round(evidence.score, 3))


def _why(column: Profile, target: Target | None, evidence: Evidence | None, same: bool, asks: Field | None) -> str:
    if target is None:
        return refusal(column.name).capitalize() or "No field of this report is like it."
    if same or evidence is None:
        return "The name is the same."
    told = [f"“{target.name}” is {_how_alike(evidence.name)}"]
    if evidence.place >= 1:
        told.append("it stands in the same place")
    if words_ := _values_say(column, target, evidence, asks):
        told.append(words_)
    return f"{'; '.join(told)}."


def _how_alike(score: float) -> str:
    for bar, words_ in ((0.8, "nearly the same name"), (0.5, "a like name"), (0.25, "a somewhat like name")):
        if score >= bar:
            return words_
    return "another name"


def _values_say(column: Profile, target: Target, evidence: Evidence, asks: Field | None) -> str:
    if evidence.values is None or not column.filled:
        return ""
    if target.kinds and evidence.values > 0.5:
        return f"{evidence.values:.0%} of its values are known as {targets.CHILD[target.kinds[0]]}"
    if asks and (asks.cast != "text" or asks.words):
        what = {"date": "days", "instant": "moments", "number": "numbers", "whole": "numbers", "yes_no": "yes or no"}
        return f"{evidence.values:.0%} of its values are {what.get(asks.cast, 'words')} as the field takes them"
    return ""


def _doubt(column: Profile, target: Target | None, evidence: Evidence | None, same: bool, chosen: Compared) -> str:
    """What speaks against the choice."""
    if target is None or not column.filled or not target.asks:
        return ""
    closed, blank_words = closed_words(target.asks), target.asks.blank
    if closed and (strange := [one for one in column.different if one not in closed and one not in blank_words]):
        listed = ", ".join(f"“{one[:LONGEST_VALUE]}”" for one in strange[:3])
        return f"Words that this field is not known to use: {listed}. Their rows would wait in quarantine."
    if evidence and evidence.values is not None and evidence.values < CONTRADICTS:
        return "Most of its values are not what this field takes."
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
        return DayForm(form, options, "You chose this form.")
    declared = "%Y-%m-%d" if asks.format == days.ISO and not clock else asks.format
    if not column.filled or (same and declared in fitting):
        return DayForm(asks.format or fitting[0] if fitting or asks.format else "", options, "As the layout says.")
    if len(fitting) == 1:
        chosen = asks.format if fitting[0] == declared else fitting[0]
        return DayForm(chosen, options, f"All {len(column.filled)} values looked at are written so.")
    if not fitting:
        return DayForm("", options, "No form that is known fits all values. Write the form in signs, such as %d.%m.%Y.")
    return DayForm("", options, "Several forms fit all values, and nothing says which is meant. Ask the program.")


def _problems(chosen: Compared, made: Sequence[ColumnProposal], missing: Iterable[Target]) -> Iterator[str]:
    codes = [column.chosen.code for column in made if column.chosen.code.startswith((AS, "fact:", "child:"))]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        names = ", ".join(f"“{column.name}”" for column in made if column.chosen.code == code)
        yield f"{names} can't all be “{code.partition(':')[2]}”: choose one of them."
    for target in missing:
        if target.needed:
            yield f"No column is “{target.name}” ({target.meaning}). Without it no row can become a fact: choose one."
    for column in made:
        if column.days and column.days.asked:
            yield f"“{column.name}”: {column.days.words}"


def with_problems(proposal: Proposal, more: Sequence[str]) -> Proposal:
    return replace(proposal, problems=(*proposal.problems, *more))
