"""A simulated school: real-looking rosters and exports, with the truth kept apart."""
