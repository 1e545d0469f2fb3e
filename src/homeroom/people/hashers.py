"""How passwords are kept: Argon2id at the least cost that OWASP names, so that a morning's sign-ins fit two cores."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """19 MiB, two passes, one lane. Django's own takes 100 MiB and eight lanes a sign-in."""

    time_cost = 2
    memory_cost = 19_456  # KiB
    parallelism = 1
