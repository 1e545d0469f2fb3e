"""Flexible blocks with known truth: generated weeks, and what would help their children."""
