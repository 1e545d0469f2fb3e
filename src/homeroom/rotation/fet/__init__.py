"""Timetables in FET's XML format (`.fet`), as far as the grid model carries it: both ways, telling what is left out."""
