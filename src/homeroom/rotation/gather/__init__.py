"""What one flexible-block week is planned from, gathered from the database part by part; see `rotation.inputs`."""
