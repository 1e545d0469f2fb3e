import pytest

from evidence.a_study import classes, drafted, leader

pytestmark = pytest.mark.django_db


def test_it(client):
    classes(4)
    by = leader()
    client.force_login(by)
    study = drafted(by).study
    for p in (
        "/studies/",
        f"/studies/{study.pk}/",
        *[
            f"/studies/{study.pk}/plan/{x}/"
            for x in ["question", "who", "arms", "measures", "outcome", "effect", "analysis"]
        ],
        f"/studies/{study.pk}/lock/",
        f"/studies/{study.pk}/draw/",
        f"/studies/{study.pk}/flow/",
    ):
        r = client.get(p)
        assert r.status_code == 200, p
    r = client.post(f"/studies/{study.pk}/lock/")
    assert r.status_code == 302, r.content.decode()
    r = client.post(f"/studies/{study.pk}/draw/", {"seed": "7"})
    assert r.status_code == 302, r.content.decode()
    for p in (f"/studies/{study.pk}/", f"/studies/{study.pk}/draw/", f"/studies/{study.pk}/flow/"):
        r = client.get(p)
        assert r.status_code == 200, p
    assert client.post("/studies/", {"question": "Q?", "kind": "pilot", "study": "my-own"}).status_code == 302
