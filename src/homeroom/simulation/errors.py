"""What can go wrong while a simulated school is written."""


class SimulationError(Exception):
    """A school that can't be written as asked; the message says what to change."""
