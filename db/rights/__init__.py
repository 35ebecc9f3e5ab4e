"""Rights of the person: her complete file, and her erasure (Ley 25.326)."""
