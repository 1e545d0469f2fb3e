"""What a child does in one session of the flexible block."""

from enum import StrEnum


class Modality(StrEnum):
    TECHNOLOGY = "technology"  # a program, with the work that goals gave for it
    TUTORING = "tutoring"  # a group of a tutor, children of several classes
    TEACHER_LED = "teacher-led"  # a group of the class's own teacher
    INDEPENDENT = "independent"
    PEER = "peer project"
    SERVICE = "service"  # with the adult of a service: where and with whom, never what for
    OVERFLOW = "supervised overflow"  # no place was found: supervised, and shown as a failure


ADULT_LED = frozenset({Modality.TUTORING, Modality.TEACHER_LED})
GROUPED = frozenset({*ADULT_LED, Modality.PEER})
