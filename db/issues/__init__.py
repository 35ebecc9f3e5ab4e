"""Issues and commitments: what was asked for and what was promised."""
