"""Issues and commitments on the screen: what was asked for, what was promised."""
