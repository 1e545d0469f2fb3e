"""People in OneRoster's words: who exists, who is enrolled where, who may serve whom, and who looked."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q


class Dated(models.Model):
    """Something that holds from one day to another. A blank end is open; both days count."""

    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class FromRoster(models.Model):
    """A row that came from a roster, under the roster's own id.

    `missing_since` is set when a later full set no longer holds the row. It ends nothing.
    """

    sourced_id = models.CharField(max_length=255, unique=True)
    missing_since = models.DateField(null=True, blank=True)
    # Roster columns we do not use, kept as received so that nothing of a delivery is lost.
    extras = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True


class School(FromRoster):
    """OneRoster org. `kind` is its type: school, district, …; a district is only a parent."""

    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=32, default="school")
    identifier = models.CharField(max_length=255, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)
    ends_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class AcademicSession(FromRoster, Dated):
    """OneRoster academicSession: a school year, term or grading period."""

    title = models.CharField(max_length=255)
    kind = models.CharField(max_length=32)
    # The calendar year in which the school year ends, as OneRoster and Ed-Fi write it.
    school_year = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)

    def __str__(self) -> str:
        return self.title


class Class(FromRoster, Dated):
    """OneRoster class. Its dates are those of its terms."""

    title = models.CharField(max_length=255)
    kind = models.CharField(max_length=32, blank=True)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="classes")
    terms = models.ManyToManyField(AcademicSession, blank=True)
    grades = models.JSONField(default=list, blank=True)
    subjects = models.JSONField(default=list, blank=True)
    code = models.CharField(max_length=255, blank=True)
    course = models.CharField(max_length=255, blank=True)

    def __str__(self) -> str:
        return self.title


class Person(FromRoster):
    """What a student and a member of staff have in common. OneRoster user."""

    given_name = models.CharField(max_length=255)
    family_name = models.CharField(max_length=255)
    middle_name = models.CharField(max_length=255, blank=True)
    preferred_name = models.CharField(max_length=255, blank=True)
    username = models.CharField(max_length=255, blank=True)
    email = models.CharField(max_length=255, blank=True)
    identifier = models.CharField(max_length=255, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.sourced_id  # a log line that prints a person prints no name

    @property
    def name(self) -> str:
        """Rosters may leave one of the two blank."""
        return f"{self.preferred_name or self.given_name} {self.family_name}".strip()


class Student(Person):
    """A child. The primary key is the opaque number that facts carry; it is never given out again."""

    grade = models.CharField(max_length=16, blank=True)
    # The schools the roster names for the child itself; a class may hold children of several.
    schools = models.ManyToManyField(School, blank=True, related_name="students")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["family_name", "given_name"])]


class StudentIdentifier(models.Model):
    """Another id of a child that a roster gives (OneRoster userIds), as `kind` and `value`."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=64)
    value = models.CharField(max_length=255)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["student", "kind", "value"], name="one_identifier_once")
        ]


class Staff(Person):
    """A grown-up of the school: teacher, lab coordinator, tutor, principal, data team."""


class Contact(Person):
    """A grown-up of a child's family: OneRoster parent, guardian or relative."""


class Relationship(Dated):
    """One contact of one child. `kind` is OneRoster's word: parent, guardian, relative."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="relationships")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="relationships")
    kind = models.CharField(max_length=32)
    # A row that a roster gave may be ended by a roster; one a person gave may not.
    from_roster = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contact", "student"], name="one_relationship_a_contact_and_child")
        ]


class User(AbstractUser):
    """A sign-in. What it may see follows from who it belongs to; a vendor's belongs to a program and sees no child."""

    class Until(models.TextChoices):
        ROSTER = "roster"  # a roster took it away; the roster that names the person again gives it back
        LINK = "link"  # made for a family, and opened by the first link that the data team gives

    staff = models.OneToOneField(Staff, null=True, blank=True, on_delete=models.CASCADE, related_name="user")
    contact = models.OneToOneField(Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="user")
    student = models.OneToOneField(Student, null=True, blank=True, on_delete=models.CASCADE, related_name="user")
    # The program's slug.
    vendor = models.CharField(max_length=64, blank=True)
    # What a sign-in that does not work waits for. Blank: a person took it away, and only a person gives it back.
    inactive_until = models.CharField(max_length=16, choices=Until, blank=True)
    # The code of the language that this person has chosen; blank: the one that the browser asks for.
    language = models.CharField(max_length=8, blank=True)

    @property
    def is_unopened(self) -> bool:
        """A family's sign-in that the first link from the data team will open."""
        return self.inactive_until == self.Until.LINK

    # Sessions begun before this moment have ended.
    sessions_from = models.DateTimeField(null=True, blank=True)


class Role(Dated):
    """What a member of staff is, at one school, or for the whole network where `school` is blank."""

    class Kind(models.TextChoices):
        TEACHER = "teacher"
        LAB_COORDINATOR = "lab coordinator"
        TUTOR = "tutor"
        PRINCIPAL = "principal"
        DATA_TEAM = "data team"
        # Sees counts, never a child.
        NETWORK_LEADER = "network leader"

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=32, choices=Kind)
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.CASCADE)
    # A row that a roster gave may be ended by a roster; one a person gave may not.
    from_roster = models.BooleanField(default=False)


class Enrollment(FromRoster, Dated):
    """OneRoster enrollment: one student, or one member of staff, in one class."""

    school_class = models.ForeignKey(Class, on_delete=models.CASCADE, related_name="enrollments")
    student = models.ForeignKey(Student, null=True, blank=True, on_delete=models.CASCADE, related_name="enrollments")
    staff = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.CASCADE, related_name="enrollments")
    role = models.CharField(max_length=32)
    primary = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(student__isnull=False) ^ Q(staff__isnull=False), name="enrolls_a_student_or_a_staff_member"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["school_class", "student"]),
            models.Index(fields=["staff", "school_class"]),
        ]


class Caseload(Dated):
    """A child whom a member of staff serves without teaching the child's class, and why."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="caseload")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="caseload")
    reason = models.CharField(max_length=255)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["staff", "student"])]


class Substitution(Dated):
    """A class that a member of staff takes for another from one day to another, and why. Both days are always set."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="substitutions")
    school_class = models.ForeignKey(Class, on_delete=models.CASCADE, related_name="substitutions")
    reason = models.CharField(max_length=255)
    granted_by = models.CharField(max_length=150)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(begins_on__isnull=False, ends_on__isnull=False, ends_on__gte=models.F("begins_on")),
                name="a_substitution_ends",
            )
        ]


class SignInLink(models.Model):
    """A link that signs one person in once. Only the SHA-256 of its token is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE)
    token_sha256 = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class SchoolDay(models.Model):
    """What one day is at one school, or at all of them where `school` is blank. Days without a row follow the week."""

    class Kind(models.TextChoices):
        INSTRUCTIONAL = "instructional"
        HOLIDAY = "holiday"
        # Adults at work and no children: a staff day, a weather day.
        OTHER = "other"

    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.CASCADE, related_name="days")
    day = models.DateField(db_index=True)
    kind = models.CharField(max_length=16, choices=Kind)
    name = models.CharField(max_length=255, blank=True)
    # Who says so: a file's name, or a person's sign-in.
    origin = models.CharField(max_length=255, blank=True)

    class Meta:
        ordering: ClassVar = ["day", "school_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "day"], name="one_word_a_school_and_day"),
            models.UniqueConstraint(fields=["day"], condition=Q(school=None), name="one_word_a_day_for_all"),
        ]


from homeroom.people.audit_models import AuditChild as AuditChild  # noqa: E402  tables of the audit log
from homeroom.people.audit_models import AuditEntry as AuditEntry  # noqa: E402
from homeroom.people.audit_models import AuditHead as AuditHead  # noqa: E402
from homeroom.people.correction_models import Correction as Correction  # noqa: E402  it names Student
from homeroom.people.erasing_models import ErasedKey as ErasedKey  # noqa: E402
from homeroom.people.erasing_models import Erasure as Erasure  # noqa: E402
from homeroom.people.erasing_models import ErasureLine as ErasureLine  # noqa: E402
from homeroom.people.family_models import FamilySheet as FamilySheet  # noqa: E402
from homeroom.people.lab_models import LabAbsence as LabAbsence  # noqa: E402
from homeroom.people.lab_models import LabHelp as LabHelp  # noqa: E402
from homeroom.people.signin_models import (  # noqa: E402, F401  they name User, so they come after it
    GuessCount,
    OutsideIdentity,
    Spent,
    Suspension,
    WaitingIdentity,
)
