"""Reports of a school's week: itself, two versions beside each other, who can stand in, a grade by both models."""
