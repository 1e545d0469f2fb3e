"""Take a child out of files as they were received, row by row, without moving any other row."""
