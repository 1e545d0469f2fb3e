"""Writes `docs/methods/rotation-check.md`, the rules that every plan of a flexible block is checked against."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "methods" / "rotation-check.md"
HEAD = """# What a plan of the flexible block is checked against

`homeroom plan check INSTANCE PLAN` reads two files, a week and a plan of it, and says which rules the plan breaks, what
floors it misses, who has no place, and what the plan is worth. It knows these two files only: it shares no code with
whatever made the plan. It shows numbers, never names.

Numbers in the sentences are what holds where a school has said nothing else. This page is made from the rules
themselves: `python -m tools.rotation_rules`.
"""
PARTS = (
    ("hard", "Kept, or there is no plan to publish"),
    ("floor", "Floors: missed only where nothing else can be done, and then listed"),
    ("wish", "Wishes: kept where they cost little"),
)
TAIL = """## What a plan is worth

Aim after aim, what comes first is never given up for what follows: fewest children in supervised overflow; the worst
shortfall of a child's floor; the sum of the shortfalls; the gain; fewest changes. The gain of one session is the need
that the child has of its standard × what is assumed of the way of working × minutes. It rests on assumptions that a
school sees and can edit. It is not a promise.

## How far it has been tried

Each rule has a table of small plans that keep and break it (`tests/rotation/test_rules_in_tables.py`), and at least two
ways of breaking it, and nothing else, in a plan that keeps all (`tests/rotation/mutants.py`). A rule that lacks one of
them, its sentence in a language, or its place in *Why is this child here?* fails `tests/rotation/test_every_rule.py`.
The best value of very small weeks is found by trying all plans in exact fractions (`tests/rotation/brute.py`).
"""


def markdown() -> str:
    from homeroom.rotation.rules import RULES, strength

    lists = [
        f"## {title}\n\n"
        + "".join(f"- **{name}**: {rule.words}\n" for name, rule in RULES.items() if strength(name) == part)
        for part, title in PARTS
    ]
    return "\n".join([HEAD, *lists, TAIL])


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeroom.site.settings")
    django.setup()
    PAGE.write_text(markdown(), "utf-8")
