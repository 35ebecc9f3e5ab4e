"""Residents: the single roll of neighbours of the city."""
