"""Who is this? The keys that nobody could match, what people decide about them, and what follows for the rows."""
