"""Figures of mastery: what it finds and what it takes, against others' work in the same run."""
