"""The model of one day."""
