"""Who is where, when, with whom and on what: the week of a school, its flexible block, and the day as it turns out."""
