"""The process's one Spark: what it needs, how it is set up and started, and its errors in our words."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings

from homeroom.facts.dialect import DialectError
from homeroom.facts.engine import EngineDiskError, EngineError

OLDEST_JAVA = 17
# What an installation may change under [spark] in settings.toml: with "spark.master" it runs on a cluster.
CONFIGURATION: Mapping[str, str] = {
    "spark.master": "local[*]",
    "spark.app.name": "homeroom",
    "spark.driver.memory": "2g",
    "spark.sql.shuffle.partitions": str(os.cpu_count() or 2),
    "spark.ui.enabled": "false",
}
# On this machine alone nobody else may speak to Spark; a cluster's machines must.
ALONE: Mapping[str, str] = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
# What the agreement with DuckDB rests on: errors where a cast fails, moments without a zone.
FIXED: Mapping[str, str] = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.ui.showConsoleProgress": "false",
}
PYSPARKS_LOGGERS = ("SQLQueryContextLogger", "DataFrameQueryContextLogger")


def missing() -> str:
    """What this machine lacks for Spark, in words; blank where it has all."""
    if find_spec("pyspark") is None:
        return "pyspark isn't installed: install homeroom[spark]"
    if java() < OLDEST_JAVA:
        return f"Spark needs Java {OLDEST_JAVA} or newer, and {f'Java {java()}' if java() else 'none'} was found"
    return ""


@lru_cache(maxsize=1)
def java() -> int:
    """The version of the Java that Spark would take; 0 without one."""
    home = os.environ.get("JAVA_HOME")
    command = shutil.which("java", path=str(Path(home) / "bin") if home else None)
    if command is None:
        return 0
    told = subprocess.run([command, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    return int(found.group(1)) if found else 0


@lru_cache(maxsize=1)
def start(_process: int) -> Any:
    # Keyed by process: like DuckDB's connection, Spark does not survive a fork.
    lacking = missing()
    if lacking:
        raise EngineError(f"{lacking}. Or take `facts_engine` out of settings.toml.")
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession as Spark

    conf = SparkConf(loadDefaults=False).setAll(list(configuration().items()))
    _silence_pyspark()
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with in_our_words(), warnings.catch_warnings():
        # Java is started by a fork; what is warned of, threads that hold locks, doesn't concern a process that execs.
        warnings.simplefilter("ignore", DeprecationWarning)
        return Spark(SparkContext(conf=conf, gateway=launch_gateway(conf, silent)))


def configuration() -> dict[str, str]:
    """Spark's settings. Its working folder lies in the installation's, where what a killed process left is cleared."""
    chosen: Mapping[str, object] = getattr(settings, "HOMEROOM_SPARK", {})
    clear_left_behind()
    place = str(folder())
    told = {**CONFIGURATION, **{name: str(value) for name, value in chosen.items()}}
    alone = ALONE if told["spark.master"].startswith("local") else {}
    return {"spark.local.dir": place, "spark.sql.warehouse.dir": place, **alone, **told, **FIXED}


def _silence_pyspark() -> None:
    """What Spark and pyspark log can quote facts: nobody keeps it.

    A filter outlives a later set-up of logging, which would enable a disabled logger anew. The loggers must be made by
    pyspark's own class: it hands them words that a plain one doesn't take.
    """
    from pyspark.logger import PySparkLogger

    for name in PYSPARKS_LOGGERS:
        PySparkLogger.getLogger(name).addFilter(lambda record: False)


def folder() -> Path:
    """Where this process keeps what doesn't fit in memory."""
    own = Path(settings.HOMEROOM_HOME) / "spark" / str(os.getpid())
    own.mkdir(parents=True, exist_ok=True)
    return own


def clear_left_behind() -> None:
    """Remove the folders of processes that are no more: what they hold is of children, and nobody else's to clear."""
    for left in (Path(settings.HOMEROOM_HOME) / "spark").glob("*"):
        if not (left.name.isdigit() and _runs(int(left.name))):
            shutil.rmtree(left, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except (ProcessLookupError, OverflowError):
        return False
    return True


@contextmanager
def in_our_words() -> Iterator[None]:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except DialectError as error:
        raise EngineError(f"Spark can't run this statement as it stands: {error}") from error
    except (Py4JError, PySparkException) as error:
        if "No space left" in str(error) or "Permission denied" in str(error) or "PATH_NOT_FOUND" in str(error):
            raise EngineDiskError(str(error)) from error
        raise EngineError(str(error)) from error
