"""Small Ed-Fi interchanges, written out of what a test says of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

NAMESPACE = "http://ed-fi.org/5.2.0"


def interchange(kind: str, *records: str, namespace: str = NAMESPACE, before: str = "") -> str:
    body = "\n".join(records)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}\n'
        f'<Interchange{kind} xmlns="{namespace}">\n{body}\n</Interchange{kind}>\n'
    )


def descriptor(kind: str, word: str) -> str:
    return f"uri://ed-fi.org/{kind}Descriptor#{word}"


def score(result: str, method: str = "Raw score") -> str:
    return (
        f"<ScoreResult><Result>{result}</Result><AssessmentReportingMethod>"
        f"{descriptor('AssessmentReportingMethod', method)}</AssessmentReportingMethod></ScoreResult>"
    )


def level(word: str, met: str = "", method: str = "Proficiency level") -> str:
    said = f"<PerformanceLevelMet>{met}</PerformanceLevelMet>" if met else ""
    return (
        f"<PerformanceLevel><PerformanceLevel>{descriptor('PerformanceLevel', word)}</PerformanceLevel>"
        f"<AssessmentReportingMethod>{descriptor('AssessmentReportingMethod', method)}</AssessmentReportingMethod>"
        f"{said}</PerformanceLevel>"
    )


def item(code: str, result: str, raw: str = "") -> str:
    points = f"<RawScoreResult>{raw}</RawScoreResult>" if raw else ""
    return (
        f"<StudentAssessmentItem><AssessmentItemResult>{descriptor('AssessmentItemResult', result)}"
        f"</AssessmentItemResult>{points}<AssessmentItemReference><AssessmentItemIdentity><IdentificationCode>{code}"
        "</IdentificationCode></AssessmentItemIdentity></AssessmentItemReference></StudentAssessmentItem>"
    )


def objective(code: str, *results: str) -> str:
    return (
        f"<StudentObjectiveAssessment>{''.join(results)}<ObjectiveAssessmentReference><ObjectiveAssessmentIdentity>"
        f"<IdentificationCode>{code}</IdentificationCode></ObjectiveAssessmentIdentity></ObjectiveAssessmentReference>"
        "</StudentObjectiveAssessment>"
    )


def sitting(number: str, student: str, *parts: str, on: str = "2026-09-28T15:00:00", year: str = "2026-2027") -> str:
    return (
        f"<StudentAssessment><StudentAssessmentIdentifier>{number}</StudentAssessmentIdentifier>"
        f"<AdministrationDate>{on}</AdministrationDate>{''.join(parts)}"
        f"<StudentReference><StudentIdentity><StudentUniqueId>{student}</StudentUniqueId></StudentIdentity>"
        "</StudentReference><AssessmentReference><AssessmentIdentity><AssessmentIdentifier>bench-1"
        "</AssessmentIdentifier></AssessmentIdentity></AssessmentReference>"
        f"<SchoolYear>{year}</SchoolYear></StudentAssessment>"
    )


def standard(code: str, title: str, grade: str = "Third grade", parent: str = "") -> str:
    above = (
        f"<ParentLearningStandardReference><LearningStandardIdentity><LearningStandardId>{parent}"
        "</LearningStandardId></LearningStandardIdentity></ParentLearningStandardReference>"
        if parent
        else ""
    )
    return (
        f"<LearningStandard><LearningStandardId>{code}</LearningStandardId><Description>{title}</Description>"
        f"<GradeLevel>{descriptor('GradeLevel', grade)}</GradeLevel>{above}</LearningStandard>"
    )


def assessment_item(code: str, standards: Sequence[str]) -> str:
    serves = "".join(
        "<LearningStandardReference><LearningStandardIdentity><LearningStandardId>"
        f"{one}</LearningStandardId></LearningStandardIdentity></LearningStandardReference>"
        for one in standards
    )
    return f"<AssessmentItem><IdentificationCode>{code}</IdentificationCode>{serves}</AssessmentItem>"


def assessment(code: str, title: str) -> str:
    return (
        f"<Assessment><AssessmentIdentifier>{code}</AssessmentIdentifier>"
        f"<AssessmentTitle>{title}</AssessmentTitle></Assessment>"
    )


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path
