"""The file of a roll, as it comes from the disk."""

from desktop.lists import read_bytes

__all__ = ["read_bytes"]
