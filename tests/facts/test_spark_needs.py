"""What Spark needs, and what is said and cleared up where it can't run. These tests start no Spark."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytest_django import Settings

from homeroom.facts import spark_process as spark
from homeroom.facts.engine import EngineError


def test_what_spark_needs_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark, "java", lambda: 11)
    monkeypatch.setattr(spark, "find_spec", lambda name: object())
    assert spark.missing() == "Spark needs Java 17 or newer, and Java 11 was found"
    monkeypatch.setattr(spark, "java", lambda: 0)
    assert spark.missing() == "Spark needs Java 17 or newer, and none was found"
    monkeypatch.setattr(spark, "java", lambda: 21)
    assert spark.missing() == ""
    monkeypatch.setattr(spark, "find_spec", lambda name: None)
    assert spark.missing() == "pyspark isn't installed: install homeroom[spark]"


def test_an_installation_that_asks_for_spark_without_it_is_told_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(spark, "find_spec", lambda name: None)
    with pytest.raises(EngineError, match=r"install homeroom\[spark\].*facts_engine"):
        spark.start.__wrapped__(0)


@pytest.mark.parametrize(
    ("told", "version"), [('openjdk version "21.0.2" 2024', 21), ('java version "1.8.0_392"', 1), ("what?", 0)]
)
def test_javas_version_is_read_from_what_it_says(
    told: str, version: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    command = tmp_path / "bin" / "java"
    command.parent.mkdir()
    command.write_text(f"#!/bin/sh\necho '{told}' >&2\n")
    command.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    spark.java.cache_clear()
    try:
        assert spark.java() == version
        shutil.rmtree(command.parent)
        spark.java.cache_clear()
        assert spark.java() == 0
    finally:
        spark.java.cache_clear()


def test_what_a_killed_process_left_is_cleared_and_a_living_ones_kept(home: Path) -> None:
    mine = spark.folder()
    gone = mine.with_name("999999999")
    (gone / "blocks").mkdir(parents=True)
    spark.clear_left_behind()
    assert mine.exists()
    assert not gone.exists()


def test_on_one_machine_nobody_else_may_speak_to_spark(settings: Settings) -> None:
    settings.HOMEROOM_SPARK = {}
    assert spark.configuration()["spark.master"] == "local[*]"
    assert spark.configuration()["spark.driver.bindAddress"] == "127.0.0.1"


def test_an_installation_chooses_its_cluster_but_not_what_agreement_rests_on(settings: Settings, home: Path) -> None:
    settings.HOMEROOM_SPARK = {
        "spark.master": "spark://host:7077",
        "spark.sql.ansi.enabled": False,
        "spark.cores.max": 8,
    }
    told = spark.configuration()
    assert (told["spark.master"], told["spark.cores.max"]) == ("spark://host:7077", "8")
    assert told["spark.sql.ansi.enabled"] == "true"
    assert "spark.driver.bindAddress" not in told
    assert told["spark.local.dir"].startswith(str(home))
