"""Calendar files of adults and rooms: read back by a small reader of our own."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.rotation.calendar_file import Calendar, Line, with_the_gone, written

pytestmark = pytest.mark.any_database

SAID = datetime(2026, 11, 27, 12, tzinfo=UTC)
LINE = Line("group 7", datetime(2026, 11, 30, 9, 0), datetime(2026, 11, 30, 9, 30), "Tutoring, math", "Room 4")
STATUS = {True: "CANCELLED", False: "CONFIRMED"}
TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=120)


def calendar(*lines: Line, owner: str = "adult 12", zone: str = "America/Chicago") -> Calendar:
    return Calendar(owner, "Ms. Ortiz", zone, SAID, lines)


def unfolded(file: bytes) -> list[tuple[str, str]]:
    """Each line's name with its parameters, and its value."""
    text = file.decode().replace("\r\n ", "")
    return [(name, value) for name, _, value in (line.partition(":") for line in text.split("\r\n")[:-1])]


def plain(value: str) -> str:
    told, letters = "", iter(value)
    for letter in letters:
        follower = next(letters) if letter == "\\" else letter
        told += "\n" if letter == "\\" and follower == "n" else follower
    return told


def events(file: bytes) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    inside = False
    for name, value in unfolded(file):
        if (name, value) == ("BEGIN", "VEVENT"):
            found.append({})
        inside = value == "VEVENT" if name == "BEGIN" else inside and (name, value) != ("END", "VEVENT")
        if inside and name != "BEGIN":
            found[-1][name] = plain(value)
    return found


def test_a_meeting_is_read_back() -> None:
    (event,) = events(written(calendar(LINE)))
    assert event.pop("UID").endswith("@homeroom")
    assert event == {
        "DTSTAMP": "20261127T120000Z",
        "DTSTART;TZID=America/Chicago": "20261130T090000",
        "DTEND;TZID=America/Chicago": "20261130T093000",
        "SEQUENCE": "1",
        "STATUS": "CONFIRMED",
        "SUMMARY": "Tutoring, math",
        "LOCATION": "Room 4",
    }


def test_a_line_has_no_field_for_a_child() -> None:
    assert {field.name for field in fields(Line)} == {"key", "start", "end", "what", "room", "version", "gone"}
    assert b"group 7" not in written(calendar(LINE))


def test_a_meeting_keeps_its_uid_when_it_moves_and_its_sequence_grows() -> None:
    moved = replace(LINE, start=LINE.start + timedelta(days=1), end=LINE.end + timedelta(days=1), version=2)
    (before,), (after,) = events(written(calendar(LINE))), events(written(calendar(moved)))
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == ("1", "2")


def test_another_adult_or_another_meeting_has_another_uid() -> None:
    files = calendar(LINE), calendar(LINE, owner="room 4"), calendar(replace(LINE, key="group 8"))
    assert len({event["UID"] for file in files for event in events(written(file))}) == 3


def test_what_is_gone_is_cancelled_once_and_for_all() -> None:
    gone = with_the_gone([], [LINE], version=2)
    assert [(event["STATUS"], event["SEQUENCE"]) for event in events(written(calendar(*gone)))] == [("CANCELLED", "2")]
    assert with_the_gone([], gone, version=3) == gone
    assert with_the_gone([LINE], gone, version=3) == [LINE]


def test_an_empty_calendar_is_a_calendar() -> None:
    names = [value for name, value in unfolded(written(calendar())) if name in ("BEGIN", "END")]
    assert names == ["VCALENDAR", "VCALENDAR"]


@pytest.mark.parametrize(
    ("first", "last", "zone", "parts"),
    [
        (
            datetime(2026, 10, 26, 9),
            datetime(2026, 11, 3, 9),
            "America/Chicago",
            [
                ("DAYLIGHT", "20261025T000000", "-0500", "-0500", "CDT"),
                ("STANDARD", "20261101T020000", "-0500", "-0600", "CST"),
            ],
        ),
        (
            datetime(2027, 3, 12, 9),
            datetime(2027, 3, 16, 9),
            "America/Chicago",
            [
                ("STANDARD", "20270311T000000", "-0600", "-0600", "CST"),
                ("DAYLIGHT", "20270314T020000", "-0600", "-0500", "CDT"),
            ],
        ),
        (
            datetime(2027, 3, 12, 9),
            datetime(2027, 3, 12, 9),
            "Asia/Kolkata",
            [("STANDARD", "20270311T000000", "+0530", "+0530", "IST")],
        ),
    ],
)
def test_the_zone_has_each_change_of_the_clock(first: datetime, last: datetime, zone: str, parts: list[object]) -> None:
    lines = [replace(LINE, key=str(at), start=at, end=at + timedelta(minutes=30)) for at in (first, last)]
    told = unfolded(written(calendar(*lines, zone=zone)))
    found = [
        (value, *(then for _, then in told[place + 1 : place + 5]))
        for place, (name, value) in enumerate(told)
        if name == "BEGIN" and value in ("STANDARD", "DAYLIGHT")
    ]
    assert found == parts


@given(what=TEXT, room=TEXT)
def test_any_words_are_folded_and_read_back(what: str, room: str) -> None:
    file = written(calendar(replace(LINE, what=what, room=room)))
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    (event,) = events(file)
    assert event["SUMMARY"] == what and event.get("LOCATION", "") == room


# A day, minutes after midnight, how long, where, and whether it is cancelled.
BELLS = st.tuples(st.integers(0, 200), st.integers(0, 1380), st.integers(5, 59), TEXT, st.booleans())


@given(st.lists(BELLS, max_size=6), st.sampled_from(["America/Chicago", "Asia/Kolkata", "Europe/Madrid"]))
def test_any_calendar_is_read_back_as_it_was_written(bells: list[tuple[int, int, int, str, bool]], zone: str) -> None:
    lines = []
    for at, (day, start, minutes, room, gone) in enumerate(bells):
        begin = datetime(2026, 10, 1) + timedelta(days=day, minutes=start)
        lines.append(Line(f"group {at}", begin, begin + timedelta(minutes=minutes), "Math", room, at, gone))
    found = events(written(calendar(*lines, zone=zone)))
    assert len({event["UID"] for event in found}) == len(lines)
    assert [
        (
            event[f"DTSTART;TZID={zone}"],
            event[f"DTEND;TZID={zone}"],
            event.get("LOCATION", ""),
            event["SEQUENCE"],
            event["STATUS"],
        )
        for event in found
    ] == [
        (f"{one.start:%Y%m%dT%H%M%S}", f"{one.end:%Y%m%dT%H%M%S}", one.room, str(one.version), STATUS[one.gone])
        for one in sorted(lines, key=lambda line: (line.start, line.key))
    ]


def test_control_characters_are_left_out() -> None:
    (event,) = events(written(calendar(replace(LINE, what="a\x00b\r\nc\td"))))
    assert event["SUMMARY"] == "ab\ncd"
