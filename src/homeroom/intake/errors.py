class IntakeError(Exception):
    """Something a person must hear about: what happened, where, and what to do, in that order."""
