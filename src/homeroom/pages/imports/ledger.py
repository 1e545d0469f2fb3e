"""A delivery's ledger as people read it: the balance in one sentence, and how far a running job is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from homeroom.intake.models import LEDGER, Delivery
from homeroom.reports.values import count

MEANING = {
    "published": "became facts",
    "duplicate": "we held the same row already",
    "superseded": "a newer version of the row is known",
    "quarantined": "set apart with a reason; see below",
    "ignored": "carries nothing to keep, by the layout's rule",
    "held": "waits for a person's decision",
    "withdrawn": "undone by a person",
    "erased": "erased on request",
}
MIDNIGHT = time()  # a day without an hour is kept as its midnight in UTC, wherever the school lies
SAID_BY = {
    "name": ", by its name",
    "statement": ", as the sender said",
    "column": ", by a column in it",
}
SILENT = timedelta(minutes=2)


@dataclass(frozen=True)
class Progress:
    """How far a running delivery is. `left` is blank until the rate is known."""

    stage: str
    done: int
    total: int
    rate: str
    left: str
    silent: str

    @property
    def words(self) -> str:
        of = f" of {count(self.total)}" if self.total else ""
        return ", ".join(part for part in (f"{count(self.done)}{of} rows", self.rate, self.left) if part)


def balance(delivery: Delivery) -> str:
    """`18,412 in = 18,397 published + 15 quarantined`: published always, the others where there are any."""
    parts = [
        f"{count(rows)} {name}"
        for name in LEDGER
        if (rows := getattr(delivery, name)) or (name == "published" and not delivery.rows_in)
    ]
    return f"{count(delivery.rows_in)} in = {' + '.join(parts)}"


def sentence(delivery: Delivery) -> str:
    """`18,412 in = 18,397 published + 15 quarantined + 0 duplicate`: what is asked first always, others if any."""
    told = ("published", "quarantined", "duplicate")
    if delivery.state != Delivery.State.PUBLISHED:
        return balance(delivery)
    others = [name for name in LEDGER if name not in told and getattr(delivery, name)]
    return f"{count(delivery.rows_in)} in = " + " + ".join(
        f"{count(getattr(delivery, name))} {name}" for name in (*told, *others)
    )


def facts(delivery: Delivery) -> str:
    """The second line: rows are accounted for above, facts here."""
    if not delivery.facts:
        return ""
    told = f"They gave {count(delivery.facts)} facts." if delivery.published else ""
    told = told or f"When it came, they gave {count(delivery.facts)} facts; rows of other files stand for these now."
    if delivery.set_aside_rows:
        rows = f"{count(delivery.set_aside_rows)} row{'s' * (delivery.set_aside_rows != 1)}"
        fields = f"{count(delivery.set_aside)} field{'s' * (delivery.set_aside != 1)}"
        told += f" In {rows}, {fields} set aside."
    return told


def as_of(delivery: Delivery) -> str:
    """What the file speaks of: a day, or a moment on the school's clock, and who says so."""
    if delivery.as_of is None:
        return ""
    told = delivery.as_of.astimezone(UTC)
    day = f"{told:%a} {told.day} {told:%b %Y}"
    if told.time() != MIDNIGHT:
        here = timezone.localtime(delivery.as_of)
        day = f"{here:%a} {here.day} {here:%b %Y, %H:%M}"
    return f"speaks of {day}{SAID_BY.get(delivery.as_of_from, '')}"


def classes(delivery: Delivery) -> list[tuple[str, str, str]]:
    """The eight classes: word, rows, meaning."""
    return [(name, count(getattr(delivery, name)), MEANING[name]) for name in LEDGER]


def progress(delivery: Delivery, now: datetime) -> Progress:
    seconds = max((now - delivery.received_at).total_seconds(), 1.0)
    rate = delivery.rows_done / seconds
    ahead = delivery.rows_total - delivery.rows_done
    heard = delivery.heard_at or delivery.received_at
    return Progress(
        stage=delivery.stage or "waiting",
        done=delivery.rows_done,
        total=delivery.rows_total,
        rate=f"{count(rate)} rows a second" if rate >= 1 else "",
        left=f"about {span(ahead / rate)} left" if rate >= 1 and ahead > 0 else "",
        silent=f"Not heard from for {span((now - heard).total_seconds())}." if now - heard > SILENT else "",
    )


def size(octets: int) -> str:
    for unit, scale in (("MB", 1 << 20), ("KB", 1 << 10)):
        if octets >= scale:
            return f"{octets / scale:.1f} {unit}"
    return f"{octets} bytes"


def span(seconds: float) -> str:
    if seconds < 90:
        return f"{count(max(seconds, 1))} seconds" if seconds >= 1.5 else "1 second"
    return f"{count(seconds / 60)} minutes"
