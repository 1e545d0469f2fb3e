"""What every session on the engine can count on."""

from homeroom.facts.engine import session


def test_every_session_has_the_clock_of_utc_and_keeps_the_footers_of_files() -> None:
    with session() as place:
        wanted = "select current_setting('TimeZone') as zone, current_setting('parquet_metadata_cache') as kept"
        assert place.run(wanted).one == ("UTC", True)
