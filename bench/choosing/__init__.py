"""What the figures of choosing work need: programs with lessons, and ways to choose among them."""
