"""The derived tables of plans, changed in one transaction with the plan itself: both are of one version, or of none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from importlib import resources

from homeroom.facts import store
from homeroom.facts.engine import session
from homeroom.facts.schema import PLACEMENTS, ROTATION_MINUTES, TABLES
from homeroom.intake.feeds.odd import school_year
from homeroom.people.clock import today
from homeroom.rotation import draw
from homeroom.rotation.drafts import minutes_of
from homeroom.rotation.errors import RotationError, gettext_noop
from homeroom.rotation.models import BlockPlan, Placement

PATIENCE = 10.0  # seconds that a person's click waits for what is published meanwhile
BUSY = gettext_noop("New answers are being worked in at this moment. Nothing was changed: try again in some minutes.")
WRITTEN = {PLACEMENTS: "placed.sql", ROTATION_MINUTES: "kept_minutes.sql"}
Rows = dict[str, list[object]]


@contextmanager
def in_turn() -> Iterator[None]:
    """Nobody else publishes meanwhile. Raises RotationError where somebody does all the while."""
    try:
        with store.publishing_within(PATIENCE):
            yield
    except BlockingIOError:
        raise RotationError(BUSY) from None


def replace(
    plan: BlockPlan, rows: Rows, since: date, before: BlockPlan | None, cause: str, beside: Callable[[], None]
) -> int:
    """Put `rows` in the place of what stands of the plan's school and week from a day on, with `beside` in the same
    transaction. Minutes of days that are over go on under the new version. Returns the facts' version."""
    year = school_year(plan.week)
    changing: Rows = {
        "school": [plan.school_id],
        "week": [plan.week],
        "since": [since],
        "today": [today()],
        "before": [before.version if before else None],
        "version": [plan.version],
    }
    old = {table: list(store.true_files(table.name, school_year=year)) for table in WRITTEN}
    with session() as place:
        for table, files in old.items():
            place.files(table.name, TABLES[table.name], [store.folder() / file.path for file in files])
        place.relation("published", rows)
        place.relation("changing", changing)
        # Minutes that nobody has worked out yet are not told of as worked out.
        told = [table for table, files in old.items() if files or table is PLACEMENTS]
        staged = [store.stage_year(place, table, year, sql(WRITTEN[table]), every=True) for table in told]
        retired = [file.pk for table in told for file in old[table]]
        return store.publish(staged, retired, cause, lambda _: beside())


def rows_of(plan: BlockPlan, since: date, moved: Mapping[int, Placement]) -> Rows:
    """The plan's placements from a day on, as the table holds them. `moved` are those that coins have changed."""
    drawn = draw.by_lot(plan)
    found = Placement.objects.filter(plan=plan, day__gte=since).select_related("group", "standard").order_by("pk")
    rows = (moved.get(one.pk, one) for one in found)
    return _columns([_row(plan, one, drawn.get((one.student_id, one.day, one.session))) for one in rows])


def no_rows() -> Rows:
    return _columns([])


def sql(name: str) -> str:
    return (resources.files("homeroom.rotation") / name).read_text("utf-8")


def _row(plan: BlockPlan, one: Placement, drawn: tuple[int, float] | None) -> tuple[object, ...]:
    return (
        one.student_id,
        school_year(plan.week),
        plan.school_id,
        plan.week,
        one.day,
        one.session,
        minutes_of(one),
        one.modality,
        one.group.key if one.group else None,
        one.staff_id,
        one.room_id,
        one.program,
        one.standard.code if one.standard else None,
        drawn is not None,
        *(drawn or (None, None)),
        plan.version,
    )


def _columns(rows: Sequence[tuple[object, ...]]) -> Rows:
    return {name: [row[at] for row in rows] for at, name in enumerate(PLACEMENTS.names)}
