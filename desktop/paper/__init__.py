"""Sheets for people: one description, written as Word and as PDF."""
