"""Organisations on the screen and in the terminal."""
