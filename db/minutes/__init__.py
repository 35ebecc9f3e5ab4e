"""Minutes: the versions of the written record of a sitting."""
