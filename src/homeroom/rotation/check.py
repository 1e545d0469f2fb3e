"""Whether a plan keeps every rule, and what it is worth: worked out anew, with no code of the models that made it."""
