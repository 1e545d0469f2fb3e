import random
from datetime import date

import pytest

from a_school import Role, child, room, staff
from evidence.a_study import told
from facts.facts_by_hand import publish
from homeroom.evidence import lock
from homeroom.evidence.assign import assign
from homeroom.evidence.plan_file import known, read
from homeroom.people.models import School

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def build():
    rnd = random.Random(1)
    rows = []
    n = 0
    ids = []
    for s, name in enumerate(("Valley School", "Hill School", "Lake School")):
        school = School.objects.create(sourced_id=f"s{s}", name=name)
        for c in range(4):
            g = room(school, f"c{s}{c}", f"Grade {3 + c % 2}, Room {s * 10 + c + 1}")
            ids.append(g.sourced_id)
            e = rnd.gauss(0, 0.4)
            for k in range(20):
                kid = child(n, g)
                n += 1
                a = rnd.gauss(0, 1)
                for on, sc in (
                    (date(2026, 3, 10), 500 + 30 * (e + a)),
                    (date(2026, 9, 10), 510 + 30 * (e + 0.7 * a + 0.7 * rnd.gauss(0, 1))),
                ):
                    rows.append(
                        {
                            "program": "star",
                            "assessment": "STAR Math",
                            "method": "score",
                            "result_kind": "score",
                            "student": kid.pk,
                            "row": len(rows),
                            "occurred_on": on,
                            "result": str(sc),
                            "result_number": sc,
                        }
                    )
    publish("assessments", rows)
    return ids


def test_shots(visit, transactional_db):
    ids = build()
    by = staff("leader", Role.Kind.NETWORK_LEADER, None)
    plan = told(
        classes=ids,
        question="Do children in the open flex room learn more mathematics than children in rotation?",
        sites=["s0", "s1", "s2"],
    )
    empty = visit("leader")
    empty.go("/studies/")
    empty.page.screenshot(path="/tmp/lead/sp-empty.png", full_page=True)
    draft = lock.keep(read({**plan, "missing_data": ""}, known()).plan, by)

    def shoot(path, name, print_=False):
        for w in (1366, 320):
            v = visit("leader", width=w)
            v.go(path)
            assert v.sideways <= 0, (path, w, v.sideways)
            v.page.screenshot(path=f"/tmp/lead/sp-{name}-{w}.png", full_page=True)
            if w == 1366:
                v.page.emulate_media(media="print")
                v.page.screenshot(path=f"/tmp/lead/sp-{name}-print.png", full_page=True)

    s = draft.study
    shoot(f"/studies/{s.pk}/", "plan")
    for x in ["who", "outcome", "measures"]:
        shoot(f"/studies/{s.pk}/plan/{x}/", x)
    lock.keep(read(plan, known()).plan, by)
    shoot(f"/studies/{s.pk}/lock/", "lock")
    lock.lock(s, by)
    shoot(f"/studies/{s.pk}/draw/", "nodraw")
    assign(s, by, seed="2026")
    shoot(f"/studies/{s.pk}/", "locked")
    shoot(f"/studies/{s.pk}/draw/", "draw")
    shoot(f"/studies/{s.pk}/flow/", "flow")
    shoot("/studies/", "list")
