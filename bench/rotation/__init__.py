"""Figures of the week, the flexible block and the day."""
