"""What web shops send on their own, read into our words: pure, strict, and never an exception to the caller."""
