"""The verbs of the bench: each takes a turn (one transaction) and answers with one outcome."""
