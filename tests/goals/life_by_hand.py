"""The state of an assignment a second time, as a machine that takes one event after the other."""

from __future__ import annotations

from collections.abc import Sequence

from homeroom.goals.fold import Event

WAY = (
    "draft",
    *("proposed", "approved", "queued", "pushed", "available"),
    *("opened", "in_progress", "submitted", "scored", "not_met", "met"),
)
SIDE = (
    *("reassigned", "escalated_to_tutor", "cancelled", "excused", "expired"),
    *("stopped_by_vendor", "blocked", "substituted", "no_evidence"),
)
DONE = ("submitted", "scored", "not_met", "met")


def standing(events: Sequence[Event]) -> list[Event]:
    once = {event.id: event for event in events}

    def holds(event: Event) -> bool:
        return not any(holds(other) for other in once.values() if other.withdraws == event.id)

    kept = [event for event in once.values() if event.kind != "withdrawn" and holds(event)]
    return sorted(kept, key=lambda event: (event.happened_at, [*WAY, *SIDE].index(event.kind), str(event.id)))


class Machine:
    """Where the assignment is, after each event of a list in order."""

    def __init__(self) -> None:
        self.end = self.stop = self.result = self.begun = self.swapped = self.unseen = self.decided = ""
        self.channels: dict[str, str] = {}
        self.furthest = "draft"
        self.seen_results = set[str]()
        self.anyway = self.may_reopen = False

    def take(self, event: Event) -> None:
        kind = event.kind
        if kind in WAY:
            self._further(kind)
        if kind in ("proposed", "approved"):
            self._decide(kind)
        elif kind in ("queued", "pushed", "available", "blocked"):
            self.channels.pop(event.channel, None)
            self.channels[event.channel] = kind
        elif kind in ("opened", "in_progress", *DONE):
            self._work(kind)
        elif kind in ("cancelled", "excused", "reassigned", "escalated_to_tutor"):
            self._leave(kind)
        elif kind == "stopped_by_vendor":
            self.stop = kind if "met" not in self.seen_results else self.stop
        elif kind == "substituted":
            self.swapped = kind
        else:
            self.unseen = kind

    def _further(self, kind: str) -> None:
        if WAY.index(kind) > WAY.index(self.furthest) or (kind == "not_met" and self.furthest == "met"):
            self.furthest = kind

    def _decide(self, kind: str) -> None:
        if kind == "approved" and self.may_reopen:
            self.end, self.stop, self.channels, self.anyway, self.may_reopen = "", "", {}, False, False
            self.decided = kind
        self.decided = self.decided if self.decided == "approved" else kind

    def _work(self, kind: str) -> None:
        self.stop = ""
        if kind in ("opened", "in_progress"):
            self.begun = kind if kind == "in_progress" else self.begun or kind
            return
        self.seen_results.add(kind)
        self.anyway = self.anyway or bool(self.end)
        if kind in ("met", "not_met") or WAY.index(kind) >= WAY.index(self.result or "draft"):
            self.result = kind

    def _leave(self, kind: str) -> None:
        self.may_reopen = True
        if kind in ("reassigned", "escalated_to_tutor") or not self.seen_results:
            self.end, self.anyway = kind, False

    @property
    def word(self) -> str:
        for found in (self.end, self.stop, self.result, self.swapped, self.begun, self.unseen, self.on_its_way):
            if found:
                return found
        return self.decided or "draft"

    @property
    def on_its_way(self) -> str:
        open_ones = [kind for kind in self.channels.values() if kind != "blocked"]
        return max(open_ones, key=WAY.index, default="blocked" if self.channels else "")


def told(events: Sequence[Event]) -> tuple[str, str, bool]:
    """The word, the furthest stage, and whether it was done anyway."""
    machine = Machine()
    for event in standing(events):
        machine.take(event)
    return machine.word, machine.furthest, machine.anyway
