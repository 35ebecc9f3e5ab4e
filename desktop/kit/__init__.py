"""Widgets without domain: what every page is made of, and nothing that knows what a sitting is."""
