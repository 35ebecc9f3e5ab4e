"""Sharing: the hand-over of the journal to the shared database, as a person sees it."""
