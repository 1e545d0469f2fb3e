"""Unknown spellings: the one that most rows carry first, a standard or none, undo."""

from __future__ import annotations

import pytest
from django.test import Client

from a_school import Town, town
from homeroom.people.models import AuditEntry, User
from homeroom.standards import ccss, spelling, unknown
from homeroom.standards.models import UnknownSpelling

PATH = "/standards/spellings/"
HOSTILE = '"><img src=x onerror=alert(1)>'


@pytest.fixture
def place(db: None) -> Town:
    ccss.load()
    return town(size=1)


def page(client: Client, user: User, path: str = PATH) -> str:
    client.force_login(user)
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_it_works(client: Client, place: Town) -> None:
    unknown.take({"3.NF.A": 12, "3NF1": 1400})
    shown = page(client, place.data_team)
    assert '<h2 id="in-hand">3NF1</h2>' in shown
    assert "As a program writes it, in 1,400 rows" in shown
    assert "2 spellings wait." in shown
    other = page(client, place.data_team, f"{PATH}?spelling=3.NF.A")
    assert '<h2 id="in-hand">3.NF.A</h2>' in other
    assert "3.NF.A.1 Fractions as equal parts of a whole" in other


def test_where_nothing_waits_the_page_says_so(client: Client, place: Town) -> None:
    shown = page(client, place.data_team)
    assert "Every spelling that programs use is known, or somebody has decided about it." in shown
    assert "<form" not in shown.split("<main")[1].split("</main>")[0]


def test_a_decision_makes_the_spelling_known_until_it_is_taken_back(client: Client, place: Town) -> None:
    unknown.take({"3 NF one": 3})
    client.force_login(place.data_team)
    answer = client.post(PATH, {"spelling": "3 NF one", "serves": "other", "other": "3.nf.1"})
    assert answer.headers["Location"] == f"{PATH}?done=3+NF+one#kept"
    assert spelling.known().resolve("3 NF one") == "3.NF.A.1"
    assert "Kept: <b>3 NF one</b> stands for 3.NF.A.1." in page(client, place.data_team, answer.headers["Location"])
    client.post(PATH, {"act": "undo", "spelling": "3 NF one"})
    assert spelling.known().resolve("3 NF one") is None
    assert '<h2 id="in-hand">3 NF one</h2>' in page(client, place.data_team)
    told = AuditEntry.objects.filter(object="a spelling").values_list("verb", "students", "reason")
    assert list(told) == [("decided a spelling", [], "3 NF one: 3.NF.A.1"), ("undid", [], "3 NF one")]


def test_a_spelling_may_stand_for_no_standard(client: Client, place: Town) -> None:
    unknown.take({"not aligned": 8})
    client.force_login(place.data_team)
    client.post(PATH, {"spelling": "not aligned", "serves": "none"})
    row = UnknownSpelling.objects.get()
    assert (row.standard, row.decided_by) == (None, "data")
    assert unknown.waiting() == ()
    assert "<td>no standard</td>" in page(client, place.data_team)


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({}, 422, "Choose one of these, or leave it for later."),
        ({"serves": "other"}, 422, "Write the code of the standard, such as 3.NF.A.1."),
        ({"serves": "other", "other": "3.NF.X"}, 409, "3.NF.X is no standard"),
        ({"serves": "other", "other": "3.NF.A.1, 3.NF.A.2"}, 409, "A spelling stands for one standard, or for none."),
    ],
)
def test_what_can_not_be_kept_says_why(
    client: Client, place: Town, sent: dict[str, str], status: int, words: str
) -> None:
    unknown.take({"odd": 1})
    client.force_login(place.data_team)
    answer = client.post(PATH, {"spelling": "odd", **sent})
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert UnknownSpelling.objects.get().decided_on is None


def test_what_does_not_wait_any_more_is_not_decided_again(client: Client, place: Town) -> None:
    unknown.take({"odd": 1})
    unknown.decide("odd", "3.NF.A.2", "ana")
    client.force_login(place.data_team)
    answer = client.post(PATH, {"spelling": "odd", "serves": "none"})
    assert answer.status_code == 409
    assert "This spelling does not wait any more" in answer.content.decode()
    assert spelling.known().resolve("odd") == "3.NF.A.2"


def test_hostile_spellings_stay_text(client: Client, place: Town) -> None:
    unknown.take({HOSTILE: 2, "a&b=c d": 1})
    shown = page(client, place.data_team)
    assert "<img" not in shown
    assert "?spelling=a%26b%3Dc%20d" in shown
    client.post(PATH, {"spelling": HOSTILE, "serves": "none"})
    assert "<img" not in page(client, place.data_team)


def test_to_others_it_does_not_exist(client: Client, place: Town) -> None:
    for name in ("teacher", "principal", "stranger"):
        client.force_login(User.objects.get(username=name))
        assert client.get(PATH).status_code == 404
        assert client.post(PATH, {"spelling": "odd", "serves": "none"}).status_code == 404
