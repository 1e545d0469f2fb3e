"""The flexible block of one week: one place for each child and session. Plain data here; no Django, no solver."""
