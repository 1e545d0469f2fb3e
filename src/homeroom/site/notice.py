"""Write the pack for a notice of a breach: three tables for a spreadsheet, and a sheet in plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from homeroom.people import audit
from homeroom.people.audit_look import reaches_back_to
from homeroom.people.audit_notice import Asked, Found, Times, entries, ever_in_class
from homeroom.people.clock import today
from homeroom.people.enrolled import enrollments_on
from homeroom.people.models import AuditHead, Class, School, Student, User
from homeroom.reports.csv import lines
from homeroom.site.home import HomeError

Tell = Callable[[int], None]
GONE = "no longer on record"
ENTRIES = ("When", "Who (sign-in name)", "Through whose eyes", "Did", "What", "Why they could", "Children", "Request")
CHILDREN = ("Child's number", "Name", "Roster id", "Schools", "Times", "First", "Last", "By whom")
PEOPLE = ("Who (sign-in name)", "Name on record", "Times", "First", "Last", "Children")


@dataclass(frozen=True)
class Pack:
    folder: Path
    entries: int
    children: int


@dataclass(frozen=True)
class Child:
    """A child as it stands on record today."""

    name: str
    roster_id: str
    schools: Sequence[str]


def write(folder: Path | None, asked: Asked, school_class: int | None, who: audit.Who, tell: Tell) -> Pack:
    """Write the pack. Raises HomeError where the folder is in use or there is no such class."""
    # The log is read twice; the pack's own entry, and those of meanwhile, stand in neither reading.
    asked = replace(_with_class(asked, school_class), until=timezone.now())
    target = _new(folder)
    found = _sums(asked, tell)
    audit.exported(who, f"breach notice: {_words(asked)}", found.children, "command on the server")
    target.mkdir(parents=True, mode=0o700)
    children = _children(found.children)
    _table(target / "entries.csv", ENTRIES, _entry_rows(asked))
    _table(target / "children.csv", CHILDREN, _child_rows(found, children))
    _table(target / "people.csv", PEOPLE, _people_rows(found))
    (target / "summary.txt").write_text("\n".join(_summary(asked, found, children)) + "\n", encoding="utf-8")
    return Pack(target, found.all.times, len(found.children))


def _with_class(asked: Asked, number: int | None) -> Asked:
    if number is None:
        return asked
    if not Class.objects.filter(pk=number).exists():
        raise HomeError(f"{number}: there is no class of this number. It stands in the address of the class page.")
    students = ever_in_class(number, asked)
    if not students:
        raise HomeError(f"{number}: no child was ever enrolled in this class.")
    return replace(asked, students=students)


def _new(folder: Path | None) -> Path:
    target = folder or Path(settings.HOMEROOM_HOME) / "exports" / f"notice-{timezone.localtime():%Y-%m-%d-%H%M%S}"
    if not target.is_absolute() and folder:
        target = Path(settings.HOMEROOM_HOME) / "exports" / folder
    if target.exists():
        raise HomeError(f"{target}: is already there. Name a folder that is not: a notice is never mixed with another.")
    return target


def _sums(asked: Asked, tell: Tell) -> Found:
    found = Found()
    for entry, students in entries(asked):
        found.add(entry, students)
        if found.all.times % 1000 == 0:
            tell(found.all.times)
    return found


def _table(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines(header, rows))


def _entry_rows(asked: Asked) -> Iterable[Sequence[str]]:
    for entry, students in entries(asked):
        numbers = " ".join(map(str, students))
        words = (entry.actor, entry.acting_as, entry.verb, entry.object, entry.reason, numbers, entry.request_id)
        yield (_moment(entry.at), *words)


def _child_rows(found: Found, children: dict[int, Child]) -> Iterable[Sequence[str]]:
    for number, times in sorted(found.children.items()):
        child = children.get(number) or Child(GONE, "", ())
        told = (str(number), child.name, child.roster_id, ", ".join(child.schools), *_told(times))
        yield (*told, ", ".join(sorted(found.by[number])))


def _people_rows(found: Found) -> Iterable[Sequence[str]]:
    users = User.objects.select_related("staff", "contact").filter(username__in=found.actors)
    names = {user.username: person.name for user in users if (person := user.staff or user.contact)}
    for actor, times in sorted(found.actors.items()):
        yield (actor, names.get(actor, GONE), *_told(times), str(len(found.seen_by[actor])))


def _children(numbers: Iterable[int]) -> dict[int, Child]:
    wanted = list(numbers)
    schools = {number: set[str]() for number in wanted}
    named = dict(School.objects.values_list("pk", "name"))
    places = enrollments_on(today()).filter(student__in=wanted).values_list("student", "school_class__school")
    through = Student.schools.through._default_manager.filter(student_id__in=wanted)
    for student, school in (*places, *through.values_list("student_id", "school_id")):
        schools[student].add(named[school])
    found = Student.objects.filter(pk__in=wanted)
    return {one.pk: Child(one.name, one.sourced_id, sorted(schools[one.pk])) for one in found}


def _summary(asked: Asked, found: Found, children: dict[int, Child]) -> Iterable[str]:
    """One sheet of paper that a person can read out."""
    began = reaches_back_to()
    yield f"What the audit log tells: {_words(asked)}"
    yield f"Written {_moment(timezone.now())}."
    yield ""
    if not found.all.times:
        yield "The log holds no entry of this kind."
    else:
        yield f"{found.all.times:,} entries between {_span(found.all)}, about {len(found.children):,} children."
    yield from _part("Who", ((actor, times) for actor, times in found.actors.items()))
    yield from _part("By what means", ((" ".join(means).strip(), times) for means, times in found.means.items()))
    yield from _by_school(found, children)
    yield ""
    yield "What isn't known"
    yield "  The log tells what homeroom showed or wrote; not what became of it on a screen, on paper or in a file."
    yield "  It does not tell of copies of the database, of backups or of the programs' own systems."
    if began:
        yield f"  It reaches back to {_moment(began)}{_removed()}."
    gone = len(found.children) - len(children)
    if gone:
        yield f"  {gone:,} of the children are no longer on record: their names were erased, their numbers stay."
    yield ""
    yield "Whole: run `homeroom audit verify`, and keep what it says with this pack."
    yield "In entries.csv stands every entry, in children.csv every child, in people.csv every account."


def _removed() -> str:
    purged = AuditHead.objects.filter(kept_after__gt=0).exists()
    return "; earlier entries were removed when their years were over" if purged else ", when it began"


def _part(title: str, told: Iterable[tuple[str, Times]]) -> Iterable[str]:
    ordered = sorted(told, key=lambda one: -one[1].times)
    if ordered:
        yield ""
        yield title
    for words, times in ordered:
        yield f"  {words}: {times.times:,} {'time' if times.times == 1 else 'times'}, {_span(times)}"


def _by_school(found: Found, children: dict[int, Child]) -> Iterable[str]:
    counts: dict[str, int] = {}
    for number in found.children:
        for school in (children[number].schools if number in children else ()) or ("no school today",):
            counts[school] = counts.get(school, 0) + 1
    if counts:
        yield ""
        yield "Children by school (a child at two schools counts at both)"
    for school, number in sorted(counts.items()):
        yield f"  {school}: {number:,}"


def _words(asked: Asked) -> str:
    parts = [f"{len(asked.students):,} children asked for" if asked.students else "all children"]
    parts.append(f"by {asked.actor}" if asked.actor else "by anybody")
    if asked.first or asked.last:
        parts.append(f"{asked.first or 'from the beginning'} to {asked.last or 'today'}")
    return ", ".join(parts)


def _told(times: Times) -> tuple[str, str, str]:
    return str(times.times), _moment(times.first), _moment(times.last)


def _span(times: Times) -> str:
    return f"{_moment(times.first)} and {_moment(times.last)}"


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}" if at else ""


def known_child(words: str) -> int:
    """A child's number, or the child of this roster id. Raises HomeError."""
    by = Q(sourced_id=words)
    if words.isascii() and words.isdigit() and len(words) < 18:
        by |= Q(pk=int(words))
    found = set(Student.objects.filter(by).values_list("pk", flat=True))
    if len(found) == 1:
        return found.pop()
    if not found and words.isascii() and words.isdigit() and len(words) < 18:
        return int(words)  # a child who was erased keeps the number
    raise HomeError(f"{words}: is not the number or roster id of one child.")
