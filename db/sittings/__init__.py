"""Sittings: the councils and each of their sessions."""
