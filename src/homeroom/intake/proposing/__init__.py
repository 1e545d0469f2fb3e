"""A proposal for a file that no layout fits: what each of its columns may be, and why."""
