"""From typed rows to true facts: join the children, settle keys, write, and publish with the ledger in one step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from django.conf import settings
from django.db.models import F, QuerySet
from django.utils import timezone
from numpy.typing import NDArray

from homeroom.facts import store
from homeroom.facts.engine import Session, literal
from homeroom.facts.models import FactFile, FactVersion
from homeroom.facts.schema import Table
from homeroom.intake import ledger
from homeroom.intake.compile import SEPARATOR, content_column, fields_in, identity_columns
from homeroom.intake.expand import Arriving, Circumstances, arriving
from homeroom.intake.feeds.schools import Key, Tally, note_schools, tallied
from homeroom.intake.layouts import Found
from homeroom.intake.match import ERASED, NOT_OURS, Claim, Link, Roster, claim_from, match
from homeroom.intake.matching.claim import as_text, digest, key, vendor_key
from homeroom.intake.matching.compare import evidence
from homeroom.intake.models import LEDGER, Delivery, IdentityLink
from homeroom.intake.periods import SCHOOL_YEAR_STARTS
from homeroom.intake.reasons import words_for
from homeroom.intake.settle import settle
from homeroom.intake.who import waiting
from homeroom.intake.who.decided import knowing
from homeroom.intake.wide import AND
from homeroom.people.insert import NEVER_TWICE, insert
from homeroom.programs.declaration import Layout
from homeroom.standards.content import Content, take_content

# Rows without a child for whom nobody is asked, and how they end. All others wait for a person.
ENDS_AS = {NOT_OURS: "ignored", ERASED: "erased"}


# Each identity, and whether it has a row without a problem.
IDENTITIES = (
    "select identity, count(*) filter (where problem is null) > 0 from typed where identity is not null"
    " group by identity order by identity"
)
LINK = (
    *("program", "vendor_key", "key", "identity", "claim", "student"),
    *("method", "evidence", "score", "decision", "delivery", "made_at", "withdrawn_at"),
)


@dataclass(frozen=True)
class Matched:
    """One identity of the file: its text, what it claims, and the verdict."""

    identity: str
    claim: Claim
    link: Link


def publish(
    place: Session,
    found: Found,
    delivery: Delivery,
    malformed: Sequence[ledger.Cause],
    schools: Mapping[Key, Tally] | None = None,
) -> None:
    """Publish the rows of the temporary table `typed` as facts of `delivery`.

    `schools` are those of its whole file, where `typed` holds only some of its rows.

    The facts, the files they retire, the ledgers of all deliveries touched, content items and identity links become
    true together. What `delivery` counts as quarantined or held before the call is taken as judged anew.
    """
    known = knowing(found.program.slug)
    matched = link(place, found, known)
    around = circumstances(place, found, delivery.pk, settings.TIME_ZONE, delivery.as_of)
    schools = tallied(place, found, around.program) if schools is None else schools
    coming = arriving(found, around)
    causes = [*malformed, *causes_in(place, found)]
    waits = waits_in(place, matched)
    with store.publishing():
        years = _school_years(place, found, coming)
        standing = _standing(place, found, years)
        lost = settle(place, found, coming, as_ofs(found, delivery), [store.folder() / f.path for f in standing])
        staged = store.stage(place, found.report.fact, _kept(coming, lost), years, coming.late) if years else []
        rewritten, retired = _rewrite(place, found, standing) if lost else ([], [])

        def beside(_: FactVersion) -> None:
            _write_ledgers(place, delivery, causes, sum(item.rows for item in staged))
            note_schools(delivery, schools)
            take_content(_contents(place, found, around.program))
            insert(IdentityLink, LINK, _links(found, delivery, matched, known), NEVER_TWICE)
            waiting.keep(delivery, waits)

        store.publish([*staged, *rewritten], retired, f"delivery {delivery.pk}", beside)


def link(place: Session, found: Found, known: Roster) -> list[Matched]:
    """Judge every identity of `typed`: tables `links` (identity, student), `strangers` (…, code, words)."""
    matched = list(_match(place, found, known))
    if erased := [one.identity for one in matched if one.link.method == ERASED]:
        # Whatever else is wrong with such a row, it is gone.
        place.relation("erased_identities", {"identity": erased})
        place.run("update typed set problem = null where identity in (select identity from erased_identities)")
    _put(place, "links", [(one.identity, one.link.student) for one in matched if one.link.student is not None])
    others = [one for one in matched if one.link.student is None]
    _put(place, "strangers", [(one.identity, 0, one.link.method, one.link.words) for one in others])
    return matched


def waits_in(place: Session, matched: Sequence[Matched]) -> list[waiting.Waits]:
    """The rows of `typed` for which a person is asked, by key."""
    return waiting.waits(place, [(m.identity, m.claim, m.link.method, m.link.words) for m in _waiting(matched)])


def causes_in(place: Session, found: Found) -> Iterator[ledger.Cause]:
    """Every row of `typed` that ends elsewhere than among the facts, before keys are settled."""
    yield from _problems(place)
    yield from _unmatched(place)
    yield from _without_result(place, found)


def asides_in(place: Session) -> list[ledger.Cause]:
    """Fields of linked rows of `typed` that were set aside: one cause a column and reason, rows that lost left out."""
    entry = "string_split(unnest(string_split(aside, {AND})), '|')".replace("{AND}", literal(AND))
    rows = place.run(
        "select entry[1], entry[2], list(distinct row order by row) from"
        f" (select row, {entry} as entry from typed semi join links using (identity)"
        "  where aside is not null and problem is null and row not in (select row from losers where not standing))"
        " group by all order by all"
    ).rows
    return [
        ledger.Cause(ledger.SET_ASIDE, code, column, words_for(code, column), numbers) for code, column, numbers in rows
    ]


def _match(place: Session, found: Found, known: Roster) -> Iterator[Matched]:
    kinds = [kind for kind, _ in identity_columns(found)]
    for identity, sound in place.run(IDENTITIES).rows:
        claim = claim_of(identity, kinds, found.layout)
        link = match(claim, known) if sound or known.erased else None
        if link and (sound or link.method == ERASED):
            yield Matched(identity, claim, link)


def claim_of(identity: str, kinds: Sequence[str], layout: Layout) -> Claim:
    """What an identity of `typed` claims. A cell that holds the separator itself names nobody."""
    parts = identity.split(SEPARATOR)
    return claim_from(list(zip(kinds, parts, strict=True)) if len(parts) == len(kinds) else [], layout.prefixes)


def _put(place: Session, name: str, rows: Sequence[tuple[object, ...]]) -> None:
    columns = ("identity", "student", "code", "words")
    blank = tuple("" for _ in columns)
    padded = [row + blank[len(row) :] for row in rows]
    place.relation("verdicts", {column: [str(row[at]) for row in padded] for at, column in enumerate(columns)})
    place.run(
        f"create or replace temp table {name} as select identity::varchar as identity, code::varchar as code,"
        " words::varchar as words, try_cast(student::varchar as integer) as student from verdicts"
    )


def circumstances(
    place: Session, found: Found, delivery: int, zone: str, as_of: datetime | None = None
) -> Circumstances:
    """What the facts of the read file depend on beside its rows."""
    fields = fields_in(found)
    span = (
        place.run("select min(f_occurred_at), max(f_occurred_at) from typed").one if "occurred_at" in fields else None
    )
    named = [found.program.slug]
    if "program" in fields:
        named = place.run("select distinct f_program from typed where problem is null").column("f_program")
    program = named[0] if len(named) == 1 else ""
    return Circumstances(delivery, zone, span if span and span[0] else None, program, as_of)


def _problems(place: Session) -> Iterator[ledger.Cause]:
    rows = place.run("select problem, list(row) from typed where problem is not null group by all order by 1").rows
    for problem, numbers in rows:
        code, _, column = problem.partition("|")
        yield ledger.Cause("quarantined", code, column, words_for(code, column), numbers)


def _unmatched(place: Session) -> Iterator[ledger.Cause]:
    rows = place.run(
        "select code, words, list(row) from typed join strangers using (identity) where problem is null"
        " group by all order by all"
    ).rows
    for code, words, numbers in rows:
        yield ledger.Cause(ENDS_AS.get(code, "quarantined"), code, "", words, numbers)


def _without_result(place: Session, found: Found) -> Iterator[ledger.Cause]:
    if found.layout.each:
        blank = " and ".join(f"e_{number} is null" for number in range(len(found.layout.each)))
        sql = f"select list(row) from typed semi join links using (identity) where problem is null and {blank}"
        (numbers,) = place.run(sql).one
        yield ledger.Cause("ignored", "no_result", "", words_for("no_result"), numbers or [])


def _school_years(place: Session, found: Found, coming: Arriving) -> list[int]:
    """The school years the facts fall in; where they follow from the days, those between the first and the last."""
    fields = fields_in(found)
    if "school_year" in fields or "occurred_at" not in fields:
        return place.run(f"select distinct school_year from ({coming.facts}) order by all").column("school_year")
    low, high = place.run("select min(f_occurred_at), max(f_occurred_at) from typed where problem is null").one
    if low is None:
        return []
    day = timedelta(days=1)  # the school's day may be a day from UTC's
    return list(range(_ends_in(low - day), _ends_in(high + day) + 1))


def _ends_in(day: datetime) -> int:
    return day.year + (day.month >= SCHOOL_YEAR_STARTS)


def _standing(place: Session, found: Found, years: Sequence[int]) -> list[FactFile]:
    """True files that may hold the linked children's keys, of these school years where the key tells the year.

    One that doesn't, such as a sitting's number, may stand in another year than it comes in.
    """
    low, high = place.run("select coalesce(min(student), 0), coalesce(max(student), -1) from links").one
    table, looked = found.report.fact.name, years if _tells_school_year(found.layout) else [None]
    return [file for year in looked for file in store.true_files(table, school_year=year, students=[low, high])]


def _tells_school_year(layout: Layout) -> bool:
    dated = bool({"occurred_on", "occurred_at"} & set(layout.key))
    return "school_year" in layout.key or (dated and "school_year" not in layout.fields)


def _kept(coming: Arriving, lost: int) -> str:
    if not lost:
        return coming.facts
    return f"select f.* from ({coming.facts}) f anti join losers l on l.row = f.row and not l.standing"


def _rewrite(place: Session, found: Found, standing: Sequence[FactFile]) -> tuple[list[store.Staged], list[int]]:
    """Standing files that hold a loser, written anew without it."""
    return rewritten(
        place, found.report.fact, standing, "losers l on l.delivery = f.delivery and l.row = f.row and l.standing"
    )


def rewritten(
    place: Session, table: Table, standing: Sequence[FactFile], lost: str
) -> tuple[list[store.Staged], list[int]]:
    """The files that hold facts `f` which `lost` takes out, written anew without those; and which are retired."""
    staged, retired = [], []
    for file in standing:
        place.files("one_file", table, [store.folder() / file.path])
        if place.run(f"select count(*) from one_file f semi join {lost}").one[0]:
            sql = f"select f.* from one_file f anti join {lost}"
            staged.append(store.stage_year(place, table, file.school_year, sql, every=True))
            retired.append(file.pk)
    return staged, retired


def _write_ledgers(place: Session, delivery: Delivery, causes: Sequence[ledger.Cause], facts: int) -> None:
    lost = place.run("select delivery, standing, ends_as, count(*) from losers group by all").rows
    for other, standing, ends_as, rows in lost:
        if standing and other != delivery.pk:
            moved = {"published": F("published") - rows, ends_as: F(ends_as) + rows}
            Delivery.objects.filter(pk=other).update(**moved)
    delivery.refresh_from_db(fields=LEDGER)
    counts = Counter({name: getattr(delivery, name) for name in LEDGER})
    judged = delivery.rows_in - sum(counts.values()) + counts.pop("quarantined") + counts.pop("held")
    counts.update(_counted(causes))
    for other, standing, ends_as, rows in lost:
        if other == delivery.pk:
            counts[ends_as] += rows
            counts["published"] -= rows if standing else 0
            judged -= 0 if standing else rows
    counts["published"] += judged - sum(len(cause.numbers) for cause in causes)
    delivery.state, delivery.finished_at = Delivery.State.PUBLISHED, timezone.now()
    delivery.stage, delivery.facts = "", delivery.facts + facts
    ledger.write(delivery, counts, causes)
    ledger.set_aside(delivery.pk, asides_in(place))
    for other, standing, ends_as, _ in lost:
        rows = losers(place, other, ends_as, standing)
        ledger.add(other, ledger.lost(ends_as, rows))
        if standing:
            ledger.no_longer_aside(other, rows)


def losers(place: Session, delivery: int, ends_as: str, standing: bool) -> NDArray[np.int64]:
    """The rows of a delivery that the table `losers` says end so."""
    sql = "select row from losers where delivery = $delivery and ends_as = $ends_as and standing = $standing"
    return place.numbers(sql, {"delivery": delivery, "ends_as": ends_as, "standing": standing})


def _counted(causes: Sequence[ledger.Cause]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for cause in causes:
        counted[cause.ended_as] += len(cause.numbers)
    return counted


def _contents(place: Session, found: Found, one_program: str) -> list[Content]:
    """The lessons and items that well-formed rows name; `one_program` is that of all rows, where there is one."""
    content = found.layout.content
    told = [name for name in content if name != "kind" and content[name] in found.position]
    if not told:
        return []
    columns = ", ".join(f"coalesce({content_column(found, name)}, '') as {name}" for name in told)
    program = "" if one_program else "f_program as program, "
    rows = place.run(f"select distinct {program}{columns} from typed where problem is null order by all")
    named = ({"program": one_program, **row} for row in rows.dicts() if row["external_id"])
    return [Content(kind=content["kind"], **row) for row in named]


def _waiting(matched: Sequence[Matched]) -> list[Matched]:
    """Those for whom a person is asked."""
    return [one for one in matched if one.link.student is None and one.link.method not in ENDS_AS]


def _links(found: Found, delivery: Delivery, matched: Sequence[Matched], known: Roster) -> Iterator[tuple[object, ...]]:
    """The links that are new, each as `LINK` says; most of a night's are those of the night before."""
    now = timezone.now()
    links = IdentityLink.objects.filter(program=found.program.slug, withdrawn_at=None)
    made = set(links.values_list("identity", "student_id", "method"))
    for one in matched:
        text = as_text(one.claim)
        identity = digest(text)
        if one.link.student is not None and (identity, one.link.student, one.link.method) not in made:
            told = (found.program.slug, vendor_key(one.claim), key(one.claim), identity, text)
            how = (one.link.method, evidence(one.claim, one.link.student, known), one.link.score, one.link.decision)
            yield (*told, one.link.student, *how, delivery.pk, now, None)


def as_ofs(found: Found, delivery: Delivery) -> dict[int, datetime | None]:
    """The deliveries whose rows the file's can meet, with the moment each speaks of."""
    met = meeting(found)
    moments = {**dict(met.values_list("pk", "as_of")), delivery.pk: delivery.as_of}
    return {pk: moment and moment.astimezone(UTC).replace(tzinfo=None) for pk, moment in moments.items()}


def meeting(found: Found) -> QuerySet[Delivery]:
    """Deliveries of the report whose layout has the same key. One that is declared no longer is taken to have it."""
    others = [layout.slug for layout in found.report.layouts if rule(layout) != rule(found.layout)]
    return Delivery.objects.filter(program=found.program.slug, report=found.report.slug).exclude(layout__in=others)


def rule(layout: Layout) -> tuple[tuple[str, ...], bool]:
    return layout.key, layout.repeats
