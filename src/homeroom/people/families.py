"""Family contacts out of a roster, and whose contacts they are.

A relationship that the set no longer tells ends, other than a child's absence: what it opens is a child's record, and a
contact struck from the roster is often struck for a reason. The row stays, so that what was seen can be explained.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date

from homeroom.people import oneroster
from homeroom.people.accounts import keep_accounts, person
from homeroom.people.models import Contact, Relationship, Student
from homeroom.people.oneroster import FAMILY, HeldRole, Related, Roster
from homeroom.people.staffing import marked
from homeroom.people.upsert import BATCH, Counts, Upserted, assign, end, upsert, write

Pair = tuple[int, int]


def keep_families(roster: Roster, students: Upserted[Student], on: date) -> tuple[Upserted[Contact], Counts]:
    """Apply the set's contacts and relationships. Gives the contacts, and what became of the relationships."""
    users = [user for user in roster.users if user.is_contact]

    def values(user: oneroster.User, was: Contact | None) -> dict[str, object]:
        return {**person(user), "ends_on": _end(user, was, on)}

    contacts = upsert(Contact, [marked(user) for user in users], values, _present(roster), on)
    keep_accounts("contact_id", users, contacts)
    return contacts, _keep_related(roster, contacts, students, on)


def _end(user: oneroster.User, was: Contact | None, on: date) -> date | None:
    """A contact's last day: the last of the family roles; a deleted one ended yesterday."""
    _, last = widest(user.family)
    deleted = user.deleted or all(role.deleted for role in user.family)
    return end(last, was.ends_on if was else None, deleted, on)


def widest(roles: Sequence[HeldRole]) -> tuple[date | None, date | None]:
    """The first and the last day on which any of these roles holds; a blank one is open."""
    begins, ends = [role.begins_on for role in roles], [role.ends_on for role in roles]
    first = min((day for day in begins if day), default=None) if all(begins) else None
    return first, max((day for day in ends if day), default=None) if all(ends) else None


def _present(roster: Roster) -> Collection[str] | None:
    """Who can't be absent. Who is in the roster as something else alone is no longer among the contacts."""
    present = roster.present.get("users")
    others = {user.sourced_id for user in roster.users if not user.is_contact and user.all_roles_read}
    return None if present is None else present - others


def _keep_related(roster: Roster, contacts: Upserted[Contact], students: Upserted[Student], on: date) -> Counts:
    held = {(row.contact_id, row.student_id): row for row in Relationship.objects.all()}
    wanted = _wanted(roster.related, contacts, students)
    new = [_made(pair, one) for pair, one in wanted.items() if pair not in held]
    changed = [held[pair] for pair, one in wanted.items() if pair in held and _renewed(held[pair], one)]
    sure = _sure(roster, contacts, students)
    ended = [row for pair, row in held.items() if pair not in wanted and sure(row) and _ended(row, on)]
    Relationship.objects.bulk_create(new, batch_size=BATCH)
    write(Relationship, [*changed, *ended])
    return Counts(len(new), len(changed), len(ended))


def _wanted(
    related: Iterable[Related], contacts: Upserted[Contact], students: Upserted[Student]
) -> Mapping[Pair, Related]:
    """The nearest kind for each contact and child."""
    found: dict[Pair, Related] = {}
    for one in sorted(related, key=lambda one: FAMILY.index(one.kind)):
        found.setdefault((contacts.rows[one.contact].pk, students.rows[one.student].pk), one)
    return found


def _made(pair: Pair, one: Related) -> Relationship:
    days = {"begins_on": one.begins_on, "ends_on": one.ends_on}
    return Relationship(contact_id=pair[0], student_id=pair[1], kind=one.kind, from_roster=True, **days)


def _renewed(row: Relationship, one: Related) -> bool:
    """Make a roster's row say what the roster says; whether that changed it. A person's row stays as it is."""
    said = {"kind": one.kind, "begins_on": one.begins_on, "ends_on": one.ends_on}
    return row.from_roster and assign(row, said)


def _sure(roster: Roster, contacts: Upserted[Contact], students: Upserted[Student]) -> Callable[[Relationship], bool]:
    """Whether the set would have told of a relationship. A person's row it never ends; a mistake is no absence."""
    grown, children = ({rows.pk(one) for one in roster.unsure} for rows in (contacts, students))

    def told(row: Relationship) -> bool:
        in_doubt = row.contact_id in grown or row.student_id in children
        return roster.tells_related and row.from_roster and not in_doubt

    return told


def _ended(row: Relationship, on: date) -> bool:
    return assign(row, {"ends_on": end(None, row.ends_on, True, on)})
