"""The orders: the list with what happens next, one order as its story, and what people decide there."""
