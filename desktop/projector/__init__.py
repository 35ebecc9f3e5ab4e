"""The second window, for everybody in the room: the item, its clock, who speaks, how many are here."""
