"""The week of a school: each grade's bells, and which class is where with whom at each of them."""
