"""Outreach: who was told of a sitting, by which channel, and whether she came."""
