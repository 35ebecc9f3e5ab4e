"""Sync: the hand-over of the journal to the shared database of the city."""
