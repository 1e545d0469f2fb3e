"""The languages that homeroom speaks, its catalogs of words, and who has checked them."""
