"""Zoom: calls and participants, as Zoom told them."""
