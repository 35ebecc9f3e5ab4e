"""Experiences: the bank of good practices that other quarters can do again."""
