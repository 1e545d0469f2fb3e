"""What plans are made from, as CSV files out and in: one file a table, people by their roster ids, and no reason."""
