"""Which work serves a goal for each child: lessons, limits, worth, reasons, and the log of what was offered."""
