"""What is wrong with an installation, and how to mend it.

It looks from the outside in: first what can be seen of the folder alone, then, once Django starts, the database and
the files it names. It changes nothing, and it makes no installation where there is none.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from homeroom.site.doctor import folder, machine, settings_file
from homeroom.site.doctor.finding import Finding

__all__ = ["Finding", "diagnose", "healthy"]


def diagnose(home: Path | None = None) -> list[Finding]:
    """Look at the installation in `home`, by default HOMEROOM_HOME's. What can't be looked at any more is left out."""
    home = home or Path(os.environ.get("HOMEROOM_HOME", "homeroom-data")).absolute()
    found = [machine.python_version(sys.version_info[:3]), machine.port_free(machine.PORT)]
    if not home.exists():
        return [*found, folder.no_installation(home)]
    outside = [*found, *folder.look(home), *settings_file.look(home)]
    can_start = home.is_dir() and settings_file.readable(home / "settings.toml")
    return [*outside, *_inside()] if can_start else outside


def healthy(findings: list[Finding]) -> bool:
    """Whether nothing is wrong; warnings are no illness."""
    return all(finding.state != "wrong" for finding in findings)


def _inside() -> list[Finding]:
    """What only shows once Django has started. The import waits for that: models can't be loaded before."""
    try:
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeroom.site.settings")
        django.setup()
    except Exception as error:  # whatever keeps it from starting is the finding
        return [Finding("wrong", f"homeroom does not start: {error}.", "Mend settings.toml; run `make setup` again.")]
    from homeroom.site.doctor import inside

    return list(inside.look())
