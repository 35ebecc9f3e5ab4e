"""The matching desk: which Zoom group is which neighbour."""
