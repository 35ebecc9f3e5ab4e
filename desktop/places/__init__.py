"""The city's map on the desk: taking it in, and deciding which quarters its areas are."""
