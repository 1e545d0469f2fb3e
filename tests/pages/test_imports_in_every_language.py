"""The data team's pages speak Spanish and Vietnamese: what they say themselves, and what was kept in English."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from a_school import Town
from every_page import client_of
from homeroom.intake import ledger
from homeroom.intake.feeds.models import FeedAlarm, FeedExpectation
from homeroom.intake.job_models import Job
from homeroom.intake.models import Delivery
from homeroom.intake.reasons import REASONS, words_for
from homeroom.intake.roster_models import RosterChangeSet
from homeroom.pages.imports import ledger as words

pytestmark = pytest.mark.any_database

LANGUAGES = ("es", "vi")
OLD = "A sentence of another year <b>."


def page(place: Town, language: str, path: str, **sent: str) -> str:
    client: Client = client_of(place.data_team, language)
    answer = client.post(path, sent) if sent else client.get(path)
    return answer.content.decode()


def quarantined(code: str = "not_a_date", message: str = "") -> Delivery:
    values = {"file": "lessons.csv", "sha256": "0", "size": 2_500, "program": "iready", "report": "lessons"}
    found = Delivery.objects.create(**values, rows_in=12, held=12, state="published", message=message)
    cause = ledger.Cause("quarantined", code, "Day", words_for(code, "Day"), [1, 2])
    ledger.write(found, {"published": 10, "quarantined": 2}, [cause])
    return found


def alarm() -> FeedAlarm:
    told = {"program": "iready", "report": "lessons", "kind": "missing", "cause": "x", "since": date(2026, 10, 12)}
    return FeedAlarm.objects.create(
        **told,
        words="i-Ready, Lessons: nothing since Mon 12 Oct; expected every Monday, so on Mon 19 Oct.",
        what_to_do=OLD,
        opened_on=date(2026, 10, 20),
    )


def test_imports_in_spanish(place: Town) -> None:
    quarantined(message="zero bytes were left out")
    alarm()
    found = page(place, "es", "/imports/")
    assert '<html lang="es">' in found
    for said in (
        "<h1>Importaciones</h1>",
        "12 recibidas = 10 publicadas + 2 en cuarentena",
        "publicada en parte",
        "se omitieron bytes cero",
        "nada desde el lun, 12 de oct; se espera cada lunes",
        "Los últimos diez días de clases",
        '<span lang="en">A sentence of another year &lt;b&gt;.</span>',
    ):
        assert said in found
    for english in ("Deliveries", "quarantined", "published in part", "nothing since", "Received"):
        assert f">{english}" not in found


def test_imports_in_vietnamese(place: Town) -> None:
    quarantined()
    found = page(place, "vi", "/imports/")
    assert "12 dòng vào = 10 đã đăng + 2 bị cách ly" in found
    assert "Mười ngày học gần nhất" in found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(REASONS))
def test_a_delivery_says_each_reason_and_what_to_do(place: Town, code: str, language: str) -> None:
    found = page(place, language, f"/imports/{quarantined(code).pk}/")
    english = words_for(code, "Day")
    assert english not in found
    assert REASONS[code].remedy not in found
    assert "{column}" not in found
    assert "Day" in found


def test_a_delivery_tells_its_ledger_in_spanish(place: Town) -> None:
    found = page(place, "es", f"/imports/{quarantined(message=OLD).pk}/")
    for said in ("Adónde fueron las filas", "columna Day", "Reprocesar", "Descargar estas filas", "Primera línea"):
        assert said in found
    assert '<span lang="en">A sentence of another year &lt;b&gt;.</span>' in found


def test_every_class_of_rows_and_state_has_words_of_its_own(place: Town) -> None:
    one = quarantined()
    english = [name for name, *_ in words.classes(one)]
    for language in LANGUAGES:
        found = page(place, language, f"/imports/{one.pk}/")
        assert not [name for name in english if f'<th scope="row">{name}</th>' in found]


def test_an_upload_without_a_file_says_so(place: Town) -> None:
    assert "No se eligió ningún archivo." in page(place, "es", "/upload/", as_of="")
    assert "Chưa chọn tệp nào." in page(place, "vi", "/upload/", as_of="")
    assert "No file was chosen." in page(place, "", "/upload/", as_of="")


def test_the_form_of_an_expectation_says_its_mistakes(place: Town) -> None:
    rule = FeedExpectation.objects.create(
        program="iready", report="lessons", cadence="week", due=0, since=date(2026, 10, 1), rows_low=5, rows_high=9
    )
    found = page(place, "es", "/imports/feeds/")
    assert "cada lunes" in found
    assert "5 a 9" in found
    found = page(place, "es", f"/imports/feeds/{rule.pk}/")
    assert "Días de gracia, en días de clases" in found
    assert "Con qué frecuencia llega" in found
    wrong = page(
        place, "es", f"/imports/feeds/{rule.pk}/", cadence="week", grace="99", rows_low="9", rows_high="2", lag="1"
    )
    assert "El máximo de filas no puede ser menor que el mínimo." in wrong
    assert "Como máximo 60 días de clases." in wrong


@pytest.mark.parametrize(
    ("language", "said"), [("es", "2 entregas: publicadas: 1, retenidas: 1."), ("vi", "2 đợt dữ liệu")]
)
def test_a_job_says_what_came_of_it(place: Town, language: str, said: str) -> None:
    job = Job.objects.create(
        kind="upload",
        arguments={"files": 2},
        state="done",
        message="2 deliveries: 1 published, 1 held.",
        finished_at=timezone.now(),
    )
    for path in ("/jobs/", f"/jobs/{job.pk}/"):
        found = page(place, language, path)
        assert said in found
        assert "deliveries:" not in found


def test_a_held_roster_says_why(place: Town) -> None:
    weight = {"entity": "students", "school": None, "school_name": "Hill", "standing": 200, "created": 0, "updated": 0}
    weight |= {"ended": 50, "invalid": 0, "missing": 0, "expected": "", "samples": {}}
    one = RosterChangeSet.objects.create(
        name="roster.zip",
        state="held",
        mode="bulk",
        reasons=["would end 50 of 200 students (25.0%), at Hill", OLD],
        weights=[weight],
    )
    for path in ("/rosters/", f"/rosters/{one.pk}/"):
        found = page(place, "es", path)
        assert "terminaría 50 de 200 estudiantes (25.0%), en Hill" in found
        assert '<span lang="en">A sentence of another year &lt;b&gt;.</span>' in found
        assert "would end" not in found
    assert "sẽ kết thúc 50 trên 200 học sinh (25.0%), ở Hill" in page(place, "vi", "/rosters/")


def test_a_decision_that_cannot_be_says_why(place: Town) -> None:
    one = RosterChangeSet.objects.create(name="roster.zip", state="applied", mode="bulk", weights=[])
    found = page(place, "es", f"/rosters/{one.pk}/decision/", do="approve")
    assert f"No se hizo nada. El conjunto {one.pk} no espera una decisión: está aplicado." in found
    found = page(place, "vi", "/rosters/rollover/", first="soon", last="later")
    assert "Chưa khai báo gì. Việc chuyển kỳ cần ngày đầu và ngày cuối." in found


def test_new_layouts_in_both_languages(place: Town) -> None:
    assert "Ningún archivo espera un formato." in page(place, "es", "/imports/layouts/")
    assert "Không có tệp nào chờ mẫu cột." in page(place, "vi", "/imports/layouts/")
    gone = page(place, "es", f"/imports/layouts/{quarantined().pk}/")
    assert "No se cambió nada" in gone
