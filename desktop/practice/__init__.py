"""The practice evening: invented people, a past year, tonight's sitting, and a player that goes through it all."""
