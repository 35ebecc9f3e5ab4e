"""The desk where duplicates of the roll are settled, on the screen and in the terminal."""
