"""Who is whose family contact: by the agents of users.csv, on either side, or by a file of relationships."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from homeroom.intake.rosters.entities import related
from homeroom.intake.rosters.table import Table
from homeroom.people.oneroster import Related, User

AGENTS = "agentsourcedids"


@dataclass(frozen=True)
class ToldBy:
    """Where the set tells of families. `unread`: users whose row could not be used; `bad`: rows of relationships."""

    users: Table
    relationships: Table | None
    bad: frozenset[int]
    unread: frozenset[str]

    @property
    def tells(self) -> bool:
        """Whether a relationship that isn't told is no longer one: the column or the file came, and can be read."""
        by_file = self.relationships is not None and self.relationships.is_whole
        return self.users.is_whole and (AGENTS in self.users.names or by_file)

    def unsure(self, users: Iterable[User]) -> frozenset[str]:
        """People of whom we don't know all that their rows were meant to say."""
        records = self.relationships.records if self.relationships else ()
        named = (record.cells for record in records if record.number in self.bad)
        pairs = [(cells.get("usersourcedid", ""), cells.get("relationshipusersourcedid", "")) for cells in named]
        blind = [r.cells.get("sourcedid", "") for r in self.users.records if AGENTS not in r.cells]
        doubtful = [user.sourced_id for user in users if not user.all_roles_read]
        silent = blind if AGENTS in self.users.names else []
        return self.unread | {one for pair in pairs for one in pair} | set(silent) | set(doubtful)


@dataclass(frozen=True)
class Families:
    """The relationships of a set; `aside` counts the agents who make no child and contact."""

    related: tuple[Related, ...]
    tells: bool
    unsure: frozenset[str]
    aside: int


def families(users: Collection[User], rows: Iterable[Related], told_by: ToldBy) -> Families:
    by_id = {user.sourced_id: user for user in users}
    found = {(one.contact, one.student): one for one in rows if not by_id[one.contact].deleted}
    aside = 0
    for user in users:
        for agent in user.agents:
            pair = _contact_and_child(user, by_id.get(agent))
            if pair is None:
                aside += 1
            elif _holds(pair[0]):
                found.setdefault((pair[0].sourced_id, pair[1].sourced_id), related(pair[0], pair[1].sourced_id))
    return Families(tuple(found.values()), told_by.tells, told_by.unsure(users), aside)


def _contact_and_child(one: User, other: User | None) -> tuple[User, User] | None:
    if other is None:
        return None
    for contact, child in ((one, other), (other, one)):
        if contact.is_contact and child.is_student:
            return contact, child
    return None


def _holds(contact: User) -> bool:
    """A contact whom the roster deletes, or all of whose family roles it deletes, is nobody's contact any more."""
    return not contact.deleted and any(not role.deleted for role in contact.family)
