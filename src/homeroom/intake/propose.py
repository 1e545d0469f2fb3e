"""What a file that no layout fits may be: the most likely report, and for each column a field, with the reason.

Nothing here loads anything. A proposal is a guess with its evidence; only a person makes a layout of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from django.utils.translation import gettext_noop

from homeroom.intake.errors import IntakeError
from homeroom.intake.layouts import Header, columns_of
from homeroom.intake.own_programs import each_layout
from homeroom.intake.proposing import targets
from homeroom.intake.proposing.columns import columns_of_file
from homeroom.intake.proposing.compared import Compared, blank, compare
from homeroom.intake.proposing.likeness import weights, words
from homeroom.intake.proposing.profile import Known, Profile
from homeroom.intake.proposing.proposal import Base, ColumnProposal, Edits, Proposal
from homeroom.intake.proposing.targets import AS, Option, Target
from homeroom.programs.declaration import Layout, Program

# Layouts that are compared column by column, and how many of them where a file is very wide.
COMPARED, COMPARED_WIDE, WIDE = 4, 2, 400_000
# A likeness below this is no likeness: the file is of a program that nobody has declared.
UNKNOWN = 0.4
OTHER_REPORTS = 4


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
    made = columns_of_file(chosen, columns, further, wanted)
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
    found = [compare(columns, *one, known) for one in quick[:room]]
    found.sort(key=lambda one: -one.likeness)
    if found and found[0].likeness >= UNKNOWN:
        return found
    plain = [compare(columns, *one, known) for one in each_layout([blank()])]
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


def _chosen(
    likely: Sequence[Compared], code: str, columns: Sequence[Profile], programs: Sequence[Program], known: Known
) -> Compared:
    if not code:
        return likely[0]
    if found := next((one for one in likely if one.code == code), None):
        return found
    for program, report, layout in each_layout((*programs, blank())):
        if code in (f"{program.slug}/{report.slug}/{layout.slug}", f"{program.slug}/{report.slug}"):
            return compare(columns, program, report, layout, known)
    raise IntakeError(
        gettext_noop("There is no report %(code)s. `homeroom layout list` names them: program/report/layout.")
        % {"code": code}
    )


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


def _problems(chosen: Compared, made: Sequence[ColumnProposal], missing: Iterable[Target]) -> Iterator[str]:
    codes = [column.chosen.code for column in made if column.chosen.code.startswith((AS, "fact:", "child:"))]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        names = ", ".join(f"“{column.name}”" for column in made if column.chosen.code == code)
        yield gettext_noop("%(names)s can't all be “%(field)s”: choose one of them.") % {
            "names": names,
            "field": code.partition(":")[2],
        }
    for target in missing:
        if target.needed:
            yield gettext_noop(
                "No column is “%(field)s” (%(meaning_words)s). Without it no row can become a fact: choose one."
            ) % {"field": target.name, "meaning_words": target.meaning}
    for column in made:
        if column.days and column.days.asked:
            yield f"“{column.name}”: {column.days.words}"


def with_problems(proposal: Proposal, more: Sequence[str]) -> Proposal:
    return replace(proposal, problems=(*proposal.problems, *more))
