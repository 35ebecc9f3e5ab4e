"""Outreach: who was told of a sitting, and whether she came."""
