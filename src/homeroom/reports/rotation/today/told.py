"""What the page of a day says in sentences, and how its parts are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time

from django.utils.translation import gettext, ngettext

from homeroom.reports.rotation.today.report import Gone, Meeting, Phase, Sitting, Standing, TodayInTheLab
from homeroom.reports.values import children, count, listed
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.why import MODALITIES


def at(when: time) -> str:
    """`9:45`, in every language alike."""
    return f"{when:%H:%M}".removeprefix("0")


def between(start: time, end: time) -> str:
    return f"{at(start)}–{at(end)}"


def lead(day: TodayInTheLab) -> str:
    """The sentence under the title: the answer, or why there is none and what to do."""
    if day.standing is not Standing.PLANNED:
        return _without(day)
    if not day.sittings:
        return gettext("No child whom you see has a place in the flexible block on this day.")
    if not day.is_today:
        return _whole(day)
    return _by_the_clock(day)


def _without(day: TodayInTheLab) -> str:
    if day.standing is Standing.NO_SCHOOL:
        if day.closed:
            return gettext("No school on this day: %(name)s. Nobody is planned.") % {"name": day.closed}
        return gettext("No school on this day. Nobody is planned.")
    if day.standing is Standing.ENDED:
        return gettext("The plan of this week was ended. Nobody is planned until another one is published.")
    if day.standing is Standing.NOT_PUBLISHED:
        return gettext("No plan is published for this week. A draft shows nobody: publish one, and it stands here.")
    return gettext("The flexible block has no session on this day. Choose another day of the week.")


def _whole(day: TodayInTheLab) -> str:
    sessions = ngettext("%(count)s session", "%(count)s sessions", len(day.sittings))
    told = {"children": children(len(day.children)), "sessions": sessions % {"count": count(len(day.sittings))}}
    hours = {"from": at(day.sittings[0].start), "to": at(max(one.end for one in day.sittings))}
    return gettext("%(children)s in %(sessions)s, from %(from)s to %(to)s.") % {**told, **hours}


def _by_the_clock(day: TodayInTheLab) -> str:
    now, coming = day.of(Phase.NOW), day.of(Phase.NEXT)
    told = [gettext("Now: %(sessions)s.") % {"sessions": _sessions(now)}] if now else []
    told += [gettext("Next: %(sessions)s.") % {"sessions": _sessions(coming)}] if coming else []
    if not told:
        last = at(max(one.end for one in day.sittings))
        return gettext("The flexible block is over for today. It ended at %(time)s.") % {"time": last}
    return " ".join(told)


def _sessions(sittings: Sequence[Sitting]) -> str:
    return listed([f"{name(one)}, {children(one.children)}" for one in sittings])


def name(sitting: Sitting) -> str:
    """`session 2, 10:15–10:45`."""
    told = {"number": sitting.number, "hours": between(sitting.start, sitting.end)}
    return gettext("session %(number)s, %(hours)s") % told


def title(sitting: Sitting) -> str:
    """`Session 2, 10:15–10:45`."""
    words = name(sitting)
    return words[:1].upper() + words[1:]


def phase(sitting: Sitting) -> str:
    return {
        Phase.OVER: gettext("over"),
        Phase.NOW: gettext("now"),
        Phase.NEXT: gettext("next"),
        Phase.LATER: "",
    }[sitting.phase]


def what(meeting: Meeting) -> str:
    """What is done there: a program, or the kind of work, with the standard of a group. Of a meeting with an adult
    no more than that."""
    if meeting.program:
        return meeting.program_name
    words = str(MODALITIES[meeting.modality])
    if meeting.code:
        words = gettext("%(what)s on %(code)s") % {"what": words, "code": meeting.code}
    return words[:1].upper() + words[1:]


def with_whom(meeting: Meeting) -> str:
    """`with Ms. Ortiz`; blank where nobody leads."""
    return gettext("with %(adult)s") % {"adult": meeting.adult.name} if meeting.adult else ""


def others(meeting: Meeting) -> str:
    if not meeting.others:
        return ""
    words = ngettext("and %(count)s other child", "and %(count)s other children", meeting.others)
    return words % {"count": count(meeting.others)}


def hours(gone: Gone) -> str:
    """When somebody is absent; blank for all day."""
    if gone.starts_at and gone.ends_at:
        return between(gone.starts_at, gone.ends_at)
    if gone.starts_at:
        return gettext("from %(time)s") % {"time": at(gone.starts_at)}
    return gettext("until %(time)s") % {"time": at(gone.ends_at)} if gone.ends_at else ""


def notes(day: TodayInTheLab) -> Iterator[str]:
    """What a reader must know before the sessions."""
    left = [one for one in day.meetings if one.adult and one.adult.absent]
    if left:
        who = listed(list(dict.fromkeys(one.adult.name for one in left if one.adult)))
        words = ngettext(
            "%(count)s meeting has no adult, as %(who)s is not there. Replan the day.",
            "%(count)s meetings have no adult, as %(who)s is not there. Replan the day.",
            len(left),
        )
        yield words % {"count": count(len(left)), "who": who}
    over = {one.child.number for meeting in day.meetings for one in meeting.here if is_overflow(meeting)}
    if over:
        words = ngettext(
            "No place was found for %(count)s child in a session: supervised overflow.",
            "No place was found for %(count)s children in a session: supervised overflow.",
            len(over),
        )
        yield words % {"count": count(len(over))}
    if day.unseen and not day.is_today and day.standing is Standing.PLANNED:
        yield gettext("Only children whom you see today are named. Who else is planned with you is named on the day.")


def is_overflow(meeting: Meeting) -> bool:
    return meeting.modality is Modality.OVERFLOW
