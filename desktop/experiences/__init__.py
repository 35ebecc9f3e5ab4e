"""Experiences: the bank of good practices."""
