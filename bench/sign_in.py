"""Figure: guesses at one account that are looked at; names that exist and names that don't; a lab at one address.

Runs the whole request, with the product's own password hashing, on a database of its own.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from random import Random

SEED, GUESSES, PAIRS, STAFF, CHILDREN, SECONDS = 5, 1000, 60, 30, 120, 90.0
PASSWORD = "four quiet words here"


def start() -> None:
    """A home of its own, before the settings are read."""
    os.environ["HOMEROOM_HOME"] = tempfile.mkdtemp(prefix="homeroom-bench-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "homeroom.site.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def people(count: int) -> list[str]:
    from django.contrib.auth.hashers import make_password

    from homeroom.people.models import User

    kept = make_password(PASSWORD)
    names = [f"person-{number}" for number in range(count)]
    User.objects.bulk_create(User(username=name, password=kept) for name in names)
    return names


def tried(name: str, password: str, client: object = None) -> tuple[int, float]:
    """The answer to one try, and the CPU it took in milliseconds."""
    from django.test import Client

    visitor = client or Client(headers={"host": "localhost"}, REMOTE_ADDR="10.0.0.1")
    began = time.process_time()
    status = visitor.post("/sign-in/", {"username": name, "password": password}).status_code  # type: ignore[attr-defined]
    return status, 1000 * (time.process_time() - began)


def guess(victim: str) -> tuple[int, bool, bool]:
    """How many of 1,000 guesses are looked at; whether the owner gets in then, by an own browser and by a link."""
    from django.test import Client

    from homeroom.pages.sign_in import view
    from homeroom.people import backend
    from homeroom.people.models import User
    from homeroom.people.signin import make_link

    own = Client(headers={"host": "localhost"})
    tried(victim, PASSWORD, own)
    own.post("/sign-out/")
    seen: list[str] = []

    def counted(name: str, password: str) -> User | None:
        seen.append(name)
        return backend.whose_password(name, password)

    view.whose_password = counted
    for number in range(GUESSES):
        tried(victim, f"guess {number}")
    view.whose_password = backend.whose_password
    by_browser = tried(victim, PASSWORD, own)[0] == 302
    link = make_link(User.objects.get(username=victim))
    by_link = Client(headers={"host": "localhost"}).post(f"/sign-in/link/{link}").status_code == 302
    return len(seen), by_browser, by_link


def apart(names: list[str]) -> tuple[float, float, float]:
    """Median CPU-ms of a wrong try at names that exist and at names that don't, and the medians' distance."""
    took: dict[bool, list[float]] = {True: [], False: []}
    order = [(known, number) for number in range(PAIRS) for known in (True, False)]
    Random(SEED).shuffle(order)
    for known, number in order:
        took[known].append(tried(names[number] if known else f"nobody-{number}", "wrong")[1])
    known, unknown = (statistics.median(took[which]) for which in (True, False))
    return known, unknown, abs(known - unknown)


def lab(names: list[str]) -> tuple[int, float]:
    """How many of 150 people behind one address are held up, who sign in one after another; and in how many seconds."""
    began = time.monotonic()
    held = sum(tried(name, PASSWORD)[0] != 302 for name in names)
    return held, time.monotonic() - began


def main(arguments: list[str]) -> int:
    argparse.ArgumentParser(description=__doc__).parse_args(arguments)
    start()
    names = people(PAIRS + STAFF + CHILDREN + 1)
    held, seconds = lab(names[1 : STAFF + CHILDREN + 1])
    looked_at, by_browser, by_link = guess(names[0])
    known, unknown, distance = apart(names[STAFF + CHILDREN + 1 :])
    print(f"of {GUESSES:,} guesses at one account looked at: {looked_at} (≤ 10)")
    print(f"the owner gets in meanwhile by an own browser: {by_browser}; by a link: {by_link}")
    print(f"wrong try, CPU-ms: known name {known:.1f}, unknown {unknown:.1f}, apart {distance:.2f} (< 5)")
    print(f"{STAFF + CHILDREN} people behind one address in {seconds:.0f} s: held up {held} (0)")
    return 0 if looked_at <= 10 and by_browser and by_link and distance < 5 and not held and seconds <= SECONDS else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
