"""The week, by CP-SAT: `python -m homeroom.rotation.solvers.week_main INSTANCE PLAN`."""
