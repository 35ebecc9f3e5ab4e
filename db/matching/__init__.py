"""Matching: which participant is which resident."""
