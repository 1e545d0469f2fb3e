"""Rosters: OneRoster CSV sets in, and drafts of them out of a program's own export."""
