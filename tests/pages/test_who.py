from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from homeroom.facts import store
from homeroom.intake.job_models import Job
from homeroom.intake.matching.claim import Claim, as_text
from homeroom.intake.models import Delivery, IdentityLink
from homeroom.intake.who.models import IdentityDecision, VendorKey, WaitingKey
from homeroom.mastery.work_out import work_out
from homeroom.pages.who.words import named
from homeroom.people.models import AuditEntry, School, Student, User
from intake.taking_in import finish_jobs, ledger
from intake.who.a_case import STRANGER, a_school, arrive, data_team, key, row

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def children() -> dict[str, Student]:
    return a_school()


@pytest.fixture
def team(client: Client, children: dict[str, Student]) -> Client:
    client.force_login(data_team())
    return client


def text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def main(client: Client, path: str) -> str:
    """What stands between the frame of a page, whose form has a new token each time."""
    return text(client, path).partition("<main")[2].partition("</main>")[0]


def say(client: Client, number: int, **what: object) -> str:
    """What the page tells in the end: a job does it, its page leads on."""
    answer = client.post(f"/who/{number}/", {key: str(value) for key, value in what.items()})
    finish_jobs()
    job = text(client, answer.headers["Location"])
    onward = re.search(r'href="(/who/\?done[^"]+)"', job)
    return text(client, unescape(onward[1])) if onward else job


def test_it_works(team: Client, children: dict[str, Student], tmp_path: Path) -> None:
    delivery = arrive(tmp_path, row("i1"), row("i2", **STRANGER), row("i3", **STRANGER))
    page = text(team, "/who/")
    assert "1 name waits for a person, with 2 rows." in page
    assert "Lia Moss" in page
    case = text(team, f"/who/{key().pk}/?q=zoe")
    assert "Who is Lia Moss?" in case
    assert "It is Zoë Núñez" in case
    assert "≠</span> differs" in case
    assert "Line 3 of" in case
    done = say(team, key().pk, say="confirm", student=children["Zoë"].pk, seen=0, reason="asked")
    assert "It is Zoë Núñez. 1 file was judged again." in done
    assert ledger(Delivery.objects.get(pk=delivery.pk)) == {"published": 3}
    assert "Every row that came in has found its child." in done


def test_link_a_wrong_child_see_her_page_change_and_undo(
    team: Client, children: dict[str, Student], tmp_path: Path
) -> None:
    zoe = children["Zoë"].pk
    arrive(tmp_path, row("i1"), row("i2", **STRANGER))
    work_out()
    before, page = store.checksum("attempts"), main(team, f"/student/{zoe}/?week=2026-W41")
    assert "Zoë Núñez" in page
    say(team, key().pk, say="confirm", student=zoe, seen=0)
    assert store.checksum("attempts") != before
    assert main(team, f"/student/{zoe}/?week=2026-W41") != page
    decision = IdentityDecision.objects.get()
    told = say(team, decision.vendor_key_id, say="undo", decision=decision.pk)
    assert "An earlier decision was taken back." in told
    assert store.checksum("attempts") == before
    assert main(team, f"/student/{zoe}/?week=2026-W41") == page
    acts = AuditEntry.objects.exclude(verb="saw")
    assert list(acts.values_list("verb", "students")) == [("confirm", [zoe]), ("undone", [zoe])]


def test_nobody_waits(team: Client) -> None:
    assert "Nobody waits." in text(team, "/who/")
    assert "Nobody has decided anything yet." in text(team, "/who/?room=decided")
    assert "only much like" in text(team, "/who/?room=likeness")
    assert "No two links contradict" in text(team, "/who/?room=odds")
    assert "Nobody waits." in text(team, "/who/?room=attic")


def test_the_other_rooms(team: Client, children: dict[str, Student], tmp_path: Path) -> None:
    alike = {"student_id": "", "first_name": "Thoa", "last_name": "Nguyen"}
    arrive(tmp_path, row("i1", student_id="77"), row("i2", student_id="78"), row("i3", **STRANGER), row("i4", **alike))
    page = text(team, "/who/?room=likeness")
    assert "Thoa Nguyen" in page
    assert "Given name nearly, Family name agrees, School agrees, Grade agrees" in page
    link = IdentityLink.objects.get(method="likeness")
    assert "Who is Thoa Nguyen?" in team.post(f"/who/link/{link.pk}/", follow=True).content.decode()
    assert "more than one id in this program" in text(team, "/who/?room=odds&program=item_responses")
    rejected = say(team, key("Thoa").pk, say="reject", student=children["Thảo"].pk, seen=0)
    assert "It is not Thảo Nguyễn. 1 file was judged again." in rejected
    say(team, key().pk, say="not ours", seen=0)
    decided = text(team, "/who/?room=decided")
    assert "It is not our child." in decided
    assert "Its rows are left out" in text(team, f"/who/{key().pk}/")
    assert team.get(f"/who/link/{link.pk}/").status_code == 302
    assert team.post(f"/who/link/{link.pk}/").status_code == 410
    assert "Nothing of this program is here." in text(team, "/who/?room=odds&program=clever")


def test_somebody_else_was_quicker(team: Client, children: dict[str, Student], tmp_path: Path) -> None:
    arrive(tmp_path, row("i1", **STRANGER))
    number = key().pk
    say(team, number, say="confirm", student=children["Ana"].pk, seen=0)
    late = team.post(f"/who/{number}/", {"say": "confirm", "student": children["Zoë"].pk, "seen": 0})
    assert late.status_code == 409
    assert "Somebody else has decided about this key meanwhile" in late.content.decode()
    assert "Ana Ruiz</a>." in late.content.decode()


def test_a_case_that_is_gone(team: Client) -> None:
    assert team.get("/who/77/").status_code == 410
    gone = team.post("/who/77/", {"say": "not ours"})
    assert gone.status_code == 410
    assert "found their child" in gone.content.decode()


@pytest.mark.parametrize(
    "what", [{}, {"say": "confirm"}, {"say": "confirm", "student": "x"}, {"say": "dance", "student": 1}]
)
def test_a_form_that_says_nothing_changes_nothing(team: Client, tmp_path: Path, what: dict[str, object]) -> None:
    arrive(tmp_path, row("i1", **STRANGER))
    answer = team.post(f"/who/{key().pk}/", what)
    assert answer.status_code == 409
    assert "Choose a child first" in answer.content.decode()
    assert not IdentityDecision.objects.exists()


def test_a_child_who_left_may_be_meant_and_is_marked(
    team: Client, children: dict[str, Student], tmp_path: Path
) -> None:
    Student.objects.filter(pk=children["Zoë"].pk).update(ends_on="2026-10-01")
    arrive(tmp_path, row("i1", **STRANGER))
    assert "left on 1 Oct 2026" in text(team, f"/who/{key().pk}/?q=zoe")


def test_a_child_whose_enrolment_ends_later_has_not_left(
    team: Client, children: dict[str, Student], tmp_path: Path
) -> None:
    Student.objects.filter(pk=children["Zoë"].pk).update(ends_on="2099-06-11")
    arrive(tmp_path, row("i1", **STRANGER))
    assert "left on" not in text(team, f"/who/{key().pk}/?q=zoe")


def test_a_child_without_a_name_is_called_by_its_id() -> None:
    told = named(as_text(Claim(ids=("5903310",))))
    assert (told.name, told.called, told.nameless) == ("no name told", "5903310", True)


def test_every_view_of_a_case_is_audited(team: Client, children: dict[str, Student], tmp_path: Path) -> None:
    arrive(tmp_path, row("i1", student_id="1002"))
    number = key("Ana").pk
    text(team, f"/who/{number}/")
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb, entry.object) == ("dana", "saw", f"who is key {number} of item_responses")
    assert entry.students == sorted([children["Ana"].pk, children["Zoë"].pk])
    assert entry.reason == "network data team"


def test_a_data_team_of_one_school_sees_its_own_children_only(client: Client, tmp_path: Path) -> None:
    children = a_school()
    eve = data_team("eve", School.objects.create(sourced_id="s2", name="Hill School"))
    client.force_login(data_team())
    arrive(tmp_path, row("i1", **STRANGER), row("i2", student_id="", first_name="Thoa", last_name="Nguyen"))
    say(client, key().pk, say="confirm", student=children["Zoë"].pk, seen=0)
    client.force_login(eve)
    for path in ("/who/?room=decided", "/who/?room=likeness", f"/who/{key().pk}/"):
        page = text(client, path)
        assert "Núñez" not in page
        assert "whom you may not see" in page
    decision = IdentityDecision.objects.get()
    assert "Núñez" not in text(client, f"/who/?done={decision.pk}")
    refused = client.post(f"/who/{key().pk}/", {"say": "undo", "decision": decision.pk})
    assert refused.status_code == 409
    assert IdentityDecision.objects.count() == 1


def test_others_do_not_find_the_page(client: Client, children: dict[str, Student], tmp_path: Path) -> None:
    arrive(tmp_path, row("i1", **STRANGER))
    number = key().pk
    client.force_login(User.objects.create_user("teacher"))
    for path in ("/who/", f"/who/{number}/", "/who/link/1/"):
        assert client.get(path).status_code == 404
        assert client.post(path, {"say": "not ours"}).status_code in (404, 405)
    client.logout()
    assert client.post(f"/who/{number}/", {"say": "not ours"}).status_code == 302
    assert not IdentityDecision.objects.exists()


def test_fifteen_thousand_rows_of_six_hundred_people_are_listed_by_pages(team: Client) -> None:
    delivery = Delivery.objects.create(file="a.csv", sha256="0", size=1, program="iready", state="published")
    keys = VendorKey.objects.bulk_create(
        VendorKey(program="iready", key=f"{at:064}", claim=f"ids={at}") for at in range(600)
    )
    WaitingKey.objects.bulk_create(
        WaitingKey(vendor_key=one, delivery=delivery, code="unmatched", words="", rows=25, first_row=1) for one in keys
    )
    page = text(team, "/who/")
    assert "600 names wait for a person, with 15,000 rows." in page
    assert "Page 1 of 12" in page
    assert "Page 12 of 12" in text(team, "/who/?page=12&program=iready")


def test_a_job_does_it_and_says_what_was_published(team: Client, children: dict[str, Student], tmp_path: Path) -> None:
    arrive(tmp_path, row("i1"), row("i2", **STRANGER))
    number = key().pk
    answer = team.post(
        f"/who/{number}/", {"say": "confirm", "student": children["Zoë"].pk, "reason": "her aunt said so"}
    )
    waits = text(team, answer.headers["Location"])
    assert "Carry out what was said on Who is this?" in waits
    assert "Go on with Who is this?" in waits
    assert not IdentityDecision.objects.exists()
    finish_jobs()
    done = text(team, answer.headers["Location"])
    assert "1 delivery: 1 published." in done
    assert "2 in = 2 published" in done
    assert IdentityDecision.objects.get().reason == "her aunt said so"
    assert Job.objects.get().arguments == {"made": IdentityDecision.objects.get().pk}


def test_two_clicks_are_one_decision(team: Client, children: dict[str, Student], tmp_path: Path) -> None:
    arrive(tmp_path, row("i1", **STRANGER))
    for _ in range(2):
        team.post(f"/who/{key().pk}/", {"say": "confirm", "student": children["Zoë"].pk})
    finish_jobs()
    assert (Job.objects.count(), IdentityDecision.objects.count()) == (1, 1)


def test_whoever_decides_while_a_decision_waits_goes_first(
    team: Client, children: dict[str, Student], tmp_path: Path
) -> None:
    arrive(tmp_path, row("i1", **STRANGER))
    asked = team.post(f"/who/{key().pk}/", {"say": "confirm", "student": children["Zoë"].pk})
    team.post(f"/who/{key().pk}/", {"say": "not ours"})
    finish_jobs(latest_first=True)
    told = text(team, asked.headers["Location"])
    assert "Somebody else has decided about this key meanwhile" in told
    assert "Back to Who is this?" in told
    assert IdentityDecision.objects.get().student is None
