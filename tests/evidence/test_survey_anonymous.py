"""No query joins an anonymous answer to its invitation: not by a key, a value, a moment, an order or a number."""

from __future__ import annotations

import random
import secrets
from datetime import date

import pytest
from django.db import connection, models
from scipy.stats import spearmanr  # type: ignore[import-untyped]  # scipy ships no types

from evidence.surveys_by_hand import answer, closed, codes, leader, opened, rooms, survey
from homeroom.evidence import survey_mixing
from homeroom.evidence.models import AnonymousAnswer, Answer, Asked, AskedLanguage, Invitation, SurveyComment, Wave
from homeroom.evidence.survey_answer import Door, Given, take
from homeroom.evidence.survey_codes import kiosk
from homeroom.people.models import AuditEntry
from homeroom.people.signin_models import Spent

pytestmark = pytest.mark.django_db
ANONYMOUS = (AnonymousAnswer, SurveyComment)
COLUMNS = {
    AnonymousAnswer: {"key", "survey", "on", "label", "given"},
    SurveyComment: {"key", "survey", "on", "question", "words", "pseudonym", "state", "read_by"},
}


@pytest.fixture
def wave() -> Wave:
    rooms({"Ash": 12, "Birch": 24})
    return opened(survey())


@pytest.mark.parametrize("model", ANONYMOUS)
def test_no_key_leads_from_an_anonymous_row_or_to_it(model: type[models.Model]) -> None:
    """Not in the models, and not in the database itself. A new column must be thought about here."""
    assert {one.name for one in model._meta.get_fields(include_hidden=True)} == COLUMNS[model]  # type: ignore[index]
    assert not [one for one in model._meta.get_fields(include_hidden=True) if one.is_relation]
    assert not [one for one in model._meta.fields if isinstance(one, models.DateTimeField)]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            found = connection.introspection.get_relations(cursor, table)
            if table == model._meta.db_table:
                assert found == {}
            assert model._meta.db_table not in {one[1] for one in found.values()}


def test_an_anonymous_row_bears_the_first_day_of_its_wave_not_its_own(wave: Wave) -> None:
    given = codes(wave, "Birch")
    Wave.objects.update(opens_on=date(2026, 9, 1))
    answer(given[0], words="More books.")
    assert set(AnonymousAnswer.objects.values_list("on", flat=True)) == {date(2026, 9, 1)}
    assert set(SurveyComment.objects.values_list("on", flat=True)) == {date(2026, 9, 1)}


def test_an_invitation_does_not_change_when_it_is_used(wave: Wave) -> None:
    """So its row is as old as all others of its group, and nothing says who has answered."""
    given = codes(wave, "Birch")
    before = list(Invitation.objects.order_by("pk").values())
    assert answer(given[3]) is Door.OPEN
    assert answer(given[3]) is Door.USED
    assert list(Invitation.objects.order_by("pk").values()) == before
    assert not Invitation.objects.exclude(pseudonym="", student=None, staff=None, answered=False).exists()
    assert not Answer.objects.exists()


def test_what_says_that_a_code_was_used_has_no_value_in_common_with_its_invitation(wave: Wave) -> None:
    given = codes(wave, "Birch")
    answer(given[0])
    spent, held = Spent.objects.get(), set(Invitation.objects.values_list("token_sha256", flat=True))
    assert spent.key not in held
    assert plain_values(AnonymousAnswer.objects.get()).isdisjoint({spent.key, *held, *given})


def plain_values(row: models.Model) -> set[object]:
    return {str(getattr(row, one.attname)) for one in row._meta.concrete_fields}


def test_a_join_on_all_columns_in_common_finds_the_whole_group(wave: Wave) -> None:
    """What an answer and an invitation share is their group and their wave: ten people or more."""
    given = codes(wave)
    for one in given[:20]:
        answer(one)
    for row in AnonymousAnswer.objects.all():
        fits = Invitation.objects.filter(asked__label=row.label, asked__wave__opens_on=row.on)
        assert fits.count() >= 10


def test_groups_of_few_are_asked_as_one_so_that_no_label_is_one_persons(db: None) -> None:
    rooms({"Ash": 1, "Birch": 24, "Cedar": 3, "Elm": 8})
    wave = opened(survey())
    assert sorted(Asked.objects.values_list("label", "people")) == [("Valley School: Birch", 24), ("–", 12)]
    answer(codes(wave, "–")[0])
    assert AnonymousAnswer.objects.get().label == "–"


def test_counts_by_language_are_of_the_wave_never_of_a_group(wave: Wave) -> None:
    """Else the only one of a group who reads Vietnamese would be known by the count."""
    related = {one.related_model for one in AskedLanguage._meta.get_fields() if one.is_relation}
    assert related == {Wave}
    assert "language" not in {one.name for model in (Invitation, Asked) for one in model._meta.get_fields()}


def place(row: AnonymousAnswer) -> str:
    """Where the database itself has put a row: what an order by nothing shows."""
    name = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"select {name} from {row._meta.db_table} where key = %s", [row.pk])
        return str(cursor.fetchone()[0])


def test_the_row_number_is_the_key_that_was_drawn_by_chance(wave: Wave) -> None:
    for one in codes(wave, "Birch")[:5]:
        answer(one)
    if connection.vendor == "sqlite":
        assert all(place(row) == str(row.pk) for row in AnonymousAnswer.objects.all())
    assert max(AnonymousAnswer.objects.values_list("key", flat=True)) > 2**40


def test_order_of_keys_and_of_places_tells_nothing_of_the_order_of_answers(
    wave: Wave, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thirty-six answer one after another, each alike only to itself; chance is drawn from one seed here."""
    chance = random.Random(20261026)
    monkeypatch.setattr(secrets, "randbits", chance.getrandbits)
    monkeypatch.setattr(secrets, "SystemRandom", lambda: chance)
    for at, one in enumerate(codes(wave)):
        answer(one, places=(at % 5 + 1, at // 5 % 5 + 1, at // 25 + 1))
    order = {(at % 5 + 1, at // 5 % 5 + 1, at // 25 + 1): at for at in range(36)}
    rows = AnonymousAnswer.objects.order_by("key")
    came = [order[row.given["q1"], row.given["q2"], row.given["q3"]] for row in rows]
    assert sorted(came) == list(range(36)), "none is lost, none doubled"
    assert abs(spearmanr(came, range(36)).statistic) < 0.33
    with connection.cursor() as cursor:
        cursor.execute(f"select key from {AnonymousAnswer._meta.db_table}")
        stored = [key for (key,) in cursor.fetchall()]
    by_key = {row.pk: at for row, at in zip(rows, came, strict=True)}
    assert abs(spearmanr([by_key[key] for key in stored], range(36)).statistic) < 0.45


def test_each_answer_is_written_together_with_others_under_new_keys(wave: Wave) -> None:
    """What was written last, by transaction or by place, is one of twenty."""
    given = codes(wave)
    for one in given[:25]:
        answer(one)
    before = set(AnonymousAnswer.objects.values_list("key", flat=True))
    answer(given[25])
    after = set(AnonymousAnswer.objects.values_list("key", flat=True))
    assert len(after - before) == survey_mixing.MIXED == 20
    assert len(after) == len(before) + 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL tells the transaction of a row")
@pytest.mark.django_db(transaction=True)
def test_the_transaction_of_a_row_is_shared_by_twenty_and_by_no_invitation() -> None:
    rooms({"Ash": 12, "Birch": 24})
    given = codes(opened(survey()))
    for one in given[:25]:
        answer(one)
    with connection.cursor() as cursor:
        cursor.execute("select xmin::text, count(*) from evidence_anonymousanswer group by 1")
        written = dict(cursor.fetchall())
        cursor.execute("select distinct xmin::text from evidence_invitation")
        assert not written.keys() & {row[0] for row in cursor.fetchall()}
    assert max(written.values()) >= 20


def test_the_audit_log_says_nothing_of_an_answer(wave: Wave) -> None:
    given = codes(wave, "Birch")
    before = AuditEntry.objects.count()
    answer(given[0])
    assert AuditEntry.objects.count() == before


def test_comments_of_anonymous_answers_hang_at_nothing(wave: Wave) -> None:
    given = codes(wave)
    for at, one in enumerate(given[:12]):
        answer(one, words=f"word {at}")
    closed(wave.survey)
    assert set(SurveyComment.objects.values_list("pseudonym", flat=True)) == {""}
    assert not [row for row in AnonymousAnswer.objects.all() if "q5" in row.given]


def test_a_shared_screen_answers_as_often_as_people_are_asked(wave: Wave) -> None:
    code = kiosk(wave.asked.get(label__endswith="Ash"), leader()).code
    told = [take(code, Given({"q1": 5}), "en", form=f"form {at}") for at in range(13)]
    assert told == [*[Door.OPEN] * 12, Door.USED]


def test_a_shared_screen_takes_each_form_once(wave: Wave) -> None:
    code = kiosk(wave.asked.get(label__endswith="Ash"), leader()).code
    told = [take(code, Given({"q1": 5}), "en", form=form) for form in ("one", "one", "")]
    assert told == [Door.OPEN, Door.USED, Door.USED]
