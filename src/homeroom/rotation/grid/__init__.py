"""A school's week as a grid of days and hours: a start and a room for each activity. Plain data, no solver."""
