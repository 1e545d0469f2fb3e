"""The parts of matching a row to a child: what a row claims, whom the roster knows, how likeness is judged."""
