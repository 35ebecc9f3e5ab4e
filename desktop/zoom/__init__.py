"""Zoom on the screen: taking a participant report in, by a file that falls on the window or by a button."""
