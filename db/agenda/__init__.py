"""Agenda: the items of a sitting and the turns to speak on them."""
