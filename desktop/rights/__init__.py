"""The rights of the person, on the screen and in the terminal: her file, her erasure."""
