"""Sheets of paper: one description, written as Word and as PDF."""
