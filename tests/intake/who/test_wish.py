"""A decision that a job carries out: looked at when it is asked for, done once however often the job is taken up."""

from __future__ import annotations

from pathlib import Path

import pytest

from homeroom.intake import jobs
from homeroom.intake.errors import IntakeError
from homeroom.intake.job_models import Job
from homeroom.intake.models import Delivery
from homeroom.intake.who.decide import DecidedMeanwhile
from homeroom.intake.who.models import IdentityDecision
from homeroom.intake.who.wish import NO_CHOICE, Wish, carry_out, wish
from homeroom.people.models import Student, User
from intake.taking_in import finish_jobs, ledger
from intake.who.a_case import STRANGER, a_school, arrive, data_team, key, row

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def children(tmp_path: Path) -> dict[str, Student]:
    found = a_school()
    arrive(tmp_path, row("i1"), row("i2", **STRANGER))
    return found


@pytest.fixture
def dana(children: dict[str, Student]) -> User:
    return data_team()


def wished(by: User, say: str = "confirm", student: int = 0, decision: int = 0, seen: int | None = None) -> Wish:
    return wish(say, key().pk, student=student, decision=decision, seen=seen, reason="", by=by)


def asked(by: User | None, wanted: Wish) -> Job:
    """The job after it was done."""
    job = jobs.ask("decide", by, **wanted.arguments())
    finish_jobs()
    job.refresh_from_db()
    return job


def test_it_works(children: dict[str, Student], dana: User) -> None:
    job = asked(dana, wished(dana, student=children["Zoë"].pk))
    assert (str(job.state), job.message) == ("done", "1 delivery: 1 published.")
    assert ledger(Delivery.objects.get()) == {"published": 2}
    assert job.arguments == {"made": IdentityDecision.objects.get().pk}


@pytest.mark.parametrize("say", ["confirm", "reject", "not ours"])
def test_what_was_done_before_the_cut_is_not_done_twice(children: dict[str, Student], dana: User, say: str) -> None:
    wanted = wished(dana, say, student=0 if say == "not ours" else children["Zoë"].pk)
    made = carry_out(wanted.arguments(), dana).decision
    again = carry_out(wanted.arguments(), dana)
    assert (again.decision, again.deliveries) == (made, ())
    assert IdentityDecision.objects.count() == 1


def test_an_undo_is_not_done_twice(children: dict[str, Student], dana: User) -> None:
    made = carry_out(wished(dana, student=children["Zoë"].pk).arguments(), dana).decision
    wanted = wished(dana, "undo", decision=made.pk)
    first = carry_out(wanted.arguments(), dana).decision
    assert carry_out(wanted.arguments(), dana).decision == first
    assert ledger(Delivery.objects.get()) == {"published": 1, "quarantined": 1}


def test_another_persons_decision_is_not_taken_for_ones_own(children: dict[str, Student], dana: User) -> None:
    wanted = wished(dana, student=children["Zoë"].pk)
    other = data_team("olu")
    carry_out(wished(other, student=children["Zoë"].pk).arguments(), other)
    with pytest.raises(DecidedMeanwhile, match="Somebody else has decided"):
        carry_out(wanted.arguments(), dana)


def test_a_decision_that_was_taken_back_since_is_not_made_anew(children: dict[str, Student], dana: User) -> None:
    wanted = wished(dana, student=children["Zoë"].pk)
    made = carry_out(wanted.arguments(), dana).decision
    carry_out(wished(dana, "undo", decision=made.pk).arguments(), dana)
    with pytest.raises(DecidedMeanwhile):
        carry_out(wanted.arguments(), dana)


def test_what_can_not_be_done_is_told_when_it_is_asked(children: dict[str, Student], dana: User) -> None:
    with pytest.raises(IntakeError, match=NO_CHOICE):
        wished(dana)
    with pytest.raises(IntakeError, match=NO_CHOICE):
        wished(dana, "dance", student=children["Ana"].pk)
    with pytest.raises(IntakeError, match="not among those whom you may see"):
        wished(dana, student=999_999)
    with pytest.raises(IntakeError, match="no decision 77"):
        wished(dana, "undo", decision=77)
    with pytest.raises(DecidedMeanwhile):
        wished(dana, "not ours", seen=5)
    assert not Job.objects.exists()


def test_a_job_whose_account_is_gone_changes_nothing(children: dict[str, Student], dana: User) -> None:
    job = asked(None, wished(dana, student=children["Zoë"].pk))
    assert str(job.state) == "failed"
    assert "The account that asked for it is gone" in job.message
    assert not IdentityDecision.objects.exists()
