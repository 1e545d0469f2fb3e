"""One text for one content, whatever the order of keys, the language or the clock's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from homeroom.evidence.canonical import sha256, text


def test_keys_are_sorted_and_letters_stay() -> None:
    assert text({"b": [1, 0.25], "a": {"ñ": "Bảo", "day": date(2026, 9, 7)}}) == (
        '{"a":{"day":"2026-09-07","ñ":"Bảo"},"b":[1,0.25]}'
    )


def test_one_moment_has_one_text() -> None:
    noon = datetime(2026, 9, 7, 12, tzinfo=UTC)
    assert text(noon) == text(noon.astimezone(timezone(timedelta(hours=7)))) == '"2026-09-07T12:00:00+00:00"'


def test_what_is_no_number_and_what_is_no_text_are_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        text(float("nan"))
    with pytest.raises(TypeError, match="set has no place"):
        text({1})


def test_the_hash_is_plain_sha256() -> None:
    assert sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
