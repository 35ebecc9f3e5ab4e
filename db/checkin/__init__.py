"""Check-in: who was present at a sitting, by which way, from when to when."""
