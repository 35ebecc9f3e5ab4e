"""The agenda on the screen: the item on the table, moving on, notes, turns to speak."""
