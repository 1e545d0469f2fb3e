"""settings.toml: it can be read, holds only what homeroom knows, and what it says makes sense."""

from __future__ import annotations

import stat
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from homeroom.facts import spark_process
from homeroom.facts.engine import DUCKDB, SPARK
from homeroom.goals.channels import program_apis
from homeroom.people.outside import providers
from homeroom.site.doctor.finding import Finding

# Every key that settings.toml may hold, with the type of its value. `homeroom.site.settings` reads these and no others.
KEYS: Mapping[str, type] = {
    "today": date,
    "time_zone": str,
    "database": str,
    "hosts": list,
    "https": bool,
    "simulated": bool,
    "source": list,
    "identity_provider": list,
    "program_api": list,
    "keep": dict,
    "family_accounts": str,
    "audit_heads": str,
    "source_code": str,
    "engine": str,
    "facts_engine": str,
    "spark": dict,
    "planner_seconds": int,
}
# What `homeroom.mastery.engines` knows, which takes a second to load.
FILTER, TRACING = "filter", "bkt"
# What `homeroom.people.accounts` knows; the doctor looks before Django has started.
MADE, OPEN = "made", "open"
KEEPING = "Give a whole number from 1 up; `homeroom keep` lists the classes and their units."
OWN_MACHINE = {"localhost", "127.0.0.1", "[::1]"}


def look(home: Path) -> Iterator[Finding]:
    path = home / "settings.toml"
    if not path.exists():
        yield Finding("ok", "No settings.toml: the defaults hold.")
        return
    try:
        chosen = _read(path)
    except (OSError, ValueError) as error:
        yield Finding("wrong", f"{path} can't be read: {error}.", "Mend that line, or take the file away.")
        return
    mistakes = list(_mistakes(chosen))
    yield from mistakes or [Finding("ok", "settings.toml is understood.")]
    yield from _risks(chosen)
    yield from _password(path, chosen)
    yield from _identity_providers(home, chosen)
    yield from _program_apis(home, chosen)


def readable(path: Path) -> bool:
    """Whether homeroom can start with this file. An absent one is as good."""
    try:
        _read(path)
    except (OSError, ValueError):
        return False
    return True


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}


def _mistakes(chosen: Mapping[str, Any]) -> Iterator[Finding]:
    for name, value in chosen.items():
        if name not in KEYS:
            mend = f"Take it out, or correct its spelling. Known are: {', '.join(KEYS)}."
            yield Finding("wrong", f"settings.toml: {name} is not a setting; it has no effect.", mend)
        elif type(value) is not KEYS[name]:
            mend = f"See docs/guide/install.md for how {name} is written."
            yield Finding("wrong", f"settings.toml: {name} = {value!r} is not a {KEYS[name].__name__}.", mend)
    for key, value in _wrong_keeping(chosen):
        yield Finding("wrong", f"settings.toml: [keep] {key} = {value!r} can't be followed.", KEEPING)
    families = chosen.get("family_accounts", MADE)
    if isinstance(families, str) and families not in (MADE, OPEN):
        mend = f'Write "{MADE}" or "{OPEN}". Until then families\' sign-ins are made, not opened.'
        yield Finding("wrong", f"settings.toml: family_accounts = {families!r} is unknown.", mend)
    zone = chosen.get("time_zone", "UTC")
    if isinstance(zone, str) and not _known_zone(zone):
        mend = 'Write an IANA name, such as "America/Los_Angeles".'
        yield Finding("wrong", f"settings.toml: the time zone {zone!r} is unknown.", mend)
    engine = chosen.get("engine", FILTER)
    if isinstance(engine, str) and engine not in (FILTER, TRACING):
        mend = f'Write "{FILTER}" or "{TRACING}". Until then it is the filter.'
        yield Finding("wrong", f"settings.toml: engine = {engine!r} is unknown.", mend)
    yield from _engine(chosen.get("facts_engine", DUCKDB))


def _engine(name: object) -> Iterator[Finding]:
    if name == SPARK and (lacking := spark_process.missing()):
        yield Finding(
            "wrong", f"Derived tables can't be worked out: {lacking}.", f'Or write facts_engine = "{DUCKDB}".'
        )
    elif isinstance(name, str) and name not in (DUCKDB, SPARK):
        mend = f'Write "{DUCKDB}" or "{SPARK}". Until then it is DuckDB.'
        yield Finding("wrong", f"settings.toml: facts_engine = {name!r} is unknown.", mend)


def _wrong_keeping(chosen: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Numbers that no class of data can have; whether the class is known is asked when Django has started."""
    told = chosen.get("keep", {})
    for key, value in told.items() if isinstance(told, dict) else ():
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            yield key, value


def _known_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _risks(chosen: Mapping[str, Any]) -> Iterator[Finding]:
    """Settings that work, and that one may regret."""
    if "today" in chosen and not chosen.get("simulated"):
        mend = "Take `today` out of settings.toml, unless you are looking at old data."
        yield Finding("warn", f"The pages take {chosen['today']} for today, every day.", mend)
    hosts = chosen.get("hosts", [])
    if isinstance(hosts, list) and set(map(str, hosts)) - OWN_MACHINE and not chosen.get("https"):
        mend = "Serve behind a proxy that speaks https, and set `https = true`."
        yield Finding("warn", "Other machines reach the pages without https: passwords travel in the clear.", mend)


def _password(path: Path, chosen: Mapping[str, Any]) -> Iterator[Finding]:
    """A database's password in a file that others can read."""
    if urlsplit(str(chosen.get("database", ""))).password and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Finding("wrong", f"{path} holds a password and can be read by others.", f"chmod 600 '{path}'.")


def _identity_providers(home: Path, chosen: Mapping[str, Any]) -> Iterator[Finding]:
    told = chosen.get("identity_provider", [])
    if not isinstance(told, list) or not told:
        return
    try:
        made = providers.read(told, home)
    except providers.SettingsError as error:
        yield Finding("wrong", str(error), "See docs/guide/security.md for how one is written.")
        return
    for one in made:
        if not one.roster_id_claim:
            mend = "Set `roster_id_claim`, if this issuer asserts the roster's ids."
            yield Finding("warn", f"{one.name}: every person who signs in there must be linked by hand.", mend)
    yield from _open_secrets(home, told, "an identity provider's secret")
    yield Finding("ok", f"{len(made)} identity providers are understood.")


def _program_apis(home: Path, chosen: Mapping[str, Any]) -> Iterator[Finding]:
    told = chosen.get("program_api", [])
    if not isinstance(told, list) or not told:
        return
    try:
        made = program_apis.read_all(told, home)
    except program_apis.SettingsError as error:
        mend = "See docs/guide/install.md for how one is written. Until then its work goes another way."
        yield Finding("wrong", str(error), mend)
        return
    yield from _open_secrets(home, told, "a program's secret")
    yield Finding("ok", f"Doors of programs that are understood: {len(made)}.")


def _open_secrets(home: Path, told: Iterable[Mapping[str, Any]], what: str) -> Iterator[Finding]:
    """Files with a secret that others on this machine can read."""
    for path in {home / one.get("client_secret_file", "settings.toml") for one in told if _has_secret(one)}:
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield Finding("wrong", f"{path} holds {what} and can be read by others.", f"chmod 600 '{path}'.")


def _has_secret(told: Mapping[str, Any]) -> bool:
    return bool(told.get("client_secret") or told.get("client_secret_file"))
