"""How a delivery ends that is not published: the same again, held, refused. The ledger says so in every case."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from homeroom.intake import ledger, originals
from homeroom.intake.errors import InstallationError, IntakeError, installation
from homeroom.intake.models import Delivery
from homeroom.intake.originals import Kept
from homeroom.intake.unpack import Incoming, plain_name


def same_again(delivery: Delivery, earlier: Delivery) -> Delivery:
    """The same bytes once more. What they stand for was settled with the first, so a new date changes nothing."""
    delivery.program, delivery.report, delivery.layout = earlier.program, earlier.report, earlier.layout
    delivery.state, delivery.finished_at, delivery.stage = Delivery.State.PUBLISHED, timezone.now(), ""
    delivery.same_as, delivery.message = earlier, same_words(earlier)
    delivery.rows_in = delivery.rows_total = earlier.rows_in
    delivery.as_of, delivery.as_of_from = earlier.as_of, earlier.as_of_from
    with transaction.atomic():
        everything = range(1, earlier.rows_in + 1)
        ledger.write(delivery, {"duplicate": earlier.rows_in}, [ledger.lost("duplicate", everything)])
    return delivery


def same_words(earlier: Delivery) -> str:
    return gettext_noop("the same file as delivery %(number)s, “%(file)s”: nothing new") % {
        "number": earlier.pk,
        "file": earlier.file,
    }


def hold(delivery: Delivery, records: int, words: str) -> Delivery:
    """Keep the file and wait for a person. Nothing of it is loaded."""
    delivery.state, delivery.finished_at, delivery.stage = Delivery.State.HELD, timezone.now(), ""
    delivery.message, delivery.rows_in, delivery.rows_total = words, records, records
    with transaction.atomic():
        gone = [number for number in ledger.erased_rows(delivery.sha256).tolist() if number <= records]
        ledger.write(delivery, {"held": records - len(gone), "erased": len(gone)}, [ledger.erased_cause(gone)])
    return delivery


def tried(delivery: Delivery) -> str:
    return gettext_noop(
        "%(file)s: homeroom was interrupted %(tries)s times while it read this file. Nothing was "
        "loaded; the file is kept. If the machine was switched off, receive the file again; if memory "
        "ran out, split it first."
    ) % {"file": delivery.file, "tries": delivery.tries}


def refuse(path: Path, words: str, one: Incoming | None = None) -> Delivery:
    """A file that isn't safe to open, or can't be: kept as it is where that is possible, opened never."""
    name, archive = (one.name, one.archive) if one else (plain_name(path.name), "")
    try:
        return refused(name, words, archive, originals.keep(path, name))
    except InstallationError:
        raise
    except IntakeError:
        return refused(name, words, archive)


def refused(name: str, words: str, archive: str = "", kept: Kept | None = None) -> Delivery:
    with installation(name):
        return Delivery.objects.create(
            file=name,
            archive=archive,
            sha256=kept.sha256 if kept else "",
            size=kept.size if kept else 0,
            state=Delivery.State.REFUSED,
            message=words,
            finished_at=timezone.now(),
        )


def joined(*notes: str) -> str:
    return "; ".join(filter(None, notes))
