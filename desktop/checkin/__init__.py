"""The door on the screen and in the terminal."""
