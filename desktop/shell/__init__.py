"""The frame around the pages: window, rail, banner line, status strip, unlocking."""
