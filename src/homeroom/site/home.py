"""Make the installation's folder and database ready: what is missing is made, what is there is left."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from homeroom.evidence import ledger_lock
from homeroom.intake.workshop import locked
from homeroom.people import audit_lock
from homeroom.reports.kept import watch
from homeroom.standards import ccss
from homeroom.standards.models import Framework


class HomeError(Exception):
    """The installation can't be used; the message says why and how to mend it."""


def ready() -> None:
    """Bring the database to this version's tables, with the standards that ship. Quick when nothing is missing."""
    home = Path(settings.HOMEROOM_HOME)
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(home):  # two commands may be the first ones at once
            grown = False
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                call_command("migrate", verbosity=0, interactive=False)
                audit_lock.put_on()
                ledger_lock.put_on()
                grown = Framework.objects.filter(slug=ccss.SLUG).exists()  # this version's titles for those there
            if not watch.is_on():
                watch.put_on()
            if grown or not Framework.objects.exists():
                ccss.load()
    except (OSError, OperationalError) as error:
        raise HomeError(f"{home}: can't be used ({error}). Run `homeroom doctor`.") from error
