"""Programs of this installation's own that can be told things, and work that is approved for them."""

from __future__ import annotations

from pathlib import Path

from goals.asked import asked, enrolled, goal, hours, lesson
from homeroom.goals.events import record
from homeroom.goals.models import Assignment, Goal
from mastery.people import child

SAYS = 'grain = "lesson"\nverified_on = 2026-11-22\nsource = "made up"\n'
API = '[assign.api]\nkind = "oneroster_gradebook"\n'
LINK = '[assign.deep_link]\naddress = "https://garden.example/{lesson_id}"\n'
FILE = """[assign.file]
columns = [
  { name = "Pupil", holds = "identifier" },
  { name = "Family name", holds = "family_name" },
  { name = "Lesson", holds = "lesson_id" },
  { name = "Due", holds = "ends_on" },
  { name = "By", value = "school" },
]
"""
ALL = ("deep_link", "api", "file", "work_list")
TABLES = {"deep_link": LINK, "api": API, "file": FILE}


def declare(home: Path, *channels: str, slug: str = "garden", says: str = SAYS, tables: str = "") -> None:
    """Say of a program what it can be told: by these channels, then by the work-list."""
    listed = ", ".join(f'"{channel}"' for channel in (*channels, "work_list"))
    text = f'[program]\nslug = "{slug}"\nname = "Number Garden"\n\n[assign]\nchannels = [{listed}]\n{says}'
    text += tables or "".join(TABLES[channel] for channel in channels if channel in TABLES)
    folder = home / "programs" / slug
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "program.toml").write_text(text, "utf-8")


def approved(for_: Goal, name: str = "ana", program: str = "garden", external_id: str = "L1") -> Assignment:
    """Work that a teacher has approved for a child with an id in the roster."""
    one = enrolled(child(name), for_.school_class)
    one.identifier = f"00{one.pk}"
    one.save(update_fields=["identifier"])
    item = lesson(external_id, program) if external_id else None
    made = asked(one, for_, program=program, content_item=item)
    record(made, "approved", hours(0), source="by hand", actor="tina")
    return made


def new_goal() -> Goal:
    return goal(sent_at=None)
