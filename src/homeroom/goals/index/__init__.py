"""The alignment index: how much of a class's lab time was on what it was taught, and how sure that is."""
