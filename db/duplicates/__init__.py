"""Duplicates: which rows of the roll may be one person, and what was decided about them."""
