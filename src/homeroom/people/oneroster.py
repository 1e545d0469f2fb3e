"""A OneRoster set as plain data: what a reader hands over and `roster.apply` makes true. Ids are OneRoster's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from homeroom.people.models import Role

# Family, the nearest first: where a contact is several of them for one child, the first is kept.
FAMILY = ("parent", "guardian", "relative")
GUARDIANS = frozenset(FAMILY)
STUDENT = "student"
# OneRoster's word for a member of staff -> what it lets that person be here. None: known to us, but sees no child.
# A system administrator keeps machines running, which is no reason to see children.
KINDS: Mapping[str, str | None] = {
    "teacher": Role.Kind.TEACHER,
    "administrator": Role.Kind.PRINCIPAL,
    "principal": Role.Kind.PRINCIPAL,
    "siteadministrator": Role.Kind.PRINCIPAL,
    "aide": Role.Kind.TUTOR,
    "tutor": Role.Kind.TUTOR,
    "proctor": Role.Kind.TUTOR,
    "counselor": Role.Kind.TUTOR,
    "districtadministrator": Role.Kind.NETWORK_LEADER,
    "systemadministrator": None,
    "ext:tutor": Role.Kind.TUTOR,
    "ext:labcoordinator": Role.Kind.LAB_COORDINATOR,
    "ext:datateam": Role.Kind.DATA_TEAM,
    "ext:networkleader": Role.Kind.NETWORK_LEADER,
}
NETWORKS = frozenset({"district", "local", "state", "national"})


@dataclass(frozen=True)
class Org:
    """A school, or something above or below it. `deleted`: the roster says that it has ended."""

    sourced_id: str
    name: str
    kind: str
    identifier: str = ""
    parent: str = ""
    deleted: bool = False
    extras: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Session:
    """A school year, term or grading period; both days count."""

    sourced_id: str
    title: str
    kind: str
    begins_on: date
    ends_on: date
    school_year: int
    parent: str = ""
    deleted: bool = False
    extras: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SchoolClass:
    """A class. `course` is the course's title, or its id where the set holds no such course."""

    sourced_id: str
    title: str
    kind: str
    school: str
    terms: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    code: str = ""
    course: str = ""
    deleted: bool = False
    extras: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class HeldRole:
    """One role of one person at one org, in OneRoster's word, lower-cased."""

    word: str
    org: str
    begins_on: date | None = None
    ends_on: date | None = None
    deleted: bool = False


@dataclass(frozen=True)
class User:
    """A student, a member of staff, a family contact, or both of the latter. `user_ids` are (kind, value) pairs.

    A kind may be blank. `agents` are the ids of those whom the roster names as related, on whichever side it does.
    `all_roles_read` is false where the roster gives more roles than could be read: then none is taken for ended.
    """

    sourced_id: str
    given_name: str
    family_name: str
    middle_name: str = ""
    preferred_name: str = ""
    username: str = ""
    email: str = ""
    identifier: str = ""
    grade: str = ""
    enabled: bool = True
    orgs: tuple[str, ...] = ()
    roles: tuple[HeldRole, ...] = ()
    user_ids: tuple[tuple[str, str], ...] = ()
    agents: tuple[str, ...] = ()
    all_roles_read: bool = True
    deleted: bool = False
    extras: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_student(self) -> bool:
        return any(role.word == STUDENT for role in self.roles)

    @property
    def is_staff(self) -> bool:
        """Whether anything but family stands among the roles. Who is a student is taken as nothing else."""
        return not self.is_student and any(role.word not in GUARDIANS for role in self.roles)

    @property
    def is_contact(self) -> bool:
        return not self.is_student and bool(self.family)

    @property
    def family(self) -> tuple[HeldRole, ...]:
        return tuple(role for role in self.roles if role.word in GUARDIANS)


@dataclass(frozen=True)
class Enrolled:
    """One person in one class, as student or as staff. Blank dates mean the class's own."""

    sourced_id: str
    school_class: str
    user: str
    role: str
    primary: bool = False
    begins_on: date | None = None
    ends_on: date | None = None
    deleted: bool = False
    extras: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Related:
    """A family contact and a child, by their ids. `kind` is one of FAMILY."""

    contact: str
    student: str
    kind: str
    begins_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class Roster:
    """A full set.

    `present` names every id that stood in a file, also of rows that could not be used: a row with a mistake in it is
    not an absence. Nobody is absent from a file that `present` does not name: it did not come, or holds unreadable ids.
    """

    orgs: tuple[Org, ...] = ()
    sessions: tuple[Session, ...] = ()
    classes: tuple[SchoolClass, ...] = ()
    users: tuple[User, ...] = ()
    enrollments: tuple[Enrolled, ...] = ()
    related: tuple[Related, ...] = ()
    # Whether a relationship that the set doesn't tell has ended; never where one of the two has an unusable row.
    tells_related: bool = False
    unsure: frozenset[str] = frozenset()
    present: Mapping[str, frozenset[str]] = field(default_factory=dict)
