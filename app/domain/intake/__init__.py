"""Taking an order in: what it is, what is wrong with it, whether its money is there."""
