"""A delivery's ledger as people read it: the balance in one sentence, and how far a running job is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, gettext_noop, ngettext, ngettext_lazy

from homeroom.intake.models import LEDGER, Delivery
from homeroom.pages.imports import states
from homeroom.reports.values import count, day

MEANING = {
    "published": gettext_noop("became facts"),
    "duplicate": gettext_noop("we held the same row already"),
    "superseded": gettext_noop("a newer version of the row is known"),
    "quarantined": gettext_noop("set apart with a reason; see below"),
    "ignored": gettext_noop("carries nothing to keep, by the layout's rule"),
    "held": gettext_noop("waits for a person's decision"),
    "withdrawn": gettext_noop("undone by a person"),
    "erased": gettext_noop("erased on request"),
}
MIDNIGHT = time()  # a day without an hour is kept as its midnight in UTC, wherever the school lies
SAID_BY = {
    "name": gettext_lazy("speaks of %(day)s, by its name"),
    "statement": gettext_lazy("speaks of %(day)s, as the sender said"),
    "column": gettext_lazy("speaks of %(day)s, by a column in it"),
}
# The same in English for one and many; other languages tell them apart.
COUNTED = {
    "published": ngettext_lazy("%(rows)s published", "%(rows)s published", "n"),
    "duplicate": ngettext_lazy("%(rows)s duplicate", "%(rows)s duplicate", "n"),
    "superseded": ngettext_lazy("%(rows)s superseded", "%(rows)s superseded", "n"),
    "quarantined": ngettext_lazy("%(rows)s quarantined", "%(rows)s quarantined", "n"),
    "ignored": ngettext_lazy("%(rows)s ignored", "%(rows)s ignored", "n"),
    "held": ngettext_lazy("%(rows)s held", "%(rows)s held", "n"),
    "withdrawn": ngettext_lazy("%(rows)s withdrawn", "%(rows)s withdrawn", "n"),
    "erased": ngettext_lazy("%(rows)s erased", "%(rows)s erased", "n"),
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
        rows = gettext("%(done)s of %(total)s rows") if self.total else gettext("%(done)s rows")
        told = rows % {"done": count(self.done), "total": count(self.total)}
        return ", ".join(part for part in (told, self.rate, self.left) if part)


def balance(delivery: Delivery) -> str:
    """`18,412 in = 18,397 published + 15 quarantined`: published always, the others where there are any."""
    return _equation(
        delivery, [n for n in LEDGER if getattr(delivery, n) or (n == "published" and not delivery.rows_in)]
    )


def sentence(delivery: Delivery) -> str:
    """`18,412 in = 18,397 published + 15 quarantined + 0 duplicate`: what is asked first always, others if any."""
    told = ("published", "quarantined", "duplicate")
    if delivery.state != Delivery.State.PUBLISHED:
        return balance(delivery)
    others = [name for name in LEDGER if name not in told and getattr(delivery, name)]
    return _equation(delivery, (*told, *others))


def _equation(delivery: Delivery, names: Iterable[str]) -> str:
    parts = " + ".join(_counted(delivery, name) for name in names)
    return gettext("%(rows)s in = %(parts)s") % {"rows": count(delivery.rows_in), "parts": parts}


def _counted(delivery: Delivery, name: str) -> str:
    rows = getattr(delivery, name)
    return str(COUNTED[name] % {"n": rows, "rows": count(rows)})


def facts(delivery: Delivery) -> str:
    """The second line: rows are accounted for above, facts here."""
    if not delivery.facts:
        return ""
    now = gettext("They gave %(n)s facts.")
    then = gettext("When it came, they gave %(n)s facts; rows of other files stand for these now.")
    told = (now if delivery.published else then) % {"n": count(delivery.facts)}
    return f"{told} {_aside(delivery.set_aside_rows, delivery.set_aside)}".strip()


def _aside(rows: int, fields: int) -> str:
    if not rows:
        return ""
    in_rows = ngettext("In %(n)s row, %(fields)s set aside.", "In %(n)s rows, %(fields)s set aside.", rows)
    told = ngettext("%(n)s field", "%(n)s fields", fields) % {"n": count(fields)}
    return in_rows % {"n": count(rows), "fields": told}


def as_of(delivery: Delivery) -> str:
    """What the file speaks of: a day, or a moment on the school's clock, and who says so."""
    if delivery.as_of is None:
        return ""
    told = delivery.as_of.astimezone(UTC)
    here = timezone.localtime(delivery.as_of)
    words = day(told) if told.time() == MIDNIGHT else f"{day(here)}, {here:%H:%M}"
    return str(SAID_BY.get(delivery.as_of_from, gettext("speaks of %(day)s"))) % {"day": words}


def classes(delivery: Delivery) -> list[tuple[str, str, str]]:
    """The eight classes: word, rows, meaning."""
    return [(states.of_rows(name), count(getattr(delivery, name)), gettext(MEANING[name])) for name in LEDGER]


def progress(delivery: Delivery, now: datetime) -> Progress:
    seconds = max((now - delivery.received_at).total_seconds(), 1.0)
    rate = delivery.rows_done / seconds
    ahead = delivery.rows_total - delivery.rows_done
    heard = delivery.heard_at or delivery.received_at
    return Progress(
        stage=states.of_stage(delivery.stage or "waiting"),
        done=delivery.rows_done,
        total=delivery.rows_total,
        rate=speed(rate),
        left=left(ahead, rate),
        silent=silence(now - heard) if now - heard > SILENT else "",
    )


def speed(rate: float) -> str:
    """Rows a second; blank where that is not known yet."""
    return gettext("%(n)s rows a second") % {"n": count(rate)} if rate >= 1 else ""


def left(ahead: int, rate: float) -> str:
    return gettext("about %(time)s left") % {"time": span(ahead / rate)} if rate >= 1 and ahead > 0 else ""


def silence(lasted: timedelta) -> str:
    return gettext("Not heard from for %(time)s.") % {"time": span(lasted.total_seconds())}


def size(octets: int) -> str:
    for unit, scale in (("MB", 1 << 20), ("KB", 1 << 10)):
        if octets >= scale:
            return f"{octets / scale:.1f} {unit}"
    return gettext("%(n)s bytes") % {"n": octets}


def span(seconds: float) -> str:
    if seconds < 90:
        whole = max(int(seconds + 0.5), 1)
        return ngettext("%(n)s second", "%(n)s seconds", whole) % {"n": count(whole)}
    return gettext("%(n)s minutes") % {"n": count(seconds / 60)}
