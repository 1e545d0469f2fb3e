"""Judge again, as if some rows had never come: who stands in their place, and which files say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import groupby

import numpy as np
from django.conf import settings
from django.utils.translation import gettext_noop
from numpy.typing import NDArray

from homeroom.facts import store
from homeroom.facts.engine import EngineError, Session, quoted
from homeroom.facts.models import FactFile
from homeroom.intake import ledger
from homeroom.intake.errors import IntakeError, words_for_error
from homeroom.intake.expand import arriving
from homeroom.intake.layouts import Found, find
from homeroom.intake.ledger import Cause, Move
from homeroom.intake.match import Roster
from homeroom.intake.models import Delivery, RowGroup
from homeroom.intake.publish import (
    as_ofs,
    asides_in,
    causes_in,
    circumstances,
    link,
    losers,
    meeting,
    rewritten,
    rule,
    waits_in,
)
from homeroom.intake.reasons import words_for
from homeroom.intake.settle import judge, same, say_as_ofs
from homeroom.intake.who import waiting
from homeroom.intake.who.decided import knowing
from homeroom.intake.working import malformed_causes, opened, read_whole
from homeroom.intake.workshop import workshop
from homeroom.programs.declaration import Program

Rows = NDArray[np.int64]
EARLIEST = datetime.min.replace(tzinfo=UTC)
LEAVES = "leaving l on l.delivery = f.delivery and l.row = f.row"


@dataclass
class Again:
    """A publication without the rows: files, for each delivery which rows end anew, and whose facts went."""

    staged: list[store.Staged] = field(default_factory=list)
    retired: list[int] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    students: list[int] = field(default_factory=list)
    # Fields that rows which came back leave aside, by delivery.
    asides: dict[int, list[Cause]] = field(default_factory=lambda: defaultdict(list))
    # Rows that came back and have no child, by delivery.
    waits: list[tuple[Delivery, list[waiting.Waits]]] = field(default_factory=list)

    def record(self) -> None:
        """Write it into the ledgers. Call it inside the transaction that publishes."""
        for one in self.moves:
            ledger.move(one)
        for delivery, causes in self.asides.items():
            ledger.set_aside(delivery, causes)
        for one_delivery, waits in self.waits:
            waiting.add(one_delivery, waits)


@dataclass(frozen=True)
class Work:
    """What judging one report's rows again needs at hand."""

    place: Session
    found: Found
    programs: Sequence[Program]
    known: Roster
    standing: Sequence[FactFile]
    waits: list[tuple[Delivery, list[waiting.Waits]]]

    @property
    def key(self) -> str:
        return f"hash({', '.join(map(quoted, self.found.layout.key))})"


def judge_again(
    place: Session, rows: Mapping[int, Rows], cause: Cause, programs: Sequence[Program], heir: Delivery | None = None
) -> Again:
    """Work out, under the store's lock, the publication in which `rows` (by delivery) end for `cause`.

    `heir` is judged as if it had just come: a delivery of the same bytes as the one that goes, with all its rows; or,
    where it is itself among `rows`, with those.
    """
    again = Again()
    for found, deliveries in _by_rule(Delivery.objects.filter(pk__in=rows).order_by("pk"), programs):
        asked = {one.pk: rows[one.pk] for one in deliveries}
        if found is None:  # it was never read, so there is nothing of it among the facts
            again.moves += [Move(pk, replace(cause, numbers=numbers)) for pk, numbers in asked.items()]
            continue
        known = knowing(found.program.slug)
        work = Work(place, found, programs, known, list(store.true_files(found.report.fact.name)), again.waits)
        again.moves += _leave(work, asked, cause)
        again.students += place.run("select distinct student from leaving order by all").column("student")
        again.moves += _return(work, asked, heir)
        again.moves += _settle(work, deliveries[0])
        _files(work, again)
        for pk, aside in _asides(work):
            again.asides[pk].append(aside)
    return again


def _by_rule(
    deliveries: Iterable[Delivery], programs: Sequence[Program]
) -> Iterator[tuple[Found | None, list[Delivery]]]:
    """The deliveries whose rows can meet, together, with a layout that says how."""
    together: dict[object, tuple[Found | None, list[Delivery]]] = {}
    for one in deliveries:
        found = _layout_of(one, programs)
        meets = (one.program, one.report, rule(found.layout)) if found else None
        together.setdefault(meets, (found, []))[1].append(one)
    yield from together.values()


def _layout_of(delivery: Delivery, programs: Sequence[Program]) -> Found | None:
    if not delivery.layout:
        return None
    for program in (one for one in programs if one.slug == delivery.program):
        for report in (one for one in program.reports if one.slug == delivery.report):
            for layout in (one for one in report.layouts if one.slug == delivery.layout):
                return Found(program, report, layout, {name: at for at, name in enumerate(layout.columns)}, ())
    raise IntakeError(
        gettext_noop(
            "%(file)s: its layout %(program)s %(report)s %(layout)s is not declared any more, so nobody can "
            "say what its rows had pushed aside. Put the declaration back, then undo."
        )
        % {"file": delivery.file, "program": delivery.program, "report": delivery.report, "layout": delivery.layout}
    )


def _leave(work: Work, asked: Mapping[int, Rows], cause: Cause) -> Iterator[Move]:
    """Fill `leaving` (delivery, row, student, facts) with the rows that stand; how all that were asked for end."""
    place = work.place
    place.files("every_file", work.found.report.fact, [store.folder() / file.path for file in work.standing])
    _put(place, "asked", asked)
    place.run(
        "create or replace temp table leaving as select delivery, row, any_value(student) as student, count(*) as facts"
        " from every_file semi join asked using (delivery, row) group by delivery, row"
    )
    place.run(
        f"create or replace temp table touched as select distinct {work.key} as key"
        f" from every_file f semi join {LEAVES}"
    )
    stays = {"withdrawn", ledger.ERASED}
    if cause.ended_as == "quarantined":
        stays |= {"held", "quarantined", "ignored"}
    for pk, numbers in asked.items():
        stood = place.numbers("select row from leaving where delivery = $pk", {"pk": pk})
        facts = place.run("select coalesce(sum(facts), 0)::bigint from leaving where delivery = $pk", {"pk": pk}).one[0]
        others = np.intersect1d(numbers, _in_groups(pk, stays))
        yield Move(pk, replace(cause, numbers=np.union1d(stood, others)), stood, -facts)


def _in_groups(delivery: int, without: set[str]) -> Rows:
    groups = RowGroup.objects.filter(delivery=delivery).exclude(ended_as__in={*without, ledger.SET_ASIDE})
    return np.concatenate([np.empty(0, np.int64), *(ledger.unpacked(group.numbers) for group in groups)])


def _put(place: Session, name: str, rows: Mapping[int, Rows]) -> None:
    """A table (delivery, row) of many row numbers, handed over as runs of neighbours."""
    runs = [(pk, first, past) for pk, numbers in rows.items() for first, past in _runs(numbers)]
    columns = {at: [run[place_] for run in runs] for place_, at in enumerate(("delivery", "first", "past"))}
    place.relation("runs", columns)
    place.run(
        f"create or replace temp table {name} as"
        " select delivery::integer as delivery, unnest(range(first::bigint, past::bigint))::integer as row from runs"
    )


def _runs(numbers: Rows) -> Iterator[tuple[int, int]]:
    if numbers.size:
        ends = np.flatnonzero(np.diff(numbers) != 1)
        starts = np.concatenate([[0], ends + 1])
        yield from zip(numbers[starts].tolist(), (numbers[np.append(ends, numbers.size - 1)] + 1).tolist(), strict=True)


def _return(work: Work, asked: Mapping[int, Rows], heir: Delivery | None) -> Iterator[Move]:
    """Fill `coming_back` with the facts of rows that had lost to the leaving ones; rows that can't be facts end anew.

    The latest come first: where one of them has a key, no earlier one can stand there.
    """
    place = work.place
    place.run("create or replace temp table coming_back as select * from every_file where false")
    place.run('create or replace temp table asides (delivery integer, row integer, code varchar, "column" varchar)')
    if heir and heir.pk in asked:  # what can't be read now must not leave
        yield from (Move(heir.pk, cause) for cause in _read(work, heir, asked[heir.pk], True) if len(cause.numbers))
    elif heir:
        rows = np.setdiff1d(np.arange(1, heir.rows_in + 1), ledger.erased_rows(heir.sha256))
        yield from _read_back(work, heir, rows, whole=True)
    for _, alike in groupby(_losers_before(work.found), key=lambda one: one.as_of):
        if not place.run("select count(*) from touched").one[0]:
            return
        for delivery in alike:
            lost = np.setdiff1d(_lost(delivery), asked.get(delivery.pk, ()))
            yield from _read_back(work, delivery, lost) if lost.size else ()
        if not work.found.layout.as_of.column:
            place.run(f"delete from touched where key in (select {work.key} from coming_back)")


def _losers_before(found: Found) -> list[Delivery]:
    """Deliveries with rows that lost to others of this rule, the latest first."""
    holding = meeting(found).filter(same_as=None).exclude(duplicate=0, superseded=0)
    return sorted(holding, key=lambda one: (one.as_of is not None, one.as_of or EARLIEST, one.pk), reverse=True)


def _lost(delivery: Delivery) -> Rows:
    groups = delivery.groups.filter(ended_as__in=ledger.LOST)
    return np.unique(np.concatenate([np.empty(0, np.int64), *(ledger.unpacked(g.numbers) for g in groups)]))


def _read_back(work: Work, delivery: Delivery, numbers: Rows, whole: bool = False) -> Iterator[Move]:
    """Rows of a delivery out of its original into `coming_back`: all of them, or those whose key is touched."""
    try:
        causes = _read(work, delivery, numbers, whole)
    except (IntakeError, EngineError) as error:
        words_for_error(delivery.file, error)  # the installation's own trouble ends the undo
        causes = [Cause("quarantined", "unreadable", "", words_for("unreadable"), numbers)]
    yield from (Move(delivery.pk, cause) for cause in causes if len(cause.numbers))


def _read(work: Work, delivery: Delivery, numbers: Rows, whole: bool) -> list[Cause]:
    place = work.place
    with workshop() as shop, opened(delivery, shop, place) as (path, header):
        found = find(header, work.programs)
        if found is None or rule(found.layout) != rule(work.found.layout) or found.report != work.found.report:
            raise IntakeError(
                gettext_noop("%(file)s: the declaration that fits it now is another.") % {"file": delivery.file}
            )
        read = read_whole(place, path, header, found)
        _put(place, "wanted", {delivery.pk: numbers})
        place.run("delete from typed where row not in (select row from wanted)")
        work.waits.append((delivery, waits_in(place, link(place, found, work.known))))
        coming = arriving(found, circumstances(place, found, delivery.pk, settings.TIME_ZONE, delivery.as_of))
        chosen = "true" if whole else f"{work.key} in (select key from touched)"
        place.run(
            f"insert into coming_back by name select * from ({coming.facts})"
            f" where row in (select row from ({coming.keys}) where {chosen})"
        )
        _note_asides(place, delivery.pk)
        wanted = set(numbers.tolist())
        malformed = malformed_causes([fault for fault in read.malformed if fault.row in wanted])
        return [*malformed, *causes_in(place, found)]


def _note_asides(place: Session, delivery: int) -> None:
    place.run("create or replace temp table losers (row integer, standing boolean)")
    for cause in asides_in(place):
        rows = np.unique(np.asarray(cause.numbers, dtype=np.int64))
        _put(place, "aside_rows", {delivery: rows})
        told = {"code": cause.code, "column": cause.column}
        place.run("insert into asides select delivery, row, $code, $column from aside_rows", told)


def _asides(work: Work) -> Iterator[tuple[int, Cause]]:
    """What rows that stand again leave aside."""
    rows = work.place.run(
        'select delivery, code, "column", list(row) from asides semi join coming_back using (delivery, row)'
        " anti join losers using (delivery, row) group by all order by all"
    ).rows
    for pk, code, column, numbers in rows:
        yield pk, Cause(ledger.SET_ASIDE, code, column, words_for(code, column), numbers)


def _settle(work: Work, of: Delivery) -> Iterator[Move]:
    """What returns meets what stands: fill `losers`, and say how each row that came back or fell ends."""
    place = work.place
    say_as_ofs(place, as_ofs(work.found, of))
    judge(
        place,
        work.found,
        f"select *, false as standing from coming_back union all by name"
        f" select f.*, true as standing from every_file f anti join {LEAVES}"
        f" where {same(work.found)} and {work.key} in (select {work.key} from coming_back)",
    )
    won = "select delivery, row from coming_back r anti join losers l on l.delivery = r.delivery and l.row = r.row"
    for pk, facts in place.run(f"select delivery, count(*) from ({won}) group by all order by all").rows:
        rows = place.numbers(f"select distinct row from ({won}) where delivery = $pk", {"pk": pk})
        yield Move(pk, None, rows=np.sort(rows), facts=facts)
    yield from _fallen(work)


def _fallen(work: Work) -> Iterator[Move]:
    lost = work.place.run("select distinct delivery, ends_as, standing from losers order by all").rows
    of = "select count(*) from every_file f semi join losers l on l.delivery = f.delivery and l.row = f.row"
    for pk, ends_as, standing in lost:
        rows = np.sort(losers(work.place, pk, ends_as, standing))
        facts = f"{of} and l.standing and l.delivery = $pk and l.ends_as = $ends_as"
        fell = work.place.run(facts, {"pk": pk, "ends_as": ends_as}).one[0] if standing else 0
        yield Move(pk, ledger.lost(ends_as, rows), rows if standing else (), -fell)


def _files(work: Work, again: Again) -> None:
    """The files that hold a leaving or a fallen row, written anew; and one more for what returns."""
    place, table = work.place, work.found.report.fact
    place.run(
        "create or replace temp table away as select delivery, row from leaving"
        " union all select delivery, row from losers where standing"
    )
    staged, retired = rewritten(place, table, work.standing, "away l on l.delivery = f.delivery and l.row = f.row")
    back = "select r.* from coming_back r anti join losers l on l.delivery = r.delivery and l.row = r.row"
    again.staged += [*staged, *store.stage(place, table, back)]
    again.retired += retired
