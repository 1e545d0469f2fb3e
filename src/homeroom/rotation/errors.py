"""What can go wrong when a week, a block or a day is planned."""


def gettext_noop(words: str) -> str:
    """Marks words for the catalogs, as Django's own does, which a solver's process goes without."""
    return words


class RotationError(Exception):
    """Says in words for a person what can't be done, where, and what to do."""
