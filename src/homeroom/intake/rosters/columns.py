"""The columns of a OneRoster CSV set, 1.1 and 1.2 together: which we need, which we use, which we refuse."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop

ENVELOPE = ("sourcedId", "status", "dateLastModified")


@dataclass(frozen=True)
class FileWords:
    """One file of a set. `unused` are OneRoster's own columns that homeroom only keeps among the extras."""

    report: str
    required: tuple[str, ...]
    used: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def taken(self) -> frozenset[str]:
        """Lower-cased names of the columns that end in fields of their own, or (the envelope) are read for us."""
        return frozenset(name.lower() for name in (*ENVELOPE, *self.required, *self.used))

    @property
    def known(self) -> frozenset[str]:
        return self.taken | {name.lower() for name in self.unused}


TAKEN: Mapping[str, FileWords] = {
    words.report: words
    for words in (
        FileWords("orgs", ("sourcedId", "name", "type"), ("identifier", "parentSourcedId")),
        FileWords(
            "academicSessions",
            ("sourcedId", "title", "type", "startDate", "endDate"),
            ("schoolYear", "parentSourcedId"),
        ),
        FileWords(
            "courses",
            ("sourcedId", "title"),
            (),
            ("schoolYearSourcedId", "courseCode", "grades", "orgSourcedId", "subjects", "subjectCodes"),
        ),
        FileWords(
            "classes",
            ("sourcedId", "title", "schoolSourcedId", "termSourcedIds"),
            ("grades", "courseSourcedId", "classCode", "classType", "subjects"),
            ("location", "subjectCodes", "periods"),
        ),
        FileWords(
            "users",
            ("sourcedId", "givenName", "familyName"),
            (
                "enabledUser",
                "orgSourcedIds",
                "role",
                "username",
                "userIds",
                "middleName",
                "identifier",
                "email",
                "grades",
                "preferredFirstName",
                "preferredGivenName",
                "agentSourcedIds",
            ),
            (
                "userMasterIdentifier",
                "primaryOrgSourcedId",
                "preferredMiddleName",
                "preferredLastName",
                "preferredFamilyName",
                "pronouns",
                "resourceSourcedIds",
            ),
        ),
        FileWords(
            "roles",
            ("sourcedId", "userSourcedId", "roleType", "role", "orgSourcedId"),
            ("beginDate", "endDate"),
            ("userProfileSourcedId",),
        ),
        FileWords(
            "enrollments",
            ("sourcedId", "classSourcedId", "userSourcedId", "role"),
            ("primary", "beginDate", "endDate"),
            ("schoolSourcedId",),
        ),
        FileWords("relationships", ("sourcedId", "userSourcedId", "relationshipUserSourcedId", "relationshipRole")),
    )
}
# OneRoster itself tells of families in users.csv.
OF_ONEROSTER = frozenset(TAKEN) - {"relationships"}
# Files we know by name and take nothing from, with the reason that their rows carry.
NOT_TAKEN: Mapping[str, str] = {
    "demographics": gettext_noop("homeroom has no field for birth dates, race, sex or origin, and takes none in"),
    "manifest": gettext_noop("the manifest tells what the set holds; it is read, and nothing of it is kept"),
    "userProfiles": gettext_noop("homeroom keeps no sign-ins to other systems"),
    "relationships": gettext_noop("OneRoster tells of families in users.csv, by agentSourcedIds"),
    "userFlags": gettext_noop("homeroom has no field for health, meals or special services, and takes none in"),
}
OTHERWISE = gettext_noop("homeroom takes nothing from this file of a roster")
OTHER_FILES = (
    "categories",
    "classResources",
    "courseResources",
    "lineItems",
    "lineItemLearningObjectiveIds",
    "lineItemScoreScales",
    "resources",
    "results",
    "resultLearningObjectiveIds",
    "resultScoreScales",
    "scoreScales",
    "userResources",
)
NAMES: Mapping[str, str] = {name.lower(): name for name in (*TAKEN, *NOT_TAKEN, *OTHER_FILES)}

# Parts of a name that say enough wherever they stand, and short words that count only as a whole word.
REFUSED_PARTS = (
    "passw",
    "pwd",
    "passphrase",
    "phone",
    "address",
    "birth",
    "ethnic",
    "gender",
    "postcode",
    "postalcode",
    "zipcode",
    "biometr",
    "disab",
    "hispanic",
    "latino",
    "disciplin",
    "socialsecurity",
    "immigra",
    "religio",
)
REFUSED_WORDS = frozenset(
    {
        "pin",
        "sms",
        "mobile",
        "cell",
        "street",
        "city",
        "state",
        "zip",
        "country",
        "race",
        "races",
        "sex",
        "ssn",
        "dob",
        "iep",
        "lunch",
        "health",
        "medical",
        "homeless",
        "migrant",
        "504",
    }
)


def refused(column: str) -> bool:
    """Whether a column's name speaks of what homeroom never keeps: passwords, phones, addresses, births, race."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", column)
    words = re.findall(r"[a-z]+|[0-9]+", spaced.lower())
    return bool(REFUSED_WORDS.intersection(words)) or any(part in "".join(words) for part in REFUSED_PARTS)


@dataclass(frozen=True)
class Split:
    """A header's columns that are no fields: `kept` (lower-cased -> as received, `unknown` ones too) and `aside`."""

    kept: Mapping[str, str]
    aside: tuple[str, ...]
    unknown: tuple[str, ...]


def split(columns: tuple[str, ...], words: FileWords) -> Split:
    rest = [name for name in columns if name.lower() not in words.taken]
    aside = tuple(name for name in rest if refused(name))
    kept = {name.lower(): name for name in rest if name not in aside}
    return Split(kept, aside, tuple(name for low, name in kept.items() if low not in words.known))
