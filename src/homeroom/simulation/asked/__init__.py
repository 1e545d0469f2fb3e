"""Lessons that children do online: what they were asked for, what they do instead, and what they find by themselves."""
