"""The roll on the screen and in the terminal."""
