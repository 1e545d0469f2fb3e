from a_school import Town
from django.test import Client


def test_it_works(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    response = client.get(f"/class/{place.group.pk}/")
    assert response.status_code == 200
