"""The flexible block as people read it: a whole plan, a class's week, one child's places, and what changed."""
