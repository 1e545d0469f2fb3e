"""What can go wrong when a week, a block or a day is planned."""


class RotationError(Exception):
    """Says in words for a person what can't be done, where, and what to do."""
