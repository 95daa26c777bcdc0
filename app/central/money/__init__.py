"""What was paid, what is risked, and whether an order is cleared for it."""
