"""Made-up studies whose truth is known: what was done, what it did, and what went wrong with them."""
