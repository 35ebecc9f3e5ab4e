"""How likely each group of a call is each neighbour: one calculation over the whole roll (decision 0016)."""
