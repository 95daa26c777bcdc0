"""Work for people: which orders are picked together, which task goes to whom, and why."""
