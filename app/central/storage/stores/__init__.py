"""What a unit of work can read and write, by noun."""
